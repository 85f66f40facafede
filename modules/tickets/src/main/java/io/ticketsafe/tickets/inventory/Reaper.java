package io.ticketsafe.tickets.inventory;

import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.UUID;

/**
 * Gives back what lapsed holds have when no request does it on the way: every time those events that this process was
 * asked about lately, and all that are on sale from time to time. Doing it in several processes at once is harmless.
 */
final class Reaper {
    private static final int MOST_HOLDS = 200;
    private static final int ALL_EVERY = 20;

    private final Vertx vertx;
    private final SaleSheets sales;
    private final SaleRepository repository;
    private final Inventory inventory;
    private final long everyMs;
    private long timer = -1;
    private int rounds;
    private boolean running;

    Reaper(Vertx vertx, SaleSheets sales, SaleRepository repository, Inventory inventory, long everyMs) {
        this.vertx = vertx;
        this.sales = sales;
        this.repository = repository;
        this.inventory = inventory;
        this.everyMs = everyMs;
    }

    void start() {
        timer = vertx.setPeriodic(everyMs, any -> round());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void round() {
        if (running) {
            return;
        }
        running = true;
        boolean all = rounds++ % ALL_EVERY == 0;
        Future<List<UUID>> events = all ? repository.open() : Future.succeededFuture(sales.cached());
        events.otherwise(failure -> sales.cached()).compose(this::reapAll).onComplete(any -> running = false);
    }

    /** One after the other, so that many events are no burst. */
    private Future<Void> reapAll(List<UUID> events) {
        Future<Void> chain = Future.succeededFuture();
        for (UUID eventId : events) {
            chain = chain.compose(done -> reap(eventId).transform(any -> Future.succeededFuture()));
        }
        return chain;
    }

    Future<Response> reap(UUID eventId) {
        String prefix = Sale.prefix(eventId);
        return inventory
                .script(Scripts.REAP, 3, prefix + "meta", prefix + "expiry", prefix + "buyers", MOST_HOLDS)
                .compose(reply -> Outcome.lapses(reply) == MOST_HOLDS ? reap(eventId) : Future.succeededFuture(reply));
    }
}
