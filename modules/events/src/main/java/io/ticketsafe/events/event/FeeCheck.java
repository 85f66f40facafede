package io.ticketsafe.events.event;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.Fee;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.events.input.Percents;
import io.ticketsafe.events.input.Violations;

/** Checks the fee of a ticket type. */
final class FeeCheck {
    private static final long HIGHEST_MINOR = 1_000_000_000;

    private FeeCheck() {}

    /** @param price of the ticket type; null where that is wrong by itself */
    static void check(Violations violations, String at, Fee fee, Money price) {
        if (fee.paidBy() == null) {
            violations.add(at + "/paidBy", "This member is required.");
        }
        if (fee.amount() == null && fee.percent() == null) {
            violations.add(at, "A fee is an amount, a percentage of the price, or both.");
        }
        Percents.optional(violations, at + "/percent", fee.percent());
        if (fee.amount() != null) {
            checkAmount(violations, at + "/amount", fee, price);
        }
    }

    private static void checkAmount(Violations violations, String at, Fee fee, Money price) {
        long amountMinor = fee.amount().amountMinor();
        if (amountMinor < 0 || amountMinor > HIGHEST_MINOR) {
            violations.add(at + "/amountMinor", "A fee is 0 to " + HIGHEST_MINOR + ", in the minor unit.");
        }
        if (price == null) {
            return;
        }
        if (!fee.amount().currency().equals(price.currency())) {
            violations.add(at + "/currency", "A fee is in the currency of the price.");
        } else if (fee.paidBy() == FeePayer.ORGANIZER && amountMinor > price.amountMinor()) {
            violations.add(at + "/amountMinor", "A fee that the organiser pays is at most the price.");
        }
    }
}
