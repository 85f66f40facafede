package io.ticketsafe.common.bus;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Backoff;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One question that travels to another process. Vert.x drops messages that it cannot deliver, and those that a process had when it
 * died: who asked would wait until the end. So a question can be asked again, by {@link #again}, and the first answer counts.
 * Everything happens on the context of who asked.
 */
final class Question<Q, R> {
    private static final Backoff BETWEEN_TRIES = new Backoff(Duration.ofMillis(50), Duration.ofMillis(200));

    /** A process that is being replaced is gone for a moment; a service that does not run at all is not worth waiting for. */
    private static final int TRIES_WITHOUT_SERVICE = 3;

    private static final int IN_FLIGHT = FaultCode.IDEMPOTENCY_IN_FLIGHT.status();

    private final Vertx vertx;
    private final Context context;
    private final BusOperation<Q, R> operation;
    private final Q request;
    private final DeliveryOptions options;
    private final String requestId;
    private final long deadlineNanos;
    private final Promise<R> answer = Promise.promise();
    private int tries;
    private boolean repeated;

    /** @param options headers and codec; the time is this object's business */
    Question(
            Vertx vertx,
            BusOperation<Q, R> operation,
            Q request,
            DeliveryOptions options,
            String requestId,
            long timeoutMs) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.operation = requireNonNull(operation);
        this.request = request;
        this.options = options;
        this.requestId = requestId;
        this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /** The reply, or whatever {@link Faults#fromWire} understands. */
    Future<R> ask() {
        if (Vertx.currentContext() == context) {
            attempt();
        } else {
            context.runOnContext(turn -> attempt());
        }
        return answer.future();
    }

    /** Asks once more, beside what is under way. For questions whose repetition is harmless; from any thread. */
    void again() {
        context.runOnContext(turn -> {
            repeated = true;
            attempt();
        });
    }

    private void attempt() {
        long leftMs = leftMs();
        if (answer.future().isComplete()) {
            return;
        }
        if (leftMs < 1) {
            answer.tryFail(new ReplyException(ReplyFailure.TIMEOUT, "no time is left to ask"));
            return;
        }
        tries++;
        options.setSendTimeout(leftMs);
        try {
            vertx.eventBus().<R>request(operation.address(), request, options).onComplete(this::answered, this::failed);
        } catch (RuntimeException unsendable) {
            answer.tryFail(Faults.of(unsendable, operation, requestId));
        }
    }

    /** The body of a message from another process is read here. */
    private void answered(Message<R> reply) {
        try {
            answer.tryComplete(reply.body());
        } catch (RuntimeException unreadable) {
            answer.tryFail(Faults.of(unreadable, operation, requestId));
        }
    }

    private void failed(Throwable failure) {
        long pauseMs = BETWEEN_TRIES.pauseMs(tries);
        if (isWorthAnother(failure) && pauseMs < leftMs()) {
            vertx.setTimer(pauseMs, due -> attempt());
        } else {
            answer.tryFail(failure);
        }
    }

    private boolean isWorthAnother(Throwable failure) {
        if (!(failure instanceof ReplyException reply)) {
            return false;
        }
        return switch (reply.failureType()) {
            case NO_HANDLERS -> tries < TRIES_WITHOUT_SERVICE;
            // What is in flight under our own key is the question itself, as it was asked first.
            case RECIPIENT_FAILURE -> repeated && reply.failureCode() == IN_FLIGHT && isInFlight(reply);
            case TIMEOUT, ERROR -> false;
        };
    }

    private boolean isInFlight(ReplyException reply) {
        return Faults.fromWire(reply, operation.address()).code() == FaultCode.IDEMPOTENCY_IN_FLIGHT;
    }

    private long leftMs() {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }
}
