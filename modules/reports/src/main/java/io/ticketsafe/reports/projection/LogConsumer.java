package io.ticketsafe.reports.projection;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.kafka.CloudEvents;
import io.ticketsafe.common.kafka.CloudEvents.Unreadable;
import io.ticketsafe.common.kafka.LoggedFact;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.reports.store.Collections;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what stands in the log. What is no fact, or none that can be applied, is parked: its place and the reason are kept, and
 * those behind it are not held up. The log still has it, so a rebuild tries it again.
 */
public final class LogConsumer {
    private static final Logger log = LoggerFactory.getLogger(LogConsumer.class);
    private static final int LONGEST_REASON = 300;

    private final FactConsumer facts;
    private final ReportStore store;
    private final Counter parked;

    public LogConsumer(FactConsumer facts, ReportStore store, MeterRegistry meters) {
        this.facts = requireNonNull(facts);
        this.store = requireNonNull(store);
        this.parked = Counter.builder("ticketsafe.reports.facts.parked")
                .description("Records of the log that reports could make nothing of")
                .register(meters);
    }

    /** Completes when every record is applied or parked; UNAVAILABLE while a store or service that is needed is away. */
    public Future<Void> apply(List<LoggedFact> records) {
        List<Readable> readable = new ArrayList<>();
        Future<Void> parking = Future.succeededFuture();
        for (LoggedFact told : records) {
            try {
                readable.add(new Readable(told, CloudEvents.read(told.value())));
            } catch (Unreadable unfit) {
                parking = parking.compose(before -> park(told, unfit.getMessage()));
            }
        }
        List<DomainEvent> events = readable.stream().map(Readable::event).toList();
        return parking.compose(before -> facts.apply(events, null))
                .recover(
                        failure -> failure instanceof ServiceFault ? Future.failedFuture(failure) : oneByOne(readable));
    }

    /** One of them cannot be applied, whatever is tried; the others can. */
    private Future<Void> oneByOne(List<Readable> readable) {
        Future<Void> all = Future.succeededFuture();
        for (Readable fact : readable) {
            all = all.compose(before -> facts.apply(List.of(fact.event()), null))
                    .recover(failure -> failure instanceof ServiceFault
                            ? Future.failedFuture(failure)
                            : park(fact.told(), failure.toString()));
        }
        return all;
    }

    private Future<Void> park(LoggedFact told, String reason) {
        String bounded = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        JsonObject members = new JsonObject()
                .put("reason", bounded)
                .put("atMs", Instant.now().toEpochMilli());
        BulkOperation write = BulkOperation.createUpdate(
                new JsonObject().put("_id", told.place()), new JsonObject().put("$set", members), true, false);
        return store.write(Collections.PARKED, List.of(write)).onSuccess(written -> {
            parked.increment();
            log.atError()
                    .addKeyValue("place", told.place())
                    .addKeyValue("reason", bounded)
                    .log("reports could make nothing of a record in the log; it is parked");
        });
    }

    private record Readable(LoggedFact told, DomainEvent event) {}
}
