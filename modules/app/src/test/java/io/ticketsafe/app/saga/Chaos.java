package io.ticketsafe.app.saga;

import java.util.List;

/**
 * What goes wrong in one run, and how often. Each seed draws its own mixture, often without some of the faults, since where
 * everything fails all the time little gets far enough to fail in an interesting way.
 */
final class Chaos {
    private static final List<Double> OFTEN = List.of(0.0, 0.0, 0.0, 0.01, 0.03, 0.1);
    private static final List<Double> AT_TIMES = List.of(0.0, 0.0, 0.0, 0.002, 0.01);
    private static final List<Double> RARELY = List.of(0.0, 0.0, 0.0005, 0.002, 0.006);

    private final Timeline timeline;
    private final double lostMessage;
    private final double lostReply;
    private final double duplicate;
    private final double delay;
    private final double lostConnection;
    private final double crash;
    private final double stall;
    private final double lostInventory;
    private final double bankSilent;
    private final double bankSlow;
    private final double bankRefusesRefund;
    private final double reservationLapses;
    private boolean over;

    Chaos(Timeline timeline) {
        this.timeline = timeline;
        lostMessage = timeline.oneOf(OFTEN);
        lostReply = timeline.oneOf(OFTEN);
        duplicate = timeline.oneOf(OFTEN);
        delay = timeline.oneOf(OFTEN);
        lostConnection = timeline.oneOf(RARELY);
        crash = timeline.oneOf(RARELY);
        stall = timeline.oneOf(AT_TIMES);
        lostInventory = timeline.oneOf(OFTEN);
        bankSilent = timeline.oneOf(OFTEN);
        bankSlow = timeline.oneOf(OFTEN);
        bankRefusesRefund = timeline.oneOf(OFTEN);
        reservationLapses = timeline.oneOf(OFTEN);
    }

    /** From now on nothing fails any more. */
    void end() {
        over = true;
    }

    private boolean strikes(double probability) {
        return !over && timeline.happens(probability);
    }

    boolean losesMessage() {
        return strikes(lostMessage);
    }

    boolean losesReply() {
        return strikes(lostReply);
    }

    boolean duplicates() {
        return strikes(duplicate);
    }

    /** How long a message is on its way. */
    long latencyMs() {
        if (strikes(delay)) {
            return timeline.oneOf(List.of(50L, 400L, 3_000L, 11_000L, 60_000L));
        }
        return over ? 0 : timeline.between(0, 3);
    }

    boolean losesConnection() {
        return strikes(lostConnection);
    }

    boolean crashes() {
        return strikes(crash);
    }

    /** For how long everything stands still while there is something to do; mostly 0. */
    long stallMs() {
        return strikes(stall) ? timeline.oneOf(List.of(20L, 300L, 2_500L, 12_000L, 70_000L)) : 0;
    }

    boolean inventoryIsAway() {
        return strikes(lostInventory);
    }

    boolean bankIsSilent() {
        return strikes(bankSilent);
    }

    /** How long a call is on its way to the bank, or its answer back. Less than what payments reckons with. */
    long bankMs() {
        return strikes(bankSlow) ? timeline.oneOf(List.of(500L, 2_500L, 4_500L)) : over ? 1 : timeline.between(1, 20);
    }

    boolean bankRefusesRefund() {
        return strikes(bankRefusesRefund);
    }

    /** Whether the money of a card is no longer reserved when it is to be taken. */
    boolean reservationLapses() {
        return strikes(reservationLapses);
    }
}
