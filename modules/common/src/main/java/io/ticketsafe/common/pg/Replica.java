package io.ticketsafe.common.pg;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A replica, and how far it is behind. Twice a second the primary is asked how far it has written its log, and the replica how
 * far it has replayed it: so nobody's clock is compared with another's. While the primary is away, a replica that has replayed
 * all that was seen of its log is not behind.
 */
final class Replica {
    private static final long LOOK_EVERY_MS = 500;
    private static final int MOST_MARKS = 1_000;
    private static final String POSITION = """
            SELECT pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
              '0/0')::bigint AS position
            """;

    private final Vertx vertx;
    private final Database primary;
    private final Database replica;
    private final long maxLagNanos;
    private final long timer;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private boolean looking;
    private boolean answered;
    private long answeredNanos;
    private long caughtUpNanos;

    /** The primary's log at a moment. */
    private record Mark(long nanos, long position) {}

    Replica(Vertx vertx, Database primary, Database replica, Duration maxLag) {
        this.vertx = vertx;
        this.primary = primary;
        this.replica = replica;
        this.maxLagNanos = maxLag.toNanos();
        this.caughtUpNanos = System.nanoTime();
        this.timer = vertx.setPeriodic(1, LOOK_EVERY_MS, look -> look());
    }

    /** Whether it answers, and is behind by no more than is allowed. */
    synchronized boolean isNear() {
        return answered && System.nanoTime() - answeredNanos <= maxLagNanos && lagNanos() <= maxLagNanos;
    }

    /** By how much it is behind at most, as far as is known. */
    synchronized Duration lag() {
        return Duration.ofNanos(lagNanos());
    }

    Future<RowSet<Row>> query(String sql, Object... parameters) {
        return replica.query(sql, parameters);
    }

    Future<Void> close() {
        vertx.cancelTimer(timer);
        return replica.close();
    }

    private long lagNanos() {
        return marks.isEmpty() ? 0 : System.nanoTime() - caughtUpNanos;
    }

    private synchronized void look() {
        if (looking) {
            return;
        }
        looking = true;
        position(primary)
                .onSuccess(this::mark)
                .transform(asked -> position(replica))
                .onComplete(asked -> settle(asked.succeeded(), asked.succeeded() ? asked.result() : 0));
    }

    private synchronized void mark(long written) {
        if (marks.size() < MOST_MARKS) {
            marks.add(new Mark(System.nanoTime(), written));
        }
    }

    private synchronized void settle(boolean answers, long replayed) {
        looking = false;
        answered = answers;
        if (!answers) {
            return;
        }
        answeredNanos = System.nanoTime();
        while (!marks.isEmpty() && marks.peek().position() <= replayed) {
            caughtUpNanos = marks.poll().nanos();
        }
    }

    private static Future<Long> position(Database server) {
        return server.query(POSITION).map(rows -> rows.iterator().next().getLong("position"));
    }
}
