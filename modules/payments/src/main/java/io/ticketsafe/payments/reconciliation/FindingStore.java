package io.ticketsafe.payments.reconciliation;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What was found. Two books are never read at the same moment, so a difference counts once a later pass has seen it too; what
 * agrees again resolves itself, and what a person has resolved stays so for as long as the amounts stay.
 */
final class FindingStore {
    private static final String AGREES = "The books agree again.";
    private static final String NOTE = """
            INSERT INTO finding AS known (id, provider, kind, payment_id, charge_ref, currency, ours_minor, theirs_minor,
              first_seen_at, last_seen_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            ON CONFLICT (provider, kind, payment_id) DO UPDATE SET
              last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
              charge_ref = excluded.charge_ref, ours_minor = excluded.ours_minor, theirs_minor = excluded.theirs_minor,
              first_seen_at = CASE WHEN known.note = $10 THEN excluded.first_seen_at ELSE known.first_seen_at END,
              resolved_at = CASE WHEN known.note IS DISTINCT FROM $10 AND known.ours_minor IS NOT DISTINCT FROM excluded.ours_minor
                AND known.theirs_minor IS NOT DISTINCT FROM excluded.theirs_minor THEN known.resolved_at END,
              note = CASE WHEN known.note = $10 THEN NULL ELSE known.note END
            RETURNING resolved_at IS NULL AND last_seen_at = first_seen_at
            """;
    /** What was found of a second charge says nothing of the first, nor the other way round. */
    private static final String RESOLVE = """
            UPDATE finding SET resolved_at = now(), note = $5
            FROM unnest($2::uuid[], $3::text[], $4::boolean[]) AS agreeing (payment_id, ref, other)
            WHERE provider = $1 AND finding.payment_id = agreeing.payment_id AND resolved_at IS NULL
              AND CASE WHEN kind = 'double_charge' THEN charge_ref = agreeing.ref ELSE NOT agreeing.other END
            """;

    private static final String UNSEEN = """
            SELECT payment_id, charge_ref FROM finding WHERE provider = $1 AND resolved_at IS NULL AND last_seen_at < $2
            ORDER BY random() LIMIT $3
            """;
    private static final String OPEN = """
            SELECT kind, count(*) AS n FROM finding WHERE resolved_at IS NULL AND last_seen_at > first_seen_at GROUP BY kind
            """;

    private final Database database;

    FindingStore(Database database) {
        this.database = database;
    }

    /**
     * Whether a later pass has to look again before it counts.
     *
     * @param oursMinor money kept, as we know; null when we know nothing
     * @param theirsMinor the same as the provider knows; null when it knows nothing
     */
    Future<Boolean> note(
            Pass pass,
            Difference difference,
            UUID paymentId,
            String ref,
            String currency,
            Long oursMinor,
            Long theirsMinor) {
        return database.query(
                        NOTE,
                        Ids.next(),
                        pass.provider(),
                        difference.sql(),
                        paymentId,
                        ref,
                        currency,
                        oursMinor,
                        theirsMinor,
                        pass.beganAt().atOffset(ZoneOffset.UTC),
                        AGREES)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * A charge about which the books agree.
     *
     * @param other it is not the one that we know the payment by
     */
    record Agreeing(UUID paymentId, String ref, boolean other) {}

    Future<Void> resolve(String provider, List<Agreeing> agreeing) {
        return agreeing.isEmpty()
                ? Future.succeededFuture()
                : database.query(
                                RESOLVE,
                                provider,
                                agreeing.stream().map(Agreeing::paymentId).toArray(UUID[]::new),
                                agreeing.stream().map(Agreeing::ref).toArray(String[]::new),
                                agreeing.stream().map(Agreeing::other).toArray(Boolean[]::new),
                                AGREES)
                        .mapEmpty();
    }

    /** A charge about which something was found; its ref may be null. */
    record Found(UUID paymentId, String ref) {}

    /** Some of those that are open and that this pass has not seen. */
    Future<List<Found>> unseen(Pass pass, int limit) {
        return database.query(UNSEEN, pass.provider(), pass.beganAt().atOffset(ZoneOffset.UTC), limit)
                .map(rows -> {
                    List<Found> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new Found(row.getUUID("payment_id"), row.getString("charge_ref"))));
                    return found;
                });
    }

    /** How many there are that somebody must look after. */
    Future<Map<Difference, Long>> open() {
        return database.query(OPEN).map(rows -> {
            Map<Difference, Long> counts = new EnumMap<>(Difference.class);
            for (Row row : rows) {
                counts.put(Difference.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)), row.getLong("n"));
            }
            return counts;
        });
    }
}
