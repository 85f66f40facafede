package io.ticketsafe.app.saga;

import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A bank of its own, with nothing of the sandbox's code: what it says is what has happened to the money. It acts once per
 * idempotency key, and knows nothing else of repeats.
 */
final class Bank {
    static final String APPROVE = "approve";
    static final String DECLINE = "decline";
    static final String ACTION = "action";

    /** A code that was given up can still be paid, but not for ever: the comparison of books looks back over an hour. */
    private static final Duration PAYABLE_FOR = Duration.ofMinutes(30);

    enum State {
        REQUIRES_ACTION,
        RESERVED,
        TAKEN,
        DECLINED,
        RELEASED
    }

    /** One charge and its money. */
    static final class Charge {
        final String ref;
        final UUID paymentId;
        final Method method;
        final long amountMinor;
        final Instant madeAt = Instant.now();
        State state;
        long refundedMinor;

        Charge(String ref, UUID paymentId, Method method, long amountMinor, State state) {
            this.ref = ref;
            this.paymentId = paymentId;
            this.method = method;
            this.amountMinor = amountMinor;
            this.state = state;
        }

        boolean isPix() {
            return method.type() == MethodType.PIX;
        }

        long keptMinor() {
            return state == State.TAKEN ? amountMinor - refundedMinor : 0;
        }

        @Override
        public String toString() {
            return "%s of payment %s: %s, %d, %d back".formatted(ref, paymentId, state, amountMinor, refundedMinor);
        }
    }

    private final List<Charge> charges = new ArrayList<>();
    private final Map<String, Charge> byKey = new LinkedHashMap<>();
    private final Map<String, Boolean> refunds = new LinkedHashMap<>();
    private final Set<UUID> neverWanted = new HashSet<>();
    private final boolean remembersUnknown;

    /** @param remembersUnknown whether giving up a charge that never came makes it come given up, or is answered as not found */
    Bank(boolean remembersUnknown) {
        this.remembersUnknown = remembersUnknown;
    }

    List<Charge> charges() {
        return charges;
    }

    /** Oldest first. */
    List<Charge> madeSince(Instant since) {
        return charges.stream().filter(charge -> !charge.madeAt.isBefore(since)).toList();
    }

    /** Pix that were given up, for which money may come all the same. */
    List<Charge> payableThoughGivenUp() {
        return charges.stream().filter(Bank::isPayableThoughGivenUp).toList();
    }

    private static boolean isPayableThoughGivenUp(Charge charge) {
        return charge.isPix()
                && charge.state == State.RELEASED
                && Instant.now().isBefore(charge.madeAt.plus(PAYABLE_FOR));
    }

    /** Null when it is not known. */
    Charge find(UUID paymentId, String ref) {
        return charges.stream()
                .filter(charge -> ref != null ? charge.ref.equals(ref) : charge.paymentId.equals(paymentId))
                .findFirst()
                .orElse(null);
    }

    Charge authorize(UUID paymentId, Method method, long amountMinor, String key) {
        return byKey.computeIfAbsent(key, first -> {
            State state = neverWanted.contains(paymentId) ? State.RELEASED : decide(method);
            Charge charge = new Charge("ch_" + (charges.size() + 1), paymentId, method, amountMinor, state);
            charges.add(charge);
            return charge;
        });
    }

    private static State decide(Method method) {
        if (method.type() == MethodType.PIX) {
            return State.REQUIRES_ACTION;
        }
        return switch (method.token()) {
            case APPROVE -> State.RESERVED;
            case DECLINE -> State.DECLINED;
            case ACTION -> State.REQUIRES_ACTION;
            default -> throw new IllegalArgumentException(method.token());
        };
    }

    /** @param lapsed the reservation had come to its end before */
    void capture(Charge charge, boolean lapsed) {
        if (charge.state == State.RESERVED) {
            charge.state = lapsed ? State.RELEASED : State.TAKEN;
        }
    }

    /** @return the charge, or null where it never came and nothing was noted */
    Charge release(UUID paymentId, Charge charge, Method method, long amountMinor) {
        if (charge == null) {
            if (!remembersUnknown) {
                return null;
            }
            neverWanted.add(paymentId);
            return new Charge(null, paymentId, method, amountMinor, State.RELEASED);
        }
        if (charge.state == State.REQUIRES_ACTION || charge.state == State.RESERVED) {
            charge.state = State.RELEASED;
        }
        return charge;
    }

    /** Whether the money goes back; the same for the same key, unless the bank was not in the mood the first time. */
    boolean refund(Charge charge, long amountMinor, String key, boolean refuse) {
        return refunds.computeIfAbsent(key, first -> {
            boolean goesBack = !refuse && charge != null && charge.keptMinor() >= amountMinor;
            if (goesBack) {
                charge.refundedMinor += amountMinor;
            }
            return goesBack;
        });
    }

    /** The payer does what is asked of them, or pays a Pix that was given up. */
    void payerActs(Charge charge, boolean willing) {
        boolean open = charge.state == State.REQUIRES_ACTION;
        if (charge.isPix()) {
            charge.state = open || isPayableThoughGivenUp(charge) ? State.TAKEN : charge.state;
        } else if (open) {
            charge.state = willing ? State.RESERVED : State.DECLINED;
        }
    }
}
