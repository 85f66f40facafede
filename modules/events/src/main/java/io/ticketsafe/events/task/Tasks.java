package io.ticketsafe.events.task;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Call;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does tasks: at once when a change has just been committed, and again later when that failed or the process died. Every
 * step is harmless when repeated.
 */
public final class Tasks {
    private static final Logger log = LoggerFactory.getLogger(Tasks.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private final TaskStore store;
    private final Map<TaskKind, BiFunction<UUID, Call, Future<?>>> steps;
    private final int batch;

    /** @param steps what to do for an event, by kind; a step deletes its task when the other side has acknowledged */
    public Tasks(TaskStore store, Map<TaskKind, BiFunction<UUID, Call, Future<?>>> steps, int batch) {
        this.store = requireNonNull(store);
        this.steps = Map.copyOf(steps);
        this.batch = batch;
    }

    /**
     * Does the tasks of a change that was just committed, so that who made it sees it everywhere. Waits for some seconds
     * at most and never fails: what is not done by then, is done later.
     *
     * @param because the request that changed it
     */
    public Future<Void> doNow(UUID eventId, Call because, TaskKind... kinds) {
        List<Future<Void>> attempts = List.of(kinds).stream()
                .map(kind -> attempt(eventId, kind, because))
                .toList();
        return Future.join(attempts)
                .timeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .transform(done -> Future.succeededFuture());
    }

    /** Does what others left unfinished; completes when nothing more is due. */
    public Future<Void> resume() {
        return store.claim(batch).compose(tasks -> {
            List<Future<Void>> attempts = tasks.stream()
                    .map(task -> attempt(task.eventId(), task.kind(), null))
                    .toList();
            return Future.join(attempts).compose(done -> tasks.size() < batch ? Future.succeededFuture() : resume());
        });
    }

    private Future<Void> attempt(UUID eventId, TaskKind kind, Call because) {
        return step(eventId, kind, because)
                .onFailure(failure -> log.atWarn()
                        .addKeyValue("eventId", eventId)
                        .addKeyValue("task", kind)
                        .addKeyValue("reason", failure.toString())
                        .log("a task of an event failed; it will be tried again"))
                .transform(tried -> Future.succeededFuture());
    }

    private Future<?> step(UUID eventId, TaskKind kind, Call because) {
        try {
            return steps.get(kind).apply(eventId, because);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
