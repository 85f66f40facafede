package io.ticketsafe.tickets.order;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background work on many rows, one after the other: a row that fails is logged once and counted each time, and does
 * not hold up the others.
 */
public final class RowByRow {
    private static final Logger log = LoggerFactory.getLogger(RowByRow.class);
    /** So often in a row, and it is not the rows that are bad but their store. */
    private static final int MOST_UNAVAILABLE = 3;

    private static final int MOST_REMEMBERED = 1_000;

    private final String what;
    private final Counter failures;
    private final Set<UUID> told = new LinkedHashSet<>();

    /** @param what is done, for the log and as the counter's tag, as in "expiry of an order" */
    public RowByRow(MeterRegistry meters, String what) {
        this.what = requireNonNull(what);
        failures = Counter.builder("ticketsafe.background.rows.failed")
                .description("Rows that a background job could not bring on; each is tried again")
                .tag("work", what)
                .register(meters);
    }

    /** Fails only when the store cannot be reached. */
    public Future<Void> each(List<UUID> ids, Function<UUID, Future<Void>> work) {
        return from(0, ids, work, 0);
    }

    private Future<Void> from(int first, List<UUID> ids, Function<UUID, Future<Void>> work, int unavailable) {
        if (first >= ids.size()) {
            return Future.succeededFuture();
        }
        UUID id = ids.get(first);
        return attempt(id, work).transform(done -> {
            boolean isAway = done.cause() instanceof ServiceFault fault && fault.code() == FaultCode.UNAVAILABLE;
            if (isAway && unavailable + 1 >= MOST_UNAVAILABLE) {
                return Future.failedFuture(done.cause());
            }
            note(id, done.cause());
            return from(first + 1, ids, work, isAway ? unavailable + 1 : 0);
        });
    }

    private static Future<Void> attempt(UUID id, Function<UUID, Future<Void>> work) {
        try {
            return work.apply(id);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** @param failure null when it went well */
    private void note(UUID id, Throwable failure) {
        if (failure == null) {
            told.remove(id);
            return;
        }
        failures.increment();
        if (told.size() >= MOST_REMEMBERED) {
            told.clear();
        }
        if (told.add(id)) {
            log.atError()
                    .setCause(failure)
                    .addKeyValue("job", what)
                    .addKeyValue("id", id)
                    .log("one row failed; the others go on, and it is tried again");
        }
    }
}
