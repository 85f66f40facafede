package io.ticketsafe.tickets.inventory;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the inventories of events that ended long ago out of Redis, which would fill up with them otherwise. One that is asked for after all
 * is loaded again, and stays for as long. The lock is that of loads, the row of the sale.
 */
final class Unloader {
    private static final Logger log = LoggerFactory.getLogger(Unloader.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int MOST_EVENTS = 200;

    private final Database database;
    private final RedisStore redis;
    private final SaleRepository repository;
    private final Duration after;
    private final BackgroundJob job;

    Unloader(Vertx vertx, Database database, RedisStore redis, SaleRepository repository, Duration after) {
        this.database = requireNonNull(database);
        this.redis = requireNonNull(redis);
        this.repository = requireNonNull(repository);
        this.after = requireNonNull(after);
        job = new BackgroundJob(vertx, "unloading of inventories", EVERY, this::unloadSome);
    }

    void start() {
        job.startAfterPause();
    }

    Future<Void> stop() {
        return job.stop();
    }

    /** One after the other, at most some hundred; the rest has time until the next run. */
    Future<Void> unloadSome() {
        return repository.longOver(after, MOST_EVENTS).compose(events -> {
            Future<Void> chain = Future.succeededFuture();
            for (UUID event : events) {
                chain = chain.compose(done -> unload(event));
            }
            return chain;
        });
    }

    private Future<Void> unload(UUID eventId) {
        return database.inTransaction(transaction -> SaleRepository.lock(transaction, eventId)
                .compose(locked -> locked == null
                        ? Future.succeededFuture()
                        : SaleRepository.unloaded(transaction, eventId, after)
                                .compose(due -> due ? unload(locked.sale()) : Future.succeededFuture())));
    }

    /** Where the commit fails after this, it is done again. */
    private Future<Void> unload(Sale sale) {
        List<Object> keys = new ArrayList<>(List.of(
                sale.metaKey(), sale.loadKey(), sale.holdsKey(), sale.expiryKey(), sale.endedKey(), sale.buyersKey()));
        sale.sections().forEach(section -> keys.add(section.key()));
        sale.channels().homes().keySet().forEach(section -> keys.add(sale.homeKey(section)));
        return redis.run(Scripts.UNLOAD, keys.size(), keys.toArray())
                .onSuccess(done ->
                        log.atInfo().addKeyValue("eventId", sale.eventId()).log("inventory of a past event unloaded"))
                .mapEmpty();
    }
}
