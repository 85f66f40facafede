package io.ticketsafe.events.sale;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.events.channel.ChannelStore;
import io.ticketsafe.events.event.EventStore;
import io.ticketsafe.events.event.StoredEvent;
import io.ticketsafe.events.task.TaskKind;
import io.ticketsafe.events.task.TaskStore;
import io.ticketsafe.events.venue.VenueStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the publish saga and its kin, each of which carries on from what PostgreSQL says, may be repeated, and
 * leaves its task standing until the tickets service has acknowledged. Calls to it lie between transactions.
 */
public final class SaleSteps {
    private static final Logger log = LoggerFactory.getLogger(SaleSteps.class);
    private static final int MOST_ROUNDS = 3;
    private static final Set<FaultCode> OUTCOME_UNKNOWN =
            Set.of(FaultCode.UNAVAILABLE, FaultCode.INTERNAL, FaultCode.RATE_LIMITED, FaultCode.NOT_IMPLEMENTED);

    private final Database database;
    private final Bus bus;
    private final EventStore events;
    private final VenueStore venues;
    private final ChannelStore channels;
    private final TaskStore tasks;
    private final Outbox outbox;

    public SaleSteps(
            Database database,
            Bus bus,
            EventStore events,
            VenueStore venues,
            ChannelStore channels,
            TaskStore tasks,
            Outbox outbox) {
        this.database = requireNonNull(database);
        this.bus = requireNonNull(bus);
        this.events = requireNonNull(events);
        this.venues = requireNonNull(venues);
        this.channels = requireNonNull(channels);
        this.tasks = requireNonNull(tasks);
        this.outbox = requireNonNull(outbox);
    }

    /**
     * Opens the sale of a draft that was marked for it, then says published. When the outcome of the call is not known,
     * the mark stays, as tickets may be on sale already; a plain refusal takes it back.
     *
     * @param because the request that asked for it; null when it is resumed
     */
    public Future<StoredEvent> publish(UUID eventId, Call because) {
        return publish(eventId, because, MOST_ROUNDS);
    }

    private Future<StoredEvent> publish(UUID eventId, Call because, int roundsLeft) {
        return events.find(eventId).compose(draft -> {
            if (!draft.publishing()) {
                return Future.succeededFuture(draft);
            }
            long version = draft.version() + 1;
            return open(draft, version, because)
                    .recover(failure -> isRefusal(failure)
                            ? tasks.done(eventId, TaskKind.PUBLISH, version)
                                    .compose(done -> Future.failedFuture(failure))
                            : Future.failedFuture(failure))
                    .compose(opened -> database.inTransaction(transaction -> sayPublished(transaction, draft)))
                    .compose(published -> published.isDraft() && roundsLeft > 0
                            ? publish(eventId, because, roundsLeft - 1)
                            : Future.succeededFuture(published));
        });
    }

    /** Leaves the event alone when it was edited while its sale was opened by an older sheet. */
    private Future<StoredEvent> sayPublished(SqlConnection transaction, StoredEvent opened) {
        return events.lock(transaction, opened.id()).compose(current -> {
            if (!current.publishing() || current.version() != opened.version()) {
                return Future.succeededFuture(current);
            }
            StoredEvent published = current.published(now());
            return events.update(transaction, published)
                    .compose(updated ->
                            outbox.append(transaction, Facts.EVENT_PUBLISHED, published.id(), published.toFact()))
                    .compose(told -> tasks.done(transaction, published.id(), TaskKind.PUBLISH, published.version()))
                    .compose(done -> tasks.put(transaction, published.id(), TaskKind.CATALOGUE, published.version()))
                    .map(published);
        });
    }

    /** Gives the tickets service the sheet of an event that was edited after it was published. */
    public Future<Void> sendSheet(UUID eventId, Call because) {
        return events.find(eventId).compose(event -> {
            Future<Void> sent = event.isPublished() ? open(event, event.version(), because) : Future.succeededFuture();
            return sent.compose(told -> tasks.done(eventId, TaskKind.SHEET, event.version()));
        });
    }

    /** Has the tickets service end the sale of a canceled event. */
    public Future<Void> cancel(UUID eventId, Call because) {
        return events.find(eventId)
                .compose(event -> bus.callAsService(
                                SaleOperations.CANCEL, new CancelSale(eventId, event.cancelReason()), because)
                        .compose(told -> tasks.done(eventId, TaskKind.CANCEL, event.version())))
                .onSuccess(done -> log.atInfo().addKeyValue("eventId", eventId).log("sale canceled"));
    }

    /** Channels are read after their event: with a sheet of an older version they do no harm, as the newer one follows. */
    private Future<Void> open(StoredEvent event, long version, Call because) {
        return venues.find(event.venue().id())
                .compose(venue -> channels.find(event.id())
                        .compose(assigned -> bus.callAsService(
                                SaleOperations.OPEN, SaleSheets.of(event, venue, version, assigned), because)))
                .onSuccess(opened -> log.atInfo()
                        .addKeyValue("eventId", event.id())
                        .addKeyValue("version", version)
                        .log("sale opened"))
                .mapEmpty();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ServiceFault fault && !OUTCOME_UNKNOWN.contains(fault.code());
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
