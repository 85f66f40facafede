package io.ticketsafe.app.saga;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Asks services in the name of users, and asks again with the same key where that may help. */
final class Client {
    private static final int MOST_TRIES = 4;
    private static final Set<FaultCode> WORTH_A_REPEAT =
            Set.of(FaultCode.UNAVAILABLE, FaultCode.IDEMPOTENCY_IN_FLIGHT, FaultCode.RATE_LIMITED);

    private final World world;
    private final Timeline timeline;
    private final Bus bus;
    private int keys;

    Client(World world) {
        this.world = world;
        timeline = world.timeline();
        World.Shared shared = world.shared();
        bus = new Bus(
                VirtualVertx.of(timeline, null, world.network().of(null)),
                shared.tokens().verifier(),
                shared.tokens().serviceTokens(),
                shared.meters());
    }

    Bus bus() {
        return bus;
    }

    String nextKey() {
        return "key " + ++keys;
    }

    <Q, R> void ask(BusOperation<Q, R> operation, Q request, UUID user, Consumer<R> whenAnswered) {
        ask(operation, request, user, nextKey(), whenAnswered);
    }

    <Q, R> void ask(BusOperation<Q, R> operation, Q request, UUID user, String key, Consumer<R> whenAnswered) {
        ask(operation, request, user, key, 0, whenAnswered);
    }

    private <Q, R> void ask(
            BusOperation<Q, R> operation, Q request, UUID user, String key, int tries, Consumer<R> whenAnswered) {
        timeline.note("asks " + key + ": " + request);
        bus.call(operation, request, world.shared().tokens().call(user, key)).onComplete((answer, failure) -> {
            timeline.note("answer to " + key + ": " + (failure == null ? answer : failure));
            if (failure == null) {
                whenAnswered.accept(answer);
                return;
            }
            FaultCode code = ((ServiceFault) failure).code();
            if (code == FaultCode.INTERNAL) {
                world.audit().found("an internal error answered " + request);
            }
            if (WORTH_A_REPEAT.contains(code) && tries < MOST_TRIES && timeline.happens(0.7)) {
                timeline.after(
                        timeline.oneOf(List.of(1L, 800L, 6_000L, 40_000L)),
                        "repeats " + key,
                        null,
                        () -> ask(operation, request, user, key, tries + 1, whenAnswered));
            }
        });
    }
}
