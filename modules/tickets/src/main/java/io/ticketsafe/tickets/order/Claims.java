package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.tickets.inventory.Places;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.SqlConnection;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who owns which place: the guard of the promise, in the transactions of orders. Seats are claimed in the order of
 * their labels, then standing counters in the order of their sections, so that rivals wait for each other instead of
 * locking each other out.
 */
public final class Claims {
    private static final String CLAIM_SEATS = """
            INSERT INTO seat_claim (event_id, seat, order_id, buyer, state)
            SELECT $1::uuid, seat, $3::uuid, $4::uuid, $5::text FROM unnest($2::text[]) AS seat ORDER BY seat
            ON CONFLICT ON CONSTRAINT seat_claim_pkey DO NOTHING
            RETURNING seat
            """;
    private static final String CLAIM_STANDING = """
            WITH taken AS (
              UPDATE standing_stock SET taken = taken + $5
              WHERE event_id = $1 AND section = $2 AND taken + $5 <= capacity RETURNING 1
            )
            INSERT INTO standing_claim (event_id, section, order_id, buyer, quantity, state, channel)
            SELECT $1::uuid, $2::text, $3::uuid, $4::uuid, $5::int, $6::text, $7::text FROM taken
            """;
    private static final String LEFT =
            "SELECT capacity - taken AS left FROM standing_stock WHERE event_id = $1 AND section = $2";
    private static final String SELL = """
            WITH standing AS (UPDATE standing_claim SET state = 'sold' WHERE order_id = $1)
            UPDATE seat_claim SET state = 'sold' WHERE order_id = $1
            """;
    private static final String RELEASE_ALL = """
            WITH seats AS (DELETE FROM seat_claim WHERE order_id = $1),
            standing AS (DELETE FROM standing_claim WHERE order_id = $1 RETURNING event_id, section, quantity)
            UPDATE standing_stock s SET taken = s.taken - standing.quantity
            FROM standing WHERE s.event_id = standing.event_id AND s.section = standing.section
            """;
    private static final String RELEASE_SEATS =
            "DELETE FROM seat_claim WHERE event_id = $1 AND seat = ANY ($2::text[]) AND order_id = $3";
    private static final String RELEASE_STANDING = """
            WITH emptied AS (
              DELETE FROM standing_claim WHERE event_id = $1 AND section = $2 AND order_id = $3 AND quantity <= $4
            ), lessened AS (
              UPDATE standing_claim SET quantity = quantity - $4
              WHERE event_id = $1 AND section = $2 AND order_id = $3 AND quantity > $4
            )
            UPDATE standing_stock SET taken = taken - $4 WHERE event_id = $1 AND section = $2
              AND EXISTS (SELECT 1 FROM standing_claim WHERE event_id = $1 AND section = $2 AND order_id = $3)
            """;

    private static final String HAND_OVER = """
            WITH seats AS (UPDATE seat_claim SET order_id = $2, state = 'sold' WHERE order_id = $1),
            standing AS (DELETE FROM standing_claim WHERE order_id = $1
              RETURNING event_id, section, buyer, quantity, channel)
            INSERT INTO standing_claim (event_id, section, order_id, buyer, quantity, state, channel)
            SELECT event_id, section, $2::uuid, buyer, quantity, 'sold', channel FROM standing
            ON CONFLICT (event_id, section, order_id) DO UPDATE SET quantity = standing_claim.quantity + excluded.quantity
            """;

    private Claims() {}

    /** Claims every place of the order, or fails with SEATS_TAKEN ({@code seats}) or NOT_ENOUGH_SEATS ({@code section}, {@code left}). */
    public static Future<Void> claim(SqlConnection transaction, OrderRow order, ClaimState state) {
        Places places = order.places();
        return claimSeats(transaction, order, places.seats(), state)
                .compose(done -> eachSection(
                        places.standing(),
                        (section, quantity) -> claimStanding(transaction, order, section, quantity, state)));
    }

    private static Future<Void> claimSeats(
            SqlConnection transaction, OrderRow order, List<String> seats, ClaimState state) {
        if (seats.isEmpty()) {
            return Future.succeededFuture();
        }
        return query(
                        transaction,
                        CLAIM_SEATS,
                        order.eventId(),
                        seats.toArray(String[]::new),
                        order.id(),
                        order.countsFor(),
                        Columns.name(state))
                .map(claimed -> {
                    if (claimed.size() < seats.size()) {
                        Set<String> taken = new HashSet<>(seats);
                        claimed.forEach(row -> taken.remove(row.getString("seat")));
                        throw seatsTaken(taken);
                    }
                    return null;
                });
    }

    private static ServiceFault seatsTaken(Set<String> seats) {
        String[] sorted = seats.toArray(String[]::new);
        Arrays.sort(sorted);
        return new ServiceFault(FaultCode.SEATS_TAKEN, "Somebody else was faster.")
                .with("seats", new JsonArray(List.of((Object[]) sorted)));
    }

    private static Future<Void> claimStanding(
            SqlConnection transaction, OrderRow order, String section, int quantity, ClaimState state) {
        return query(
                        transaction,
                        CLAIM_STANDING,
                        order.eventId(),
                        section,
                        order.id(),
                        order.countsFor(),
                        quantity,
                        Columns.name(state),
                        order.channelOfHold())
                .compose(claimed -> claimed.rowCount() == 1
                        ? Future.succeededFuture()
                        : query(transaction, LEFT, order.eventId(), section).compose(rows -> {
                            int left = rows.size() == 0
                                    ? 0
                                    : rows.iterator().next().getInteger("left");
                            return Future.failedFuture(notEnough(section, left));
                        }));
    }

    private static ServiceFault notEnough(String section, int left) {
        return new ServiceFault(FaultCode.NOT_ENOUGH_SEATS, "So many places are not left.")
                .with("section", section)
                .with("left", left);
    }

    static Future<Void> sell(SqlConnection transaction, OrderRow order) {
        return query(transaction, SELL, order.id()).mapEmpty();
    }

    /** What one has claimed the other has bought. */
    public static Future<Void> handOver(SqlConnection transaction, UUID from, UUID to) {
        return query(transaction, HAND_OVER, from, to).mapEmpty();
    }

    public static Future<Void> release(SqlConnection transaction, OrderRow order) {
        return query(transaction, RELEASE_ALL, order.id()).mapEmpty();
    }

    /** Gives some of the order's places back. */
    public static Future<Void> release(SqlConnection transaction, OrderRow order, Places places) {
        return query(transaction, RELEASE_SEATS, order.eventId(), places.seats().toArray(String[]::new), order.id())
                .compose(done -> eachSection(
                        places.standing(),
                        (section, quantity) -> query(
                                        transaction, RELEASE_STANDING, order.eventId(), section, order.id(), quantity)
                                .mapEmpty()));
    }

    private static Future<Void> eachSection(Map<String, Integer> standing, SectionStep step) {
        Future<Void> done = Future.succeededFuture();
        for (Map.Entry<String, Integer> section : new TreeMap<>(standing).entrySet()) {
            done = done.compose(before -> step.apply(section.getKey(), section.getValue()));
        }
        return done;
    }

    private interface SectionStep {
        Future<Void> apply(String section, int quantity);
    }

    /** What a claim says of its place. */
    public enum ClaimState {
        CLAIMED,
        SOLD
    }
}
