package io.ticketsafe.app.saga;

import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the facts of payments to tickets: in order, again and again until they are acknowledged, and then perhaps once more. It
 * promises less than {@code OutboxRelay}, which keeps a lock meanwhile: two of these may be at it at once.
 */
final class FactsRelay {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST = 5;
    private static final String PENDING = """
            SELECT d.seq, o.event FROM outbox_delivery d JOIN outbox o ON o.seq = d.seq
            WHERE d.consumer = $1 ORDER BY d.seq LIMIT $2
            """;
    private static final String ACKNOWLEDGE = "DELETE FROM outbox_delivery WHERE consumer = $1 AND seq = ANY($2)";

    private final ServiceContext context;
    private final Database database;
    private final BackgroundJob job;

    FactsRelay(ServiceContext context, Database database) {
        this.context = context;
        this.database = database;
        job = new BackgroundJob(context.vertx(), "facts of payments", PAUSE, this::deliver);
    }

    void start() {
        job.start();
    }

    private Future<?> deliver() {
        String consumer = Facts.TO_TICKETS.address();
        return database.query(PENDING, consumer, MOST).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture();
            }
            Long[] seqs = new Long[rows.size()];
            List<DomainEvent> events = events(rows, seqs);
            return context.bus()
                    .callAsService(Facts.TO_TICKETS, new Facts.Batch(events), null)
                    .compose(acknowledged -> database.query(ACKNOWLEDGE, consumer, seqs))
                    .compose(acknowledged -> rows.size() == MOST ? deliver() : Future.succeededFuture());
        });
    }

    private static List<DomainEvent> events(RowSet<Row> rows, Long[] seqs) {
        List<DomainEvent> events = new ArrayList<>();
        for (Row row : rows) {
            seqs[events.size()] = row.getLong("seq");
            events.add(Records.read(row.getJsonObject("event"), DomainEvent.class));
        }
        return events;
    }
}
