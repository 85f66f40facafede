package io.ticketsafe.reports.store;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * The read models' MongoDB collections. Every fact sets members of its own, so documents come out the same in
 * whatever order, and however often, facts are applied. Times are milliseconds since 1970, money is in minor units.
 *
 * <pre>
 * report_events    _id: event    organizationId, title, timezone, currency, startsAtMs, endsAtMs, capacity, factAtUs
 * report_orders    _id: order    eventId, organizationId; placedAtMs; paidAtMs, channel, agencyId, paymentMethod, totalMinor,
 *                                currency; expiredAtMs; canceledAtMs; refunds.{refund}: amountMinor, atMs
 * report_tickets   _id: ticket   eventId, organizationId; sold, day, orderId, section, ticketType, channel, paymentMethod,
 *                                currency, priceMinor, feeMinor, organizerFeeMinor (of it), commissionMinor; voided,
 *                                refundDay; checkedIn
 * report_checkins  _id: ticket   eventId, organizationId, section, ticketType, gate, hour, atMs
 * report_parked    _id: topic/partition/offset of a record in the log that is no fact, or none that can be applied; reason, atMs
 * </pre>
 *
 * A rebuild makes another generation of them, with its name behind theirs; {@link Generations} knows which one is shown.
 */
public final class Collections {
    public static final String EVENTS = "report_events";
    public static final String ORDERS = "report_orders";
    public static final String TICKETS = "report_tickets";
    public static final String CHECK_INS = "report_checkins";
    public static final String PARKED = "report_parked";

    private static final JsonObject BY_EVENT = new JsonObject().put("eventId", 1);
    private static final JsonObject BY_ORGANIZATION = new JsonObject().put("organizationId", 1);

    /** All that a generation has; its name stands behind each. */
    public static final List<String> ALL = List.of(EVENTS, ORDERS, TICKETS, CHECK_INS, PARKED);

    static final Map<String, List<JsonObject>> INDEXES = Map.of(
            EVENTS, List.of(BY_ORGANIZATION),
            ORDERS, List.of(BY_ORGANIZATION),
            TICKETS, List.of(BY_EVENT, BY_ORGANIZATION),
            CHECK_INS, List.of(BY_EVENT, BY_ORGANIZATION));

    private Collections() {}
}
