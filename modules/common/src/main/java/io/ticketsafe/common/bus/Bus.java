package io.ticketsafe.common.bus;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.auth.ServiceTokens;
import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Headers;
import io.ticketsafe.contract.Operations;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks and answers bus operations. Who answers verifies the token in the message itself. */
public final class Bus {
    private static final Logger log = LoggerFactory.getLogger(Bus.class);
    private static final String BEARER = "Bearer ";

    private final Vertx vertx;
    private final TokenVerifier verifier;
    private final ServiceTokens serviceTokens;
    private final MeterRegistry meters;

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
            return Future.failedFuture(asFault(unsendable, operation, requestId));
        }
    }

    /** The body of a message from another process is read here. */
    private static <R> Future<R> replyOf(BusOperation<?, R> operation, Message<R> reply, String requestId) {
        try {
            return Future.succeededFuture(reply.body());
        } catch (RuntimeException unreadable) {
            return Future.failedFuture(asFault(unreadable, operation, requestId));
        }
    }

    /** Completes once every node of the cluster can reach the handler. Bodies may be records or their JSON; the reply is of the same kind. */
    public <Q, R> Future<Void> serve(BusOperation<Q, R> operation, OperationHandler<Q, R> handler) {
        OperationMeter meter = new OperationMeter(meters, operation);
        DeliveryOptions asRecord = new DeliveryOptions().setCodecName(RecordCodec.nameFor(operation.replyType()));
        return vertx.eventBus()
                .<Object>consumer(operation.address(), message -> {
                    long start = System.nanoTime();
                    answer(operation, handler, message)
                            .map(reply -> {
                                reply(message, reply, asRecord);
                                return reply;
                            })
                            .onSuccess(replied -> meter.succeeded(start))
                            .onFailure(failure -> {
                                ServiceFault fault = asFault(
                                        failure, operation, message.headers().get(Headers.REQUEST_ID));
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

    private <Q, R> Future<R> answer(
            BusOperation<Q, R> operation, OperationHandler<Q, R> handler, Message<Object> message) {
        try {
            String token = bearer(message.headers().get(Headers.AUTHORIZATION));
            Caller known = token == null ? Caller.NOBODY : verifier.known(token);
            return known != null
                    ? handle(operation, handler, message, token, known)
                    : verifier.verify(token).compose(caller -> handle(operation, handler, message, token, caller));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private <Q, R> Future<R> handle(
            BusOperation<Q, R> operation,
            OperationHandler<Q, R> handler,
            Message<Object> message,
            String token,
            Caller caller) {
        requireRole(operation, caller);
        Call call = new Call(
                caller,
                token,
                message.headers().get(Headers.REQUEST_ID),
                message.headers().get(Headers.IDEMPOTENCY_KEY));
        return handler.handle(requestOf(operation, message.body()), call);
    }

    private static void requireRole(BusOperation<?, ?> operation, Caller caller) {
        if (operation.isOpen() || caller.isAnyOf(operation.roles())) {
            return;
        }
        if (caller.is(Role.ANYONE)) {
            throw new ServiceFault(FaultCode.UNAUTHENTICATED, "An access token is required.");
        }
        throw new ServiceFault(FaultCode.FORBIDDEN, "Your role may not do this.");
    }

    private static <Q> Q requestOf(BusOperation<Q, ?> operation, Object body) {
        if (operation.requestType().isInstance(body)) {
            return operation.requestType().cast(body);
        }
        if (body instanceof JsonObject json) {
            return Records.read(json, operation.requestType());
        }
        throw ServiceFault.invalid("", "The body must be a JSON object.");
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

    private static ServiceFault asFault(Throwable failure, BusOperation<?, ?> operation, String requestId) {
        if (failure instanceof ServiceFault fault) {
            return fault;
        }
        log.atError()
                .setCause(failure)
                .addKeyValue("operation", operation.address())
                .addKeyValue("requestId", requestId)
                .log("operation failed");
        return new ServiceFault(FaultCode.INTERNAL, "Something went wrong here. It has been written down.");
    }
}
