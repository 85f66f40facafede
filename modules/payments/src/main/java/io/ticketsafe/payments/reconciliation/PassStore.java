package io.ticketsafe.payments.reconciliation;

import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;

/** How far the comparison with each provider got. Who has taken a pass loses it after a while without a page. */
final class PassStore {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final String ENSURE = """
            INSERT INTO reconciliation (provider, since, due_at)
            SELECT name, coalesce((SELECT min(created_at) FROM payment), now()) - make_interval(secs => $2),
              now() + make_interval(secs => $3)
            FROM unnest($1::text[]) AS name WHERE name NOT IN (SELECT provider FROM reconciliation) ON CONFLICT DO NOTHING
            """;
    private static final String TAKE = """
            UPDATE reconciliation SET holder = $2, due_at = now() + make_interval(secs => $3),
              pass_began_at = coalesce(pass_began_at, now())
            WHERE provider = (SELECT provider FROM reconciliation WHERE provider = ANY ($1) AND due_at <= now()
              ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *
            """;
    private static final String PAGE = """
            UPDATE reconciliation SET cursor = $3, due_at = now() + make_interval(secs => $4), others = others + $5,
              look_again_from = least(look_again_from, $6)
            WHERE provider = $1 AND holder = $2
            """;
    private static final String REST = """
            UPDATE reconciliation SET holder = NULL, due_at = now() + make_interval(secs => $3)
            WHERE provider = $1 AND holder = $2
            """;
    private static final String FINISH = """
            UPDATE reconciliation SET since = greatest(since, least(pass_began_at - make_interval(secs => $4), look_again_from)),
              pass_began_at = NULL, cursor = NULL, look_again_from = NULL, holder = NULL, passes = passes + 1,
              last_pass_at = now(), due_at = now() + make_interval(secs => $3)
            WHERE provider = $1 AND holder = $2
            """;
    private static final String AGE = """
            SELECT greatest(0, coalesce(extract(epoch FROM max(now() - coalesce(last_pass_at, due_at))), 0))::bigint FROM reconciliation
            WHERE provider = ANY ($1)
            """;

    private final Database database;

    PassStore(Database database) {
        this.database = database;
    }

    /** New providers are begun with a pause from now, over all payments that there are. */
    Future<Void> ensure(Collection<String> providers, Duration overlap, Duration pause) {
        return database.query(ENSURE, array(providers), seconds(overlap), seconds(pause))
                .mapEmpty();
    }

    /** A pass that is due, to be begun or gone on with; null when there is none, or others are at them. */
    Future<Pass> take(Collection<String> providers) {
        return database.query(TAKE, array(providers), UUID.randomUUID(), seconds(LEASE))
                .map(rows -> rows.size() == 0 ? null : Pass.of(rows.iterator().next()));
    }

    /**
     * Whether the pass is still ours after its page.
     *
     * @param lookAgainFrom null when all agreed
     */
    Future<Boolean> page(Pass pass, String next, int others, Instant lookAgainFrom) {
        return database.query(
                        PAGE,
                        pass.provider(),
                        pass.holder(),
                        next,
                        seconds(LEASE),
                        (long) others,
                        lookAgainFrom == null ? null : lookAgainFrom.atOffset(ZoneOffset.UTC))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Lays the pass down, to be gone on with later. */
    Future<Void> rest(Pass pass, Duration pause) {
        return database.query(REST, pass.provider(), pass.holder(), seconds(pause))
                .mapEmpty();
    }

    Future<Void> finish(Pass pass, Duration pause, Duration overlap) {
        return database.query(FINISH, pass.provider(), pass.holder(), seconds(pause), seconds(overlap))
                .mapEmpty();
    }

    /** Seconds since the provider that was read longest ago was read whole. */
    Future<Long> ageSeconds(Collection<String> providers) {
        return database.query(AGE, (Object) array(providers))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static String[] array(Collection<String> names) {
        return names.toArray(String[]::new);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
