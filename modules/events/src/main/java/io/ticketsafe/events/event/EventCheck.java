package io.ticketsafe.events.event;

import static io.ticketsafe.events.event.EventDetails.DEFAULT_HOLD_MINUTES;
import static io.ticketsafe.events.event.EventDetails.DEFAULT_MAX_PER_ORDER;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.events.EventOperations.RefundRules;
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import io.ticketsafe.events.input.Percents;
import io.ticketsafe.events.input.Texts;
import io.ticketsafe.events.input.Violations;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/** Checks what an organiser says about an event, and fills in what it leaves to the defaults. */
final class EventCheck {
    static final int LONGEST_DESCRIPTION = 10_000;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int MOST_PER_ORDER = 200;
    private static final int MOST_PER_BUYER = 10_000;
    private static final int LONGEST_HOLD_MINUTES = 60;
    private static final int MOST_REFUND_HOURS = 8760;

    private final Violations violations = new Violations();

    private EventCheck() {}

    /**
     * The details with times cut to milliseconds and defaults filled in; VALIDATION for whatever is wrong.
     *
     * @param sectionCodes that ticket types may name
     */
    static EventDetails checked(EventDetails given, Collection<String> sectionCodes) {
        return new EventCheck().check(given, sectionCodes);
    }

    private EventDetails check(EventDetails given, Collection<String> sectionCodes) {
        Texts.name(violations, "/title", given.title());
        Texts.optionalLines(violations, "/description", given.description(), LONGEST_DESCRIPTION);
        Instant startsAt = time("/startsAt", given.startsAt(), true);
        Instant endsAt = time("/endsAt", given.endsAt(), true);
        if (startsAt != null && endsAt != null && !startsAt.isBefore(endsAt)) {
            violations.add("/endsAt", "An event ends after it starts.");
        }
        new TicketTypeCheck(violations, sectionCodes).check(given.ticketTypes());
        SaleRules sale = sale(given.sale(), endsAt);
        JsonNode attributes = given.attributes() == null || given.attributes().isNull() ? null : given.attributes();
        Attributes.check(violations, "/attributes", attributes);
        violations.throwIfAny();
        return new EventDetails(
                given.title(), given.description(), startsAt, endsAt, given.ticketTypes(), sale, attributes);
    }

    private SaleRules sale(SaleRules given, Instant endsAt) {
        if (given == null) {
            return new SaleRules(null, null, DEFAULT_MAX_PER_ORDER, null, DEFAULT_HOLD_MINUTES);
        }
        Instant opensAt = time("/sale/opensAt", given.opensAt(), false);
        Instant closesAt = time("/sale/closesAt", given.closesAt(), false);
        Instant lastMoment = given.closesAt() == null ? endsAt : closesAt;
        if (opensAt != null && lastMoment != null && !opensAt.isBefore(lastMoment)) {
            violations.add(
                    given.closesAt() == null ? "/sale/opensAt" : "/sale/closesAt",
                    "A sale closes after it opens; it closes when the event ends if nothing else is said.");
        }
        int maxPerOrder = within("/sale/maxPerOrder", given.maxPerOrder(), DEFAULT_MAX_PER_ORDER, MOST_PER_ORDER);
        int holdMinutes = within("/sale/holdMinutes", given.holdMinutes(), DEFAULT_HOLD_MINUTES, LONGEST_HOLD_MINUTES);
        within("/sale/maxPerBuyer", given.maxPerBuyer(), 1, MOST_PER_BUYER);
        Percents.optional(violations, "/sale/commissionPercent", given.commissionPercent());
        within("/sale/maxPerPosOrder", given.maxPerPosOrder(), 1, MOST_PER_ORDER);
        return new SaleRules(
                opensAt,
                closesAt,
                maxPerOrder,
                given.maxPerBuyer(),
                holdMinutes,
                given.commissionPercent(),
                given.maxPerPosOrder(),
                refunds(given.refunds()));
    }

    private RefundRules refunds(RefundRules given) {
        if (given == null) {
            return null;
        }
        int hours = given.untilHoursBefore() == null ? 0 : given.untilHoursBefore();
        if (hours < 0 || hours > MOST_REFUND_HOURS) {
            violations.add("/sale/refunds/untilHoursBefore", "This must be 0 to " + MOST_REFUND_HOURS + ".");
        }
        return new RefundRules(!Boolean.FALSE.equals(given.allowed()), hours);
    }

    private Instant time(String pointer, Instant time, boolean required) {
        if (time == null) {
            if (required) {
                violations.add(pointer, "This member is required.");
            }
            return null;
        }
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            violations.add(pointer, "This must lie in the years 2000 to 2199.");
            return null;
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    private int within(String pointer, Integer value, int byDefault, int max) {
        int chosen = value == null ? byDefault : value;
        if (chosen < 1 || chosen > max) {
            violations.add(pointer, "This must be 1 to " + max + ".");
        }
        return chosen;
    }
}
