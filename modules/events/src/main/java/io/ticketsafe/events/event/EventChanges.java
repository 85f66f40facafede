package io.ticketsafe.events.event;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.events.task.TaskKind;
import io.ticketsafe.events.task.TaskStore;
import io.ticketsafe.events.task.Tasks;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** What an edit sets going: what is on sale is changed here first; the tickets service follows at once, or as soon as it can. */
public final class EventChanges {
    private final EventStore events;
    private final TaskStore taskStore;
    private final Tasks tasks;
    private final Outbox outbox;

    public EventChanges(EventStore events, TaskStore taskStore, Tasks tasks, Outbox outbox) {
        this.events = requireNonNull(events);
        this.taskStore = requireNonNull(taskStore);
        this.tasks = requireNonNull(tasks);
        this.outbox = requireNonNull(outbox);
    }

    /** Writes the next version of an event that the transaction has locked, and what it asks of others. */
    public Future<StoredEvent> write(SqlConnection transaction, StoredEvent next) {
        return events.update(transaction, next)
                .compose(updated -> next.isPublished() ? announce(transaction, next) : Future.succeededFuture())
                .map(next);
    }

    private Future<Void> announce(SqlConnection transaction, StoredEvent event) {
        return outbox.append(transaction, Facts.EVENT_UPDATED, event.id(), event.toFact())
                .compose(told -> taskStore.put(transaction, event.id(), TaskKind.SHEET, event.version()))
                .compose(put -> taskStore.put(transaction, event.id(), TaskKind.CATALOGUE, event.version()));
    }

    /** After the commit: waits for some seconds at most until the others know, and never fails. */
    public Future<StoredEvent> follow(StoredEvent written, Call because) {
        return written.isPublished()
                ? tasks.doNow(written.id(), because, TaskKind.SHEET, TaskKind.CATALOGUE)
                        .map(written)
                : Future.succeededFuture(written);
    }
}
