package io.ticketsafe.common.outbox;

import static io.ticketsafe.common.pg.Database.query;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.trace.Spans;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes facts in the transaction that makes them true; {@link OutboxRelay} delivers them. The relay of this process is
 * woken when the transaction has committed, by a message that never leaves the process: NOTIFY in the transaction
 * would make PostgreSQL commit one such transaction at a time.
 */
public final class Outbox {
    private static final DeliveryOptions HERE_ONLY = new DeliveryOptions().setLocalOnly(true);
    private static final String APPEND = """
            WITH fact AS (
              INSERT INTO outbox (id, type, subject, occurred_at, event) VALUES ($1, $2, $3, $4, $5::text::json) RETURNING seq
            )
            INSERT INTO outbox_delivery (consumer, seq) SELECT unnest($6::text[]), seq FROM fact
            """;

    /** The consumer that stands for the log of facts in Kafka. */
    static final String LOG = "kafka";

    private final String domain;
    private final boolean logged;

    /** @param domain also the name of the schema */
    public Outbox(ServiceContext context, String domain) {
        this(domain, context.stores().factLog().isPresent());
    }

    Outbox(String domain, boolean logged) {
        this.domain = domain;
        this.logged = logged;
    }

    /**
     * @param type one of {@link Facts}
     * @param subject aggregate id; the caller must hold that aggregate's row lock, which makes the order of its facts
     * @param data the record that belongs to the type
     */
    public Future<Void> append(SqlConnection transaction, String type, UUID subject, Object data) {
        Instant now = Instant.now();
        DomainEvent event =
                DomainEvent.of(Ids.next(), domain, type, subject, now, data).within(Spans.handingOver(type));
        String[] consumers = consumersOf(type);
        wakeAfterCommit(transaction.transaction(), consumers);
        return query(
                        transaction,
                        APPEND,
                        event.id(),
                        type,
                        event.subject(),
                        now.atOffset(ZoneOffset.UTC),
                        Records.text(event),
                        consumers)
                .mapEmpty();
    }

    /** With a log, all facts go there, and whoever reads it is not told by bus. */
    private String[] consumersOf(String type) {
        Stream<String> byBus = Facts.consumersOf(type).stream()
                .filter(consumer -> !logged || consumer != Facts.TO_REPORTS)
                .map(BusOperation::address);
        return (logged ? Stream.concat(byBus, Stream.of(LOG)) : byBus).toArray(String[]::new);
    }

    private void wakeAfterCommit(Transaction transaction, String[] consumers) {
        Context context = Vertx.currentContext();
        if (transaction == null || context == null) {
            return;
        }
        EventBus bus = context.owner().eventBus();
        transaction.completion().onSuccess(committed -> {
            for (String consumer : consumers) {
                bus.publish(wakeAddress(domain, consumer), null, HERE_ONLY);
            }
        });
    }

    /** Where the relay of this process hears that there is something to deliver. */
    static String wakeAddress(String schema, String consumer) {
        return "ticketsafe.outbox." + schema + "." + consumer;
    }
}
