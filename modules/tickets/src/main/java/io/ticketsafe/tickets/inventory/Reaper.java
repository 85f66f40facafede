package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what lapsed holds have when no request does it on the way: every time those events that this process was
 * asked about lately, and all that are on sale from time to time. Doing it in several processes at once is harmless.
 */
final class Reaper {
    private static final Logger log = LoggerFactory.getLogger(Reaper.class);
    private static final int MOST_HOLDS = 200;
    private static final int ALL_EVERY = 20;

    private final SaleSheets sales;
    private final SaleRepository repository;
    private final Inventory inventory;
    private final BackgroundJob job;
    private int rounds;

    Reaper(Vertx vertx, SaleSheets sales, SaleRepository repository, Inventory inventory, Duration every) {
        this.sales = sales;
        this.repository = repository;
        this.inventory = inventory;
        job = new BackgroundJob(vertx, "lapse of holds", every, this::round);
    }

    void start() {
        job.start();
    }

    Future<Void> stop() {
        return job.stop();
    }

    private Future<Void> round() {
        int round = rounds++;
        Future<List<UUID>> events = round % ALL_EVERY == 0 ? repository.open() : Future.succeededFuture(sales.cached());
        return events.otherwise(failure -> sales.cached()).compose(known -> reapAll(known, round));
    }

    /** One after the other, so that many events are no burst; whichever fails does not hold up the others. */
    private Future<Void> reapAll(List<UUID> events, int round) {
        List<Throwable> failures = new ArrayList<>();
        Future<Void> chain = Future.succeededFuture();
        for (UUID eventId : events) {
            chain = chain.compose(done -> isOver(round) ? Future.succeededFuture() : reap(eventId))
                    .transform(reaped -> {
                        if (reaped.failed()) {
                            failures.add(reaped.cause());
                        }
                        return Future.succeededFuture();
                    });
        }
        return chain.onSuccess(done -> {
            if (!failures.isEmpty()) {
                log.atWarn()
                        .setCause(failures.get(0))
                        .addKeyValue("events", failures.size())
                        .log("lapsed holds were not given back everywhere");
            }
        });
    }

    /** A round that takes too long is followed by the next one, and then ends. */
    private boolean isOver(int round) {
        return rounds != round + 1;
    }

    Future<Response> reap(UUID eventId) {
        String prefix = Sale.prefix(eventId);
        return inventory
                .script(Scripts.REAP, 3, prefix + "meta", prefix + "expiry", prefix + "buyers", MOST_HOLDS)
                .compose(reply -> Outcome.lapses(reply) == MOST_HOLDS ? reap(eventId) : Future.succeededFuture(reply));
    }
}
