package io.ticketsafe.common.bus;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.CurrentRequest;
import io.ticketsafe.common.auth.ServiceTokens;
import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.privacy.CardNumbers;
import io.ticketsafe.common.trace.Spans;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Headers;
import io.ticketsafe.contract.Operations;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks and answers bus operations. Who answers verifies the token in the message itself. */
public final class Bus {
    private static final Logger log = LoggerFactory.getLogger(Bus.class);
    private static final String BEARER = "Bearer ";
    private static final long FINISH_POLL_MS = 20;
    private static final List<Long> LISTS_ARE_RIGHT_MS = List.of(300L, 1_000L);

    private final Vertx vertx;
    private final TokenVerifier verifier;
    private final ServiceTokens serviceTokens;
    private final MeterRegistry meters;
    private final boolean traced;
    private final Map<String, Served<?, ?>> near = new ConcurrentHashMap<>();
    private final LongAdder inHand = new LongAdder();
    private final Underway underway = new Underway();
    private final BusBreakers breakers;

    public Bus(Vertx vertx, TokenVerifier verifier, ServiceTokens serviceTokens, MeterRegistry meters) {
        this.vertx = requireNonNull(vertx);
        this.verifier = requireNonNull(verifier);
        this.serviceTokens = requireNonNull(serviceTokens);
        this.meters = requireNonNull(meters);
        this.traced = Spans.areMade(vertx);
        this.breakers = new BusBreakers(vertx, meters);
        registerCodecs(vertx);
    }

    private static void registerCodecs(Vertx vertx) {
        Operations.all().stream()
                .flatMap(operation -> Stream.of(operation.requestType(), operation.replyType()))
                .distinct()
                .forEach(type -> vertx.eventBus().registerCodec(new RecordCodec<>(type)));
    }

    /** Asks with the caller's own token, and for no longer than the caller waits. Every failure is a {@link ServiceFault}. */
    public <Q, R> Future<R> call(BusOperation<Q, R> operation, Q request, Call call) {
        return send(operation, request, call.token(), call.requestId(), call.idempotencyKey(), call.deadline());
    }

    /** Asks as this service, because of a caller's request or ({@code because} null) of its own accord. */
    public <Q, R> Future<R> callAsService(BusOperation<Q, R> operation, Q request, Call because) {
        String token = serviceTokens.current();
        return because == null
                ? send(operation, request, token, null, null, Deadline.NONE)
                : send(operation, request, token, because.requestId(), null, because.deadline());
    }

    private <Q, R> Future<R> send(
            BusOperation<Q, R> operation,
            Q request,
            String token,
            String requestId,
            String idempotencyKey,
            Deadline deadline) {
        long leftMs = deadline.leftMs(operation.timeout().toMillis());
        if (leftMs == 0) {
            return Future.failedFuture(Faults.late());
        }
        Served<?, ?> served = near.get(operation.address());
        if (served != null && served.operation() == operation) {
            @SuppressWarnings("unchecked")
            Served<Q, R> here = (Served<Q, R>) served;
            Deadline until = Deadline.in(leftMs);
            return traced
                    ? Spans.ofQuestion(operation.address(), () -> {
                        CurrentRequest.is(requestId);
                        return here.answerHere(vertx, request, token, requestId, idempotencyKey, until);
                    })
                    : here.answerHere(vertx, request, token, requestId, idempotencyKey, until);
        }
        DeliveryOptions options = new DeliveryOptions()
                .setCodecName(RecordCodec.nameFor(operation.requestType()))
                .addHeader(Headers.TIMEOUT, String.valueOf(leftMs));
        if (token != null) {
            options.addHeader(Headers.AUTHORIZATION, BEARER + token);
        }
        if (requestId != null) {
            options.addHeader(Headers.REQUEST_ID, requestId);
        }
        if (idempotencyKey != null) {
            options.addHeader(Headers.IDEMPOTENCY_KEY, idempotencyKey);
        }
        Question<Q, R> question = new Question<>(vertx, operation, request, options, requestId, leftMs);
        return breakers.of(operation)
                .call(() -> Underway.mayRepeat(operation, idempotencyKey) ? underway.ask(question) : question.ask())
                .recover(failure -> Future.failedFuture(Faults.fromWire(failure, operation.address())));
    }

    /** Completes when every question that came from other processes is answered, or after this time. */
    public Future<Void> finish(long patienceMs) {
        return inHand.sum() == 0 || patienceMs <= 0
                ? Future.succeededFuture()
                : vertx.timer(FINISH_POLL_MS, TimeUnit.MILLISECONDS)
                        .compose(later -> finish(patienceMs - FINISH_POLL_MS));
    }

    /**
     * For when a process is gone: what it was asked will never be answered. For a moment questions may still be sent to it, since lists
     * are corrected one by one; so those that wait then are asked again, too.
     */
    public void processLost() {
        askAgain();
        LISTS_ARE_RIGHT_MS.forEach(afterMs -> vertx.setTimer(afterMs, due -> askAgain()));
    }

    private void askAgain() {
        int asked = underway.askAgain();
        if (asked > 0) {
            log.atInfo().addKeyValue("questions", asked).log("a process is gone; asked others again");
        }
    }

    /** Completes once every node of the cluster can reach the handler. Bodies may be records or their JSON; the reply is of the same kind. */
    public <Q, R> Future<Void> serve(BusOperation<Q, R> operation, OperationHandler<Q, R> handler) {
        return serve(new Served<>(operation, handler, verifier, new OperationMeter(meters, operation)));
    }

    /**
     * The same for a handler that may run on any event loop, several at once: who asks in this process gets its answer there, without
     * a message and without a change of threads. Token, role and meter are the same; the deadlines are those of what the handler
     * waits for. To be withdrawn when the service stops.
     */
    public <Q, R> Future<Void> serveAnywhere(BusOperation<Q, R> operation, OperationHandler<Q, R> handler) {
        Served<Q, R> served = new Served<>(operation, handler, verifier, new OperationMeter(meters, operation));
        return serve(served).onSuccess(reachable -> near.put(operation.address(), served));
    }

    /** From now on questions of this process travel as messages again. */
    public void withdraw(BusOperation<?, ?> operation) {
        near.remove(operation.address());
    }

    private <Q, R> Future<Void> serve(Served<Q, R> served) {
        BusOperation<Q, R> operation = served.operation();
        OperationMeter meter = served.meter();
        DeliveryOptions asRecord = new DeliveryOptions().setCodecName(RecordCodec.nameFor(operation.replyType()));
        return vertx.eventBus()
                .<Object>consumer(operation.address(), message -> {
                    long start = System.nanoTime();
                    inHand.increment();
                    answer(served, message)
                            .map(reply -> {
                                reply(message, reply, asRecord);
                                return reply;
                            })
                            .onSuccess(replied -> meter.succeeded(start))
                            .onFailure(failure -> {
                                ServiceFault fault = Faults.of(failure, operation, requestId(message));
                                meter.failed(start, fault.code());
                                message.reply(Faults.toWire(fault));
                            })
                            .onComplete(ended -> inHand.decrement());
                })
                .completion();
    }

    private static void reply(Message<Object> message, Object reply, DeliveryOptions asRecord) {
        if (message.body() instanceof JsonObject) {
            message.reply(Records.write(reply));
        } else {
            message.reply(reply, asRecord);
        }
    }

    private static <R> Future<R> answer(Served<?, R> served, Message<Object> message) {
        String requestId = requestId(message);
        CurrentRequest.is(requestId);
        String token;
        try {
            token = bearer(message.headers().get(Headers.AUTHORIZATION));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
        return served.answer(
                message.body(),
                token,
                requestId,
                message.headers().get(Headers.IDEMPOTENCY_KEY),
                deadline(message, served.operation()));
    }

    /** Who sends plain messages may leave it out, or write nonsense. */
    private static Deadline deadline(Message<?> message, BusOperation<?, ?> operation) {
        long longestMs = operation.timeout().toMillis();
        String given = message.headers().get(Headers.TIMEOUT);
        try {
            return Deadline.in(given == null ? longestMs : Math.min(longestMs, Long.parseLong(given)));
        } catch (NumberFormatException nonsense) {
            return Deadline.in(longestMs);
        }
    }

    /** Stands in logs, so it must not be a card number. */
    private static String requestId(Message<?> message) {
        String given = message.headers().get(Headers.REQUEST_ID);
        return given == null ? null : CardNumbers.masked(given);
    }

    private static String bearer(String authorization) {
        if (authorization == null) {
            return null;
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new ServiceFault(FaultCode.UNAUTHENTICATED, "Only bearer tokens are accepted.");
        }
        return authorization.substring(BEARER.length()).strip();
    }
}
