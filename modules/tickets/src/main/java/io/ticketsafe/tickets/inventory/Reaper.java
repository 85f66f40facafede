package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what lapsed holds have when no request does it on the way. Every time those events that this process was asked
 * about lately, and those of which it knows that a hold lapses now; it learns that from all that are on sale, at which it looks in
 * longer turns, which are shorter than any hold. Doing it in several processes at once is harmless.
 */
final class Reaper {
    private static final Logger log = LoggerFactory.getLogger(Reaper.class);
    private static final int MOST_HOLDS = 200;
    private static final int AT_ONCE = 20;
    private static final int ALL_EVERY = 20;

    private final SaleSheets sales;
    private final SaleRepository repository;
    private final Inventory inventory;
    private final InventoryMeters meters;
    private final BackgroundJob due;
    private final BackgroundJob all;
    private final Map<UUID, Long> dueAtNanos = new ConcurrentHashMap<>();

    Reaper(
            Vertx vertx,
            SaleSheets sales,
            SaleRepository repository,
            Inventory inventory,
            InventoryMeters meters,
            Duration every) {
        this.sales = sales;
        this.repository = repository;
        this.inventory = inventory;
        this.meters = meters;
        due = new BackgroundJob(vertx, "lapse of holds", every, () -> reapAll(dueNow()));
        all = new BackgroundJob(
                vertx, "lapse of holds in all events", every.multipliedBy(ALL_EVERY), this::reapWhatIsOnSale);
    }

    void start() {
        due.start();
        all.start();
    }

    Future<Void> stop() {
        return Future.join(due.stop(), all.stop()).mapEmpty();
    }

    private List<UUID> dueNow() {
        Set<UUID> events = new HashSet<>(sales.cached());
        long now = System.nanoTime();
        dueAtNanos.forEach((event, at) -> {
            if (at - now <= 0) {
                events.add(event);
            }
        });
        return List.copyOf(events);
    }

    /** While PostgreSQL is away, what is known goes on. */
    private Future<Void> reapWhatIsOnSale() {
        return repository.open().compose(open -> {
            dueAtNanos.keySet().retainAll(Set.copyOf(open));
            return reapAll(open);
        });
    }

    /** Some at once, so that many events are no burst; whichever fails does not hold up the others. */
    private Future<Void> reapAll(List<UUID> events) {
        List<Throwable> failures = new ArrayList<>();
        return reapFrom(events, 0, failures).onSuccess(done -> {
            if (!failures.isEmpty()) {
                log.atWarn()
                        .setCause(failures.get(0))
                        .addKeyValue("events", failures.size())
                        .log("lapsed holds were not given back everywhere");
            }
        });
    }

    private Future<Void> reapFrom(List<UUID> events, int from, List<Throwable> failures) {
        if (from >= events.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(events.size(), from + AT_ONCE);
        List<Future<Void>> some = events.subList(from, to).stream()
                .map(event -> reap(event).onFailure(failures::add).otherwiseEmpty())
                .toList();
        return Future.join(some).compose(done -> reapFrom(events, to, failures));
    }

    Future<Void> reap(UUID eventId) {
        String prefix = Sale.prefix(eventId);
        return inventory
                .script(Scripts.REAP, 3, prefix + "meta", prefix + "expiry", prefix + "buyers", MOST_HOLDS)
                .compose(reply -> {
                    if (Outcome.of(reply) != Outcome.OK) {
                        dueAtNanos.remove(eventId);
                        return Future.succeededFuture();
                    }
                    int lapses = Outcome.lapses(reply);
                    if (lapses > 0) {
                        meters.lapsedLate(reply.get(2).toLong());
                    }
                    remember(eventId, reply.get(3).toLong());
                    return lapses == MOST_HOLDS ? reap(eventId) : Future.succeededFuture();
                });
    }

    private void remember(UUID eventId, long inMs) {
        if (inMs < 0) {
            dueAtNanos.remove(eventId);
        } else {
            dueAtNanos.put(eventId, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(inMs));
        }
    }
}
