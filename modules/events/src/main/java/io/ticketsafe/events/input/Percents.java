package io.ticketsafe.events.input;

import io.ticketsafe.contract.Percent;

/** Percentages as people write them. */
public final class Percents {
    private Percents() {}

    /** 0 to 100 with at most two decimal places, or none at all. */
    public static void optional(Violations violations, String pointer, String text) {
        if (text != null && !Percent.isOne(text)) {
            violations.add(pointer, "A percentage is 0 to 100 with at most two decimal places.");
        }
    }
}
