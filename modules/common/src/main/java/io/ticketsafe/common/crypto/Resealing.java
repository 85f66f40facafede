package io.ticketsafe.common.crypto;

import static io.ticketsafe.common.pg.Database.query;
import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals the values of a column anew that another key than the primary one has sealed, in batches by the order of the rows' keys. A value is
 * replaced if it still is as it was read: whoever changes it meanwhile seals it by the primary key anyway.
 */
public final class Resealing {
    private static final int BATCH = 200;
    private static final int MOST_PASSES = 5;

    private final Database database;
    private final SecretBox box;
    private final SealedColumn column;

    /** @param box whose primary key every process knows and uses */
    public Resealing(Database database, SecretBox box, SealedColumn column) {
        this.database = requireNonNull(database);
        this.box = requireNonNull(box);
        this.column = requireNonNull(column);
    }

    /**
     * What became of the column.
     *
     * @param sealed values that were sealed anew
     * @param left values that older keys are still needed for: no key at hand opens them, or they came back again and again
     */
    public record Outcome(long sealed, long left) {}

    private record Batch(String last, long sealed, long left) {}

    /** Walks until a pass finds nothing to do. */
    public Future<Outcome> run() {
        return passes(1, 0);
    }

    private Future<Outcome> passes(int number, long sealedBefore) {
        return pass("", 0, 0).compose(pass -> {
            long sealed = sealedBefore + pass.sealed();
            if (pass.sealed() == 0 || pass.left() > 0) {
                return Future.succeededFuture(new Outcome(sealed, pass.left()));
            }
            return number < MOST_PASSES
                    ? passes(number + 1, sealed)
                    : Future.succeededFuture(new Outcome(sealed, pass.sealed()));
        });
    }

    private Future<Outcome> pass(String after, long sealed, long left) {
        return database.inTransaction(transaction -> batch(transaction, after)).compose(batch -> {
            long sealedNow = sealed + batch.sealed();
            long leftNow = left + batch.left();
            return batch.last() == null
                    ? Future.succeededFuture(new Outcome(sealedNow, leftNow))
                    : pass(batch.last(), sealedNow, leftNow);
        });
    }

    private Future<Batch> batch(SqlConnection transaction, String after) {
        Buffer primary = Buffer.buffer(box.primaryPrefix());
        Future<RowSet<Row>> rows = after.isEmpty()
                ? query(transaction, select(""), primary)
                : query(
                        transaction,
                        select(" AND %s > $2::text::%s".formatted(column.key(), column.keyType())),
                        primary,
                        after);
        return rows.compose(found -> {
            List<Future<?>> updates = new ArrayList<>();
            long unreadable = 0;
            String last = null;
            for (Row row : found) {
                last = row.getString("key");
                Buffer outdated = row.getBuffer("outdated");
                byte[] fresh = outdated == null ? null : sealedAnew(last, outdated.getBytes());
                if (fresh != null) {
                    updates.add(query(transaction, update(), Buffer.buffer(fresh), last, outdated));
                } else if (outdated != null) {
                    unreadable++;
                }
            }
            Batch batch = new Batch(last, updates.size(), unreadable);
            return Future.all(updates).map(batch);
        });
    }

    private byte[] sealedAnew(String key, byte[] sealed) {
        String context = column.context().apply(key);
        try {
            return box.seal(box.open(sealed, context), context);
        } catch (IllegalStateException unreadable) {
            return null;
        }
    }

    private String select(String after) {
        return """
                SELECT %1$s::text AS key, CASE WHEN substring(%2$s FROM 1 FOR length($1::bytea)) <> $1::bytea THEN %2$s END AS outdated
                FROM %3$s WHERE %2$s IS NOT NULL%4$s ORDER BY %1$s LIMIT %5$d
                """.formatted(column.key(), column.column(), column.table(), after, BATCH);
    }

    private String update() {
        return "UPDATE %1$s SET %2$s = $1 WHERE %3$s = $2::text::%4$s AND %2$s = $3"
                .formatted(column.table(), column.column(), column.key(), column.keyType());
    }
}
