package io.ticketsafe.app.history;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.common.pg.Database;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Compares all stores with each other and with what clients were told, while nobody asks for anything. */
final class Audit {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(40);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Database database;
    private final ApiClient anonymous;
    private final InventoryKeys keys;
    private final String eventId;
    private final UUID event;
    private final History history;

    Audit(Database database, ApiClient anonymous, InventoryKeys keys, Hall hall, History history) {
        this.database = database;
        this.anonymous = anonymous;
        this.keys = keys;
        this.eventId = hall.eventId();
        this.event = UUID.fromString(eventId);
        this.history = history;
    }

    /** What is still wrong when everything has had time to settle; nothing if all is well. */
    List<String> whileHoldsLive() {
        return settled(false);
    }

    /** The same when all holds have ended. */
    List<String> afterAllHolds() {
        return settled(true);
    }

    private List<String> settled(boolean atTheEnd) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<String> wrong = look(atTheEnd);
        while (!wrong.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE_NANOS);
            wrong = look(atTheEnd);
        }
        if (wrong.isEmpty()) {
            history.agreed();
        }
        return wrong;
    }

    private List<String> look(boolean atTheEnd) {
        List<String> wrong = new ArrayList<>();
        try {
            postgres(wrong);
            promises(wrong);
            inventory(wrong, atTheEnd);
            if (atTheEnd) {
                holds(wrong);
            }
        } catch (RuntimeException | AssertionError away) {
            wrong.add("cannot be looked at: " + away);
        }
        return wrong;
    }

    private void postgres(List<String> wrong) {
        none(wrong, "a seat has had two tickets at the same time", """
                SELECT a.seat, a.order_id, b.order_id FROM ticket a JOIN ticket b ON b.event_id = a.event_id AND b.seat = a.seat
                  AND b.id > a.id WHERE a.event_id = $1 AND a.issued_at < coalesce(b.voided_at, 'infinity')
                  AND b.issued_at < coalesce(a.voided_at, 'infinity')
                """);
        none(wrong, "a claim belongs to an order that owns nothing", """
                SELECT c.seat, c.order_id, o.status FROM seat_claim c LEFT JOIN ticket_order o ON o.id = c.order_id
                WHERE c.event_id = $1 AND (o.status = 'pending' AND c.state = 'claimed'
                  OR o.status IN ('paid', 'partially_refunded') AND c.state = 'sold') IS NOT TRUE
                """);
        none(wrong, "a living ticket has no claim", """
                SELECT t.seat, t.order_id FROM ticket t WHERE t.event_id = $1 AND t.seat IS NOT NULL AND t.status <> 'void'
                  AND NOT EXISTS (SELECT 1 FROM seat_claim c
                    WHERE c.event_id = t.event_id AND c.seat = t.seat AND c.order_id = t.order_id AND c.state = 'sold')
                """);
        none(wrong, "standing places are not what was claimed", """
                SELECT s.section, s.taken FROM standing_stock s WHERE s.event_id = $1 AND s.taken <>
                  (SELECT coalesce(sum(quantity), 0) FROM standing_claim c
                    WHERE c.event_id = s.event_id AND c.section = s.section)
                """);
        none(wrong, "a paid order has not all its tickets", """
                SELECT o.id, o.status FROM ticket_order o WHERE o.event_id = $1
                  AND o.status IN ('paid', 'partially_refunded', 'refunded')
                  AND json_array_length(o.items) <> (SELECT count(*) FROM ticket t WHERE t.order_id = o.id)
                """);
        none(wrong, "an order is charged what its tickets are not worth", """
                SELECT o.id, o.status FROM ticket_order o WHERE o.event_id = $1 AND
                  (SELECT coalesce(sum(price_minor + fee_minor), 0) FROM ticket t WHERE t.order_id = o.id AND t.status <> 'void') <>
                  (SELECT coalesce(sum(captured_minor - refunded_minor), 0) FROM payments.payment p WHERE p.order_id = o.id)
                """);
        none(wrong, "a pending order is past its time", """
                SELECT o.id, o.expires_at FROM ticket_order o WHERE o.event_id = $1 AND o.status = 'pending'
                  AND o.expires_at < now() - interval '5 seconds'
                """);
        boolean capsMayBeForgotten = history.faults().stream().anyMatch(fault -> fault.kind().bringsBackThePast);
        if (!capsMayBeForgotten) {
            none(wrong, "a buyer owns more than the cap", """
                    SELECT buyer, count(*) FROM (SELECT buyer, 1 AS n FROM seat_claim WHERE event_id = $1 UNION ALL
                      SELECT buyer, quantity FROM standing_claim WHERE event_id = $1) c
                    GROUP BY buyer HAVING sum(n) >
                    """ + Hall.PER_BUYER);
        }
    }

    /** What clients were told is there. */
    private void promises(List<String> wrong) {
        Tenures tenures = new Tenures(history.ops(), history.faults());
        Set<String> orders = new HashSet<>(tenures.orders(false));
        Set<String> paid = new HashSet<>(tenures.orders(true));
        rows("SELECT id FROM ticket_order WHERE event_id = $1")
                .forEach(row -> orders.remove(row.getUUID(0).toString()));
        rows("""
                SELECT o.id FROM ticket_order o WHERE o.event_id = $1
                  AND o.status IN ('paid', 'partially_refunded', 'refunded')
                  AND EXISTS (SELECT 1 FROM order_payment p WHERE p.order_id = o.id AND p.state IN ('issued', 'captured'))
                  AND EXISTS (SELECT 1 FROM payments.payment p WHERE p.order_id = o.id AND p.captured_minor = o.total_minor)
                """).forEach(row -> paid.remove(row.getUUID(0).toString()));
        orders.forEach(id -> wrong.add("order " + id + " was answered and is not there"));
        paid.forEach(id -> wrong.add("order " + id + " was answered as paid and is not"));
    }

    /** Redis, as the API shows it, says what PostgreSQL says. */
    private void inventory(List<String> wrong, boolean atTheEnd) {
        Map<String, Character> claims = new HashMap<>();
        rows("SELECT seat, state FROM seat_claim WHERE event_id = $1")
                .forEach(row -> claims.put(row.getString(0), row.getString(1).charAt(0)));
        String others = atTheEnd ? "f" : "fh";
        JsonNode rows = read("/seats?section=A").get("rows");
        for (JsonNode row : rows) {
            String letters = row.get("seats").asText();
            for (int i = 0; i < letters.length(); i++) {
                String seat = "A-" + row.get("label").asText() + '-' + (i + 1);
                Character claimed = claims.get(seat);
                boolean right = claimed == null ? others.indexOf(letters.charAt(i)) >= 0 : letters.charAt(i) == claimed;
                if (!right) {
                    wrong.add("seat " + seat + " is " + letters.charAt(i) + " in Redis and " + claimed
                            + " in PostgreSQL");
                }
            }
        }
        JsonNode availability = read("/availability");
        String sums = Buyer.sums(availability);
        if (!sums.isEmpty()) {
            wrong.add("a section does not add up: " + sums);
        }
        Map<String, Long> standing = new HashMap<>();
        rows("SELECT state, sum(quantity)::bigint FROM standing_claim WHERE event_id = $1 GROUP BY state")
                .forEach(row -> standing.put(row.getString(0), row.getLong(1)));
        for (JsonNode section : availability.get("sections")) {
            if (atTheEnd && section.get("held").asInt() != 0) {
                wrong.add("somebody still holds: " + section);
            }
            if (section.get("code").asText().equals("GA")
                    && (section.get("claimed").asLong() != standing.getOrDefault("claimed", 0L)
                            || section.get("sold").asLong() != standing.getOrDefault("sold", 0L))) {
                wrong.add("standing places in PostgreSQL: " + standing + ", in Redis: " + section);
            }
        }
    }

    /** No hold is left behind, and only claims count for the caps. */
    private void holds(List<String> wrong) {
        long left = keys.holds(eventId);
        if (left != 0) {
            wrong.add(left + " holds have not ended");
        }
        Map<String, Integer> owned = new TreeMap<>();
        rows("""
                SELECT buyer, sum(n)::int FROM (SELECT buyer, 1 AS n FROM seat_claim WHERE event_id = $1 UNION ALL
                  SELECT buyer, quantity FROM standing_claim WHERE event_id = $1) c GROUP BY buyer
                """).forEach(row -> owned.put(InventoryKeys.buyer(row.getUUID(0)), row.getInteger(1)));
        Map<String, Integer> counted = keys.buyers(eventId);
        if (!counted.equals(owned)) {
            wrong.add("counted for the caps: " + counted + ", owned: " + owned);
        }
    }

    private JsonNode read(String path) {
        try {
            return anonymous.get("/v1/events/" + eventId + path).expect(200).json();
        } catch (UncheckedIOException cutOff) {
            throw new IllegalStateException(cutOff);
        }
    }

    private void none(List<String> wrong, String what, String sql) {
        for (Row row : rows(sql)) {
            wrong.add(what + ": " + row.deepToString());
        }
    }

    private RowSet<Row> rows(String sql) {
        return await(database.query(sql, event));
    }
}
