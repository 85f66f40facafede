package io.ticketsafe.events.sale;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.CancelEvent;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.PublishEvent;
import io.ticketsafe.events.event.EventStore;
import io.ticketsafe.events.event.Publishing;
import io.ticketsafe.events.event.StoredEvent;
import io.ticketsafe.events.input.Requests;
import io.ticketsafe.events.input.Texts;
import io.ticketsafe.events.input.Violations;
import io.ticketsafe.events.task.TaskKind;
import io.ticketsafe.events.task.TaskStore;
import io.ticketsafe.events.task.Tasks;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Publishes and cancels events. */
public final class PublishService {
    private static final int LONGEST_REASON = 500;

    private final ServiceContext services;
    private final Database database;
    private final EventStore events;
    private final TaskStore taskStore;
    private final SaleSteps steps;
    private final Tasks tasks;
    private final Outbox outbox;

    public PublishService(
            ServiceContext services,
            Database database,
            EventStore events,
            TaskStore taskStore,
            SaleSteps steps,
            Tasks tasks,
            Outbox outbox) {
        this.services = requireNonNull(services);
        this.database = requireNonNull(database);
        this.events = requireNonNull(events);
        this.taskStore = requireNonNull(taskStore);
        this.steps = requireNonNull(steps);
        this.tasks = requireNonNull(tasks);
        this.outbox = requireNonNull(outbox);
    }

    /**
     * Marks the draft, opens its sale, says published. UNAVAILABLE when the tickets service does not answer: the event is a draft
     * still, and is published as soon as that service is back, or when this is called again.
     */
    public Future<Event> publish(PublishEvent request, Call call) {
        return allowed(request.eventId(), call)
                .compose(allowed -> database.inTransaction(transaction -> mark(transaction, request.eventId())))
                .compose(marked ->
                        marked.publishing() ? completePublishing(marked, call) : Future.succeededFuture(marked))
                .map(event -> event.toEvent(Instant.now()));
    }

    private Future<StoredEvent> mark(SqlConnection transaction, UUID eventId) {
        return events.lock(transaction, eventId).compose(event -> {
            if (event.isPublished()) {
                return Future.succeededFuture(event);
            }
            Publishing.check(event, Instant.now());
            return taskStore
                    .put(transaction, eventId, TaskKind.PUBLISH, event.version())
                    .map(event.marked());
        });
    }

    private Future<StoredEvent> completePublishing(StoredEvent marked, Call call) {
        return steps.publish(marked.id(), call).compose(event -> {
            if (event.isDraft()) {
                throw ServiceFault.unavailable(
                        "The event is being changed all the time; it will be published later.", Duration.ofSeconds(5));
            }
            return tasks.doNow(event.id(), call, TaskKind.CATALOGUE).map(event);
        });
    }

    /**
     * Canceled at once and for good; the tickets service is told until it has acknowledged. An event whose publishing is under way
     * is published first, so that the two cannot overtake each other on their way to the tickets service.
     */
    public Future<Event> cancel(CancelEvent request, Call call) {
        Violations violations = new Violations();
        Texts.optionalLines(violations, "/reason", request.reason(), LONGEST_REASON);
        violations.throwIfAny();
        UUID eventId = request.eventId();
        return allowed(eventId, call)
                .compose(event -> event.publishing() ? completePublishing(event, call) : Future.succeededFuture(event))
                .compose(settled ->
                        database.inTransaction(transaction -> sayCanceled(transaction, eventId, request.reason())))
                .compose(canceled -> tasks.doNow(eventId, call, TaskKind.CANCEL, TaskKind.CATALOGUE)
                        .map(canceled.toEvent(Instant.now())));
    }

    private Future<StoredEvent> sayCanceled(SqlConnection transaction, UUID eventId, String reason) {
        return events.lock(transaction, eventId).compose(event -> {
            if (event.isCanceled()) {
                return Future.succeededFuture(event);
            }
            if (event.isDraft()) {
                throw ServiceFault.wrongState("A draft is not canceled but deleted.");
            }
            StoredEvent canceled = event.canceled(reason, SaleSteps.now());
            return events.update(transaction, canceled)
                    .compose(updated -> outbox.append(transaction, Facts.EVENT_CANCELED, eventId, canceled.toFact()))
                    .compose(told -> taskStore.done(transaction, eventId, TaskKind.SHEET, canceled.version()))
                    .compose(done -> taskStore.put(transaction, eventId, TaskKind.CANCEL, canceled.version()))
                    .compose(put -> taskStore.put(transaction, eventId, TaskKind.CATALOGUE, canceled.version()))
                    .map(canceled);
        });
    }

    private Future<StoredEvent> allowed(UUID eventId, Call call) {
        Requests.required("/eventId", eventId);
        return events.find(eventId)
                .compose(event -> services.memberships()
                        .require(call, event.organizationId(), MemberRole.MANAGERS, "event")
                        .map(event));
    }
}
