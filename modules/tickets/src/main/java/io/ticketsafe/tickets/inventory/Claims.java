package io.ticketsafe.tickets.inventory;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Who owns what of an event, as PostgreSQL says; reading only. */
record Claims(List<SeatClaim> seats, List<StandingClaim> standing) {

    /** Runs a statement, by itself or in a transaction. */
    interface Queries {
        Future<RowSet<Row>> query(String sql, Object... parameters);
    }

    /**
     * @param state letter of the seat: c or s
     * @param holdId what the order was made of; null when that was not asked for
     */
    record SeatClaim(String seat, UUID orderId, UUID buyer, char state, UUID holdId) {}

    /** @param channel code of the channel that the places count for; null for none */
    record StandingClaim(String section, UUID orderId, UUID buyer, int quantity, char state, String channel) {
        /** As the section's hash in Redis says it of the order. */
        String inRedis() {
            return channel == null ? "" + state + quantity : "" + state + quantity + '@' + channel;
        }
    }

    /** All claims of the event. */
    static Future<Claims> ofEvent(Queries on, UUID eventId) {
        return on.query("""
                        SELECT seat, order_id, buyer, state, NULL::uuid AS hold_id FROM seat_claim WHERE event_id = $1
                        """, eventId).compose(seats -> on.query("""
                                SELECT section, order_id, buyer, quantity, state, channel FROM standing_claim WHERE event_id = $1
                                """, eventId).map(standing -> read(seats, standing)));
    }

    /** Something that differs when any claim of the event was made, changed or deleted; much cheaper than reading them. */
    static Future<String> fingerprint(Queries on, UUID eventId) {
        return on.query("""
                        SELECT concat_ws(' ',
                          (SELECT count(*) FROM seat_claim WHERE event_id = $1),
                          (SELECT sum(hashtextextended(concat_ws(' ', seat, order_id, buyer, state), 0))
                            FROM seat_claim WHERE event_id = $1),
                          (SELECT count(*) FROM standing_claim WHERE event_id = $1),
                          (SELECT sum(hashtextextended(concat_ws(' ', section, order_id, buyer, quantity, state, channel), 0))
                            FROM standing_claim WHERE event_id = $1)) AS fingerprint
                        """, eventId).map(rows -> rows.iterator().next().getString("fingerprint"));
    }

    /** Those of one order, and whoever's they are of the given seats. */
    static Future<Claims> of(Queries on, UUID eventId, UUID orderId, Collection<String> seats) {
        return on.query("""
                        SELECT c.seat, c.order_id, c.buyer, c.state, coalesce(o.hold_id, h.hold_id) AS hold_id,
                          NULL AS section, NULL::int AS quantity, NULL AS channel
                        FROM (
                          SELECT * FROM seat_claim WHERE order_id = $2 AND event_id = $1
                          UNION SELECT * FROM seat_claim WHERE event_id = $1 AND seat = ANY ($3)
                        ) c LEFT JOIN ticket_order o ON o.id = c.order_id LEFT JOIN order_change h ON h.id = c.order_id
                        UNION ALL SELECT NULL, order_id, buyer, state, NULL, section, quantity, channel
                        FROM standing_claim WHERE order_id = $2 AND event_id = $1
                        """, eventId, orderId, seats.toArray(String[]::new)).map(rows -> {
            List<Row> found = new ArrayList<>();
            List<Row> standing = new ArrayList<>();
            rows.forEach(row -> (row.getString("seat") == null ? standing : found).add(row));
            return read(found, standing);
        });
    }

    private static Claims read(Iterable<Row> seats, Iterable<Row> standing) {
        List<SeatClaim> seatClaims = new ArrayList<>();
        seats.forEach(row -> seatClaims.add(new SeatClaim(
                row.getString("seat"),
                row.getUUID("order_id"),
                row.getUUID("buyer"),
                row.getString("state").charAt(0),
                row.getUUID("hold_id"))));
        List<StandingClaim> standingClaims = new ArrayList<>();
        standing.forEach(row -> standingClaims.add(new StandingClaim(
                row.getString("section"),
                row.getUUID("order_id"),
                row.getUUID("buyer"),
                row.getInteger("quantity"),
                row.getString("state").charAt(0),
                row.getString("channel"))));
        return new Claims(seatClaims, standingClaims);
    }
}
