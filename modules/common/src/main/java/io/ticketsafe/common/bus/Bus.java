package io.ticketsafe.common.bus;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.auth.ServiceTokens;
import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.privacy.CardNumbers;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Asks and answers bus operations. Who answers verifies the token in the message itself. */
public final class Bus {
    private static final String BEARER = "Bearer ";

    private final Vertx vertx;
    private final TokenVerifier verifier;
    private final ServiceTokens serviceTokens;
    private final MeterRegistry meters;
    private final Map<String, Served<?, ?>> near = new ConcurrentHashMap<>();

    public Bus(Vertx vertx, TokenVerifier verifier, ServiceTokens serviceTokens, MeterRegistry meters) {
        this.vertx = requireNonNull(vertx);
        this.verifier = requireNonNull(verifier);
        this.serviceTokens = requireNonNull(serviceTokens);
        this.meters = requireNonNull(meters);
        registerCodecs(vertx);
    }

    private static void registerCodecs(Vertx vertx) {
        Operations.all().stream()
                .flatMap(operation -> Stream.of(operation.requestType(), operation.replyType()))
                .distinct()
                .forEach(type -> vertx.eventBus().registerCodec(new RecordCodec<>(type)));
    }

    /** Asks with the caller's own token. Every failure is a {@link ServiceFault}. */
    public <Q, R> Future<R> call(BusOperation<Q, R> operation, Q request, Call call) {
        return send(operation, request, call.token(), call.requestId(), call.idempotencyKey());
    }

    /** Asks as this service, because of a caller's request or ({@code because} null) of its own accord. */
    public <Q, R> Future<R> callAsService(BusOperation<Q, R> operation, Q request, Call because) {
        String requestId = because == null ? null : because.requestId();
        return send(operation, request, serviceTokens.current(), requestId, null);
    }

    private <Q, R> Future<R> send(
            BusOperation<Q, R> operation, Q request, String token, String requestId, String idempotencyKey) {
        Served<?, ?> served = near.get(operation.address());
        if (served != null && served.operation() == operation) {
            @SuppressWarnings("unchecked")
            Served<Q, R> here = (Served<Q, R>) served;
            return here.answerHere(vertx, request, token, requestId, idempotencyKey);
        }
        DeliveryOptions options = new DeliveryOptions()
                .setCodecName(RecordCodec.nameFor(operation.requestType()))
                .setSendTimeout(operation.timeout().toMillis());
        if (token != null) {
            options.addHeader(Headers.AUTHORIZATION, BEARER + token);
        }
        if (requestId != null) {
            options.addHeader(Headers.REQUEST_ID, requestId);
        }
        if (idempotencyKey != null) {
            options.addHeader(Headers.IDEMPOTENCY_KEY, idempotencyKey);
        }
        try {
            return vertx.eventBus()
                    .<R>request(operation.address(), request, options)
                    .transform(reply -> reply.succeeded()
                            ? replyOf(operation, reply.result(), requestId)
                            : Future.failedFuture(Faults.fromWire(reply.cause(), operation.address())));
        } catch (RuntimeException unsendable) {
            return Future.failedFuture(Faults.of(unsendable, operation, requestId));
        }
    }

    /** The body of a message from another process is read here. */
    private static <R> Future<R> replyOf(BusOperation<?, R> operation, Message<R> reply, String requestId) {
        try {
            return Future.succeededFuture(reply.body());
        } catch (RuntimeException unreadable) {
            return Future.failedFuture(Faults.of(unreadable, operation, requestId));
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
                            });
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
        String token;
        try {
            token = bearer(message.headers().get(Headers.AUTHORIZATION));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
        return served.answer(
                message.body(), token, requestId(message), message.headers().get(Headers.IDEMPOTENCY_KEY));
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
