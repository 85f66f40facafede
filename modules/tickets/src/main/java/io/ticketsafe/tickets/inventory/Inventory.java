package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.redis.Script;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Runs scripts on an event's inventory. Where Redis has lost the inventory it is loaded and the script run again; where the
 * sheet in memory is not the one in force, likewise with the current sheet.
 */
public final class Inventory {
    private static final long LONGEST_WAIT_MS = 3_000;

    private final RedisStore redis;
    private final SaleSheets sales;
    private final InventoryLoader loader;
    private final InventoryMeters meters;
    private final SeatChangeFeed feed;
    private volatile boolean doubtful;
    private long losses;

    Inventory(RedisStore redis, SaleSheets sales, InventoryLoader loader, InventoryMeters meters, SeatChangeFeed feed) {
        this.feed = feed;
        this.redis = redis;
        this.sales = sales;
        this.loader = loader;
        this.meters = meters;
    }

    /**
     * Runs the act, once more after repairing what kept it from running. The reply is none of NOT_LOADED and STALE.
     *
     * @param act what to run with the current sheet
     */
    public Future<Response> run(Sale sale, Function<Sale, Future<Response>> act) {
        return run(sale, act, UnaryOperator.identity());
    }

    /** The same, with UNAVAILABLE when the repair takes too long for somebody who waits. */
    public Future<Response> runInTime(Sale sale, Function<Sale, Future<Response>> act) {
        return run(sale, act, Inventory::inTime);
    }

    /** UNAVAILABLE after some seconds; costs nothing where there is nothing to wait for. */
    public static <T> Future<T> inTime(Future<T> slow) {
        return slow.isComplete()
                ? slow
                : slow.timeout(LONGEST_WAIT_MS, TimeUnit.MILLISECONDS)
                        .recover(failure -> Future.failedFuture(
                                failure instanceof TimeoutException ? Outcome.fault(Outcome.NOT_LOADED) : failure));
    }

    private Future<Response> run(
            Sale sale, Function<Sale, Future<Response>> act, UnaryOperator<Future<Response>> wait) {
        return act.apply(sale).compose(reply -> {
            int outcome = Outcome.of(reply);
            return outcome != Outcome.NOT_LOADED && outcome != Outcome.STALE
                    ? Future.succeededFuture(reply)
                    : wait.apply(repair(sale, outcome, act));
        });
    }

    /** One script, for acts; its first key is the event's {@code meta}. */
    public Future<Response> script(Script script, int keys, Object... values) {
        return redis.run(script, keys, values).andThen(result -> {
            if (result.succeeded()) {
                feed.note(values[0], result.result());
                int lapses = Outcome.lapses(result.result());
                if (lapses > 0) {
                    meters.lapsed(lapses);
                }
            } else if (result.cause() instanceof ServiceFault fault && fault.code() == FaultCode.UNAVAILABLE) {
                doubtful = true;
            }
        });
    }

    /**
     * Whether Redis was away since this was last asked, so that it may have missed something; or another server may have
     * taken its place that had not heard of everything. For one caller.
     */
    boolean wasDoubtful() {
        long before = losses;
        losses = redis.losses();
        boolean was = doubtful || losses != before;
        doubtful = false;
        return was;
    }

    private Future<Response> repair(Sale sale, int outcome, Function<Sale, Future<Response>> act) {
        Future<Response> again = outcome == Outcome.STALE
                ? sales.reload(sale.eventId())
                        .compose(act)
                        .compose(reply -> Outcome.of(reply) == Outcome.STALE || Outcome.of(reply) == Outcome.NOT_LOADED
                                ? loader.load(sale.eventId()).compose(act)
                                : Future.succeededFuture(reply))
                : loader.load(sale.eventId()).compose(act);
        return again.compose(reply -> {
            int still = Outcome.of(reply);
            return still == Outcome.NOT_LOADED || still == Outcome.STALE
                    ? Future.failedFuture(Outcome.fault(still))
                    : Future.succeededFuture(reply);
        });
    }
}
