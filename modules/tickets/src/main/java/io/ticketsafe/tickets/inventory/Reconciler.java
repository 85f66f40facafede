package io.ticketsafe.tickets.inventory;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleRepository.Mark;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the events compared in turn: each time those in memory and some others that are on sale. After Redis was away the
 * rounds follow each other quickly. For the sake of certainty everything is compared anew after a while.
 */
final class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final long SOON_MS = 1_000;
    private static final int QUICK_ROUNDS = 3;
    private static final int MOST_OTHERS = 50;
    private static final int CERTAIN_EVERY = 30;
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final SaleSheets sales;
    private final SaleRepository repository;
    private final Inventory inventory;
    private final Comparison comparison;
    private final Recounts recounts;
    private final SeenVersions seen;
    private final long everyMs;
    private long timer = -1;
    private int quickRounds;
    private int others;
    private int compared;
    private volatile int rounds;
    private boolean stopped;

    Reconciler(
            Vertx vertx,
            SaleSheets sales,
            SaleRepository repository,
            Inventory inventory,
            Comparison comparison,
            Recounts recounts,
            SeenVersions seen,
            Duration every) {
        this.vertx = vertx;
        this.sales = sales;
        this.repository = repository;
        this.inventory = inventory;
        this.comparison = comparison;
        this.recounts = recounts;
        this.seen = seen;
        this.everyMs = every.toMillis();
    }

    void start() {
        long pause = quickRounds > 0 ? Math.min(SOON_MS, everyMs) : everyMs;
        timer = vertx.setTimer(
                pause,
                any -> Future.succeededFuture()
                        .compose(due -> round())
                        .timeout(LONGEST_ROUND.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(failure -> note(failure, null))
                        .onComplete(done -> {
                            boolean doubtful = inventory.wasDoubtful();
                            if (doubtful) {
                                comparison.doubtAll();
                            }
                            quickRounds = doubtful ? QUICK_ROUNDS : Math.max(0, quickRounds - 1);
                            if (!stopped) {
                                start();
                            }
                        }));
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** One comparison of the events in memory, and of some others that are on sale. */
    Future<Void> round() {
        int round = ++rounds;
        return repository.open().compose(open -> {
            Set<UUID> events = choose(open);
            Set<UUID> known = new HashSet<>(open);
            known.addAll(events);
            comparison.retain(known);
            if (round % CERTAIN_EVERY == 0) {
                comparison.doubtAll();
                events.forEach(recounts::mark);
            }
            compared = 0;
            return repository
                    .marks(events)
                    .compose(marks -> compareAll(marks, round))
                    .compose(done -> repository.saw(seen.all()));
        });
    }

    private Set<UUID> choose(List<UUID> open) {
        Set<UUID> events = new HashSet<>(sales.cached());
        for (int i = 0; i < Math.min(MOST_OTHERS, open.size()); i++) {
            events.add(open.get(Math.floorMod(others++, open.size())));
        }
        return events;
    }

    /** One after the other; whichever fails does not hold up the others. A round that was followed by the next one ends. */
    private Future<Void> compareAll(Map<UUID, Mark> marks, int round) {
        Future<Void> chain = Future.succeededFuture();
        for (Map.Entry<UUID, Mark> event : marks.entrySet()) {
            // What another process saw, or this one before it was started anew.
            seen.note(event.getKey(), event.getValue().seenVersion());
            chain = chain.compose(done -> rounds == round
                            ? comparison.compare(
                                    event.getKey(), event.getValue().epoch())
                            : Future.succeededFuture(false))
                    .<Void>map(readAll -> {
                        compared += readAll ? 1 : 0;
                        return null;
                    })
                    .recover(failure -> {
                        note(failure, event.getKey());
                        return Future.succeededFuture();
                    });
        }
        return chain;
    }

    /** A store that is away is told of by whoever needs it. */
    private static void note(Throwable failure, UUID eventId) {
        if (!(failure instanceof ServiceFault)) {
            log.atError().setCause(failure).addKeyValue("eventId", eventId).log("inventory not compared");
        }
    }

    /** Has all of the event looked at in the next round that it is in. */
    void doubt(UUID eventId) {
        recounts.mark(eventId);
    }

    /** For tests: of how many events the last round had to read the whole inventory. */
    int compared() {
        return compared;
    }
}
