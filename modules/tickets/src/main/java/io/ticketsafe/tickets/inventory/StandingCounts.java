package io.ticketsafe.tickets.inventory;

import io.ticketsafe.tickets.inventory.Claims.StandingClaim;
import io.vertx.redis.client.Response;

/** How many places of a standing section are free, those of channels among them, held, claimed and sold. */
record StandingCounts(int free, int held, int claimed, int sold) {
    static final StandingCounts NONE = new StandingCounts(0, 0, 0, 0);

    /** @param fields of the section's hash */
    static StandingCounts of(Response fields) {
        return new StandingCounts(
                number(fields.get("f")) + number(fields.get("r")),
                number(fields.get("h")),
                number(fields.get("c")),
                number(fields.get("s")));
    }

    static StandingCounts of(StandingClaim claim) {
        return claim.state() == 's'
                ? new StandingCounts(0, 0, 0, claim.quantity())
                : new StandingCounts(0, 0, claim.quantity(), 0);
    }

    StandingCounts plus(StandingCounts other) {
        return new StandingCounts(free + other.free, held + other.held, claimed + other.claimed, sold + other.sold);
    }

    int sum() {
        return free + held + claimed + sold;
    }

    boolean sameClaims(StandingCounts other) {
        return claimed == other.claimed && sold == other.sold;
    }

    /** As {@code mend.lua} reads it. */
    String text() {
        return free + " " + held + " " + claimed + " " + sold;
    }

    private static int number(Response value) {
        return value == null ? 0 : value.toInteger();
    }
}
