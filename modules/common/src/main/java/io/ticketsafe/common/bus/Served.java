package io.ticketsafe.common.bus;

import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.privacy.CardCheck;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** One operation as this process answers it, whichever way a question comes: token checked, role checked, counted. */
final class Served<Q, R> {
    private final BusOperation<Q, R> operation;
    private final OperationHandler<Q, R> handler;
    private final TokenVerifier verifier;
    private final OperationMeter meter;
    private final CardCheck cards;

    Served(BusOperation<Q, R> operation, OperationHandler<Q, R> handler, TokenVerifier verifier, OperationMeter meter) {
        this.operation = operation;
        this.handler = handler;
        this.verifier = verifier;
        this.meter = meter;
        this.cards = Set.of(Role.SERVICE).equals(operation.roles()) ? null : CardCheck.of(operation.requestType());
    }

    BusOperation<Q, R> operation() {
        return operation;
    }

    OperationMeter meter() {
        return meter;
    }

    /** @param body record or JSON */
    Future<R> answer(Object body, String token, String requestId, String idempotencyKey, Deadline deadline) {
        try {
            Caller known = token == null ? Caller.NOBODY : verifier.known(token);
            return known != null
                    ? handle(body, new Call(known, token, requestId, idempotencyKey, deadline))
                    : verifier.verify(token)
                            .compose(caller ->
                                    handle(body, new Call(caller, token, requestId, idempotencyKey, deadline)));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Answers a caller in this process on the caller's own context, without a message. Every failure is a {@link ServiceFault}. */
    Future<R> answerHere(
            Vertx vertx, Q request, String token, String requestId, String idempotencyKey, Deadline deadline) {
        long start = System.nanoTime();
        Context context = vertx.getOrCreateContext();
        Promise<R> promise = Promise.promise();
        answer(request, token, requestId, idempotencyKey, deadline).onComplete((reply, failure) -> {
            ServiceFault fault = failure == null ? null : Faults.of(failure, operation, requestId);
            if (fault == null) {
                meter.succeeded(start);
            } else {
                meter.failed(start, fault.code());
            }
            if (Vertx.currentContext() == context) {
                promise.complete(reply, fault);
            } else {
                context.runOnContext(turn -> promise.complete(reply, fault));
            }
        });
        return promise.future();
    }

    private Future<R> handle(Object body, Call call) {
        requireRole(call.caller());
        Q request = requestOf(body);
        requireNoCards(request, call);
        return handler.handle(request, call);
    }

    /** Every request from outside passes here, whichever way it came; what services tell each other came in so before. */
    private void requireNoCards(Q request, Call call) {
        if (cards != null) {
            cards.require(request);
            CardCheck.require(call.idempotencyKey(), "header/Idempotency-Key");
        }
    }

    private void requireRole(Caller caller) {
        if (operation.isOpen() || caller.isAnyOf(operation.roles())) {
            return;
        }
        if (caller.is(Role.ANYONE)) {
            throw new ServiceFault(FaultCode.UNAUTHENTICATED, "An access token is required.");
        }
        throw new ServiceFault(FaultCode.FORBIDDEN, "Your role may not do this.");
    }

    private Q requestOf(Object body) {
        if (operation.requestType().isInstance(body)) {
            return operation.requestType().cast(body);
        }
        if (body instanceof JsonObject json) {
            return Records.read(json, operation.requestType());
        }
        throw ServiceFault.invalid("", "The body must be a JSON object.");
    }
}
