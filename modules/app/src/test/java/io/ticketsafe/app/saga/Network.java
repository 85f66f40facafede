package io.ticketsafe.app.saga;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The event bus between processes: loses, repeats, delays and mixes up requests and answers. */
final class Network {
    private final Timeline timeline;
    private final Chaos chaos;
    private final Map<String, List<Server>> servers = new LinkedHashMap<>();
    private final Map<String, Function<Object, Object>> outside = new HashMap<>();

    private record Server(Step.Mortal process, Handler<Message<Object>> handler) {}

    Network(Timeline timeline, Chaos chaos) {
        this.timeline = timeline;
        this.chaos = chaos;
    }

    /** An operation of a service that is not simulated: answered at once, always. */
    void answer(String address, Function<Object, Object> answer) {
        outside.put(address, answer);
    }

    /** @param process at this end of the bus; null: a client that never dies */
    EventBus of(Step.Mortal process) {
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("registerCodec", arguments -> null);
        answers.put("consumer", arguments -> consumer(process, (String) arguments[0], arguments[1]));
        answers.put(
                "request",
                arguments -> request(process, (String) arguments[0], arguments[1], (DeliveryOptions) arguments[2]));
        answers.put("publish", arguments -> publish((String) arguments[0], arguments[1]));
        return Stub.of(EventBus.class, answers);
    }

    @SuppressWarnings("unchecked")
    private MessageConsumer<?> consumer(Step.Mortal process, String address, Object handler) {
        servers.computeIfAbsent(address, any -> new ArrayList<>())
                .add(new Server(process, (Handler<Message<Object>>) handler));
        return Stub.of(
                MessageConsumer.class,
                Map.of(
                        "completion", arguments -> Future.succeededFuture(),
                        "unregister", arguments -> Future.succeededFuture()));
    }

    private List<Server> alive(String address) {
        List<Server> known = servers.getOrDefault(address, List.of());
        return known.stream().filter(server -> server.process().isAlive()).toList();
    }

    private Object publish(String address, Object body) {
        for (Server server : alive(address)) {
            if (!chaos.losesMessage()) {
                timeline.after(
                        chaos.latencyMs(),
                        "hears " + shortly(address),
                        server.process(),
                        () -> server.handler().handle(message(body, MultiMap.caseInsensitiveMultiMap(), reply -> {})));
            }
        }
        return null;
    }

    private Future<Message<Object>> request(Step.Mortal from, String address, Object body, DeliveryOptions options) {
        Function<Object, Object> known = outside.get(address);
        if (known != null) {
            return Future.succeededFuture(message(known.apply(body), null, reply -> {}));
        }
        Promise<Message<Object>> answer = Promise.promise();
        Step patience = timeline.after(
                options.getSendTimeout(),
                "no answer to " + shortly(address),
                from,
                () -> answer.tryFail(new ReplyException(ReplyFailure.TIMEOUT, "no answer")));
        answer.future().onComplete(any -> timeline.forget(patience));
        if (chaos.losesMessage()) {
            timeline.note("lost: request " + shortly(address));
            return answer.future();
        }
        MultiMap headers = options.getHeaders() == null ? MultiMap.caseInsensitiveMultiMap() : options.getHeaders();
        int copies = chaos.duplicates() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            timeline.after(
                    chaos.latencyMs(),
                    "arrives: " + shortly(address),
                    null,
                    () -> deliver(from, address, body, headers, answer));
        }
        return answer.future();
    }

    private void deliver(
            Step.Mortal from, String address, Object body, MultiMap headers, Promise<Message<Object>> answer) {
        List<Server> there = alive(address);
        if (there.isEmpty()) {
            timeline.after(
                    chaos.latencyMs(),
                    "nobody answers " + shortly(address),
                    from,
                    () -> answer.tryFail(new ReplyException(ReplyFailure.NO_HANDLERS, "nobody")));
            return;
        }
        Server server = timeline.oneOf(there);
        timeline.as(
                server.process(),
                () -> server.handler().handle(message(body, headers, reply -> {
                    if (chaos.losesReply()) {
                        timeline.note("lost: answer to " + shortly(address));
                        return;
                    }
                    timeline.after(chaos.latencyMs(), "answer to " + shortly(address), from, () -> {
                        if (reply instanceof ReplyException refusal) {
                            answer.tryFail(refusal);
                        } else {
                            answer.tryComplete(message(reply, null, again -> {}));
                        }
                    });
                })));
    }

    private interface Replies {
        void take(Object reply);
    }

    private static Message<Object> message(Object body, MultiMap headers, Replies replies) {
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("body", arguments -> body);
        answers.put("headers", arguments -> headers);
        answers.put("reply", arguments -> {
            replies.take(arguments[0]);
            return null;
        });
        @SuppressWarnings("unchecked")
        Message<Object> message = Stub.of(Message.class, answers);
        return message;
    }

    static String shortly(String address) {
        return address.replace("ticketsafe.", "").replace(".v1", "");
    }
}
