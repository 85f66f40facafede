package io.ticketsafe.common.outbox;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Writes facts in the transaction that makes them true; {@link OutboxRelay} delivers them. */
public final class Outbox {
    /** PostgreSQL channel that wakes the relays. */
    static final String CHANNEL = "ticketsafe_outbox";

    private static final String APPEND = """
            WITH fact AS (
              INSERT INTO outbox (id, type, subject, occurred_at, event) VALUES ($1, $2, $3, $4, $5) RETURNING seq
            ), deliveries AS (
              INSERT INTO outbox_delivery (consumer, seq) SELECT unnest($6::text[]), seq FROM fact
            )
            SELECT pg_notify('ticketsafe_outbox', current_schema())
            """;

    private final String domain;

    public Outbox(String domain) {
        this.domain = domain;
    }

    /**
     * @param type one of {@link Facts}
     * @param subject aggregate id; the caller must hold that aggregate's row lock, which makes the order of its facts
     * @param data the record that belongs to the type
     */
    public Future<Void> append(SqlConnection transaction, String type, UUID subject, Object data) {
        Instant now = Instant.now();
        DomainEvent event = DomainEvent.of(Ids.next(), domain, type, subject, now, data);
        String[] consumers =
                Facts.consumersOf(type).stream().map(BusOperation::address).toArray(String[]::new);
        return query(
                        transaction,
                        APPEND,
                        event.id(),
                        type,
                        event.subject(),
                        now.atOffset(ZoneOffset.UTC),
                        Records.write(event),
                        consumers)
                .mapEmpty();
    }
}
