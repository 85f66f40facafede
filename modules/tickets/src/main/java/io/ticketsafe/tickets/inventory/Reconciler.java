package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.tickets.inventory.Drift.StandingOf;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
 * Compares Redis with PostgreSQL and makes Redis what PostgreSQL says. A difference counts only when it was there at the
 * comparison before as well, so that orders on their way between the two stores are left alone; and before it is
 * repaired PostgreSQL is asked once more. After Redis was away the comparisons follow each other quickly. An event that was
 * found right is not compared again before something changed in Redis or PostgreSQL, or for the sake of certainty after
 * a while.
 */
final class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final long SOON_MS = 1_000;
    private static final int QUICK_ROUNDS = 3;
    private static final int MOST_OTHERS = 50;
    private static final int CERTAIN_EVERY = 30;
    private static final int MOST_REPAIRS = 500;
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final Database database;
    private final RedisStore redis;
    private final SaleSheets sales;
    private final SaleRepository repository;
    private final Inventory inventory;
    private final Settler settler;
    private final Recounts recounts;
    private final InventoryMeters meters;
    private final long everyMs;
    private final Map<UUID, Right> right = new ConcurrentHashMap<>();
    private final Map<UUID, Drift> before = new ConcurrentHashMap<>();
    private long timer = -1;
    private int quickRounds;
    private int others;
    private int compared;
    private volatile int rounds;
    private boolean stopped;

    Reconciler(
            Vertx vertx,
            Database database,
            RedisStore redis,
            SaleSheets sales,
            SaleRepository repository,
            Inventory inventory,
            Settler settler,
            Recounts recounts,
            InventoryMeters meters,
            long everyMs) {
        this.vertx = vertx;
        this.database = database;
        this.redis = redis;
        this.sales = sales;
        this.repository = repository;
        this.inventory = inventory;
        this.settler = settler;
        this.recounts = recounts;
        this.meters = meters;
        this.everyMs = everyMs;
    }

    void start() {
        long pause = quickRounds > 0 ? Math.min(SOON_MS, everyMs) : everyMs;
        timer = vertx.setTimer(
                pause,
                any -> Future.succeededFuture()
                        .compose(due -> round())
                        .timeout(LONGEST_ROUND.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(Reconciler::note)
                        .onComplete(done -> {
                            boolean doubtful = inventory.wasDoubtful();
                            if (doubtful) {
                                right.clear();
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
        return repository
                .open()
                .compose(open -> {
                    Set<UUID> events = new HashSet<>(sales.cached());
                    for (int i = 0; i < Math.min(MOST_OTHERS, open.size()); i++) {
                        events.add(open.get(Math.floorMod(others++, open.size())));
                    }
                    Set<UUID> known = new HashSet<>(open);
                    known.addAll(events);
                    before.keySet().retainAll(known);
                    right.keySet().retainAll(known);
                    if (round % CERTAIN_EVERY == 0) {
                        right.clear();
                    }
                    compared = 0;
                    return compareAll(events, round);
                })
                .onSuccess(done -> meters.drift(
                        before.values().stream().mapToInt(Drift::size).sum()));
    }

    /** One after the other; whichever fails does not hold up the others. A round that was followed by the next one ends. */
    private Future<Void> compareAll(Set<UUID> events, int round) {
        Future<Void> chain = Future.succeededFuture();
        for (UUID eventId : events) {
            chain = chain.compose(done -> rounds == round ? compare(eventId) : Future.succeededFuture())
                    .recover(failure -> {
                        note(failure, eventId);
                        return Future.succeededFuture();
                    });
        }
        return chain;
    }

    private static void note(Throwable failure) {
        note(failure, null);
    }

    /** A store that is away is told of by whoever needs it. */
    private static void note(Throwable failure, UUID eventId) {
        if (!(failure instanceof ServiceFault)) {
            log.atError().setCause(failure).addKeyValue("eventId", eventId).log("inventory not compared");
        }
    }

    /** For tests: of how many events the last round had to read the whole inventory. */
    int compared() {
        return compared;
    }

    private Future<Void> compare(UUID eventId) {
        boolean uncertain = recounts.take(eventId);
        return sales.byEvent(eventId)
                .compose(sale -> isAsItWas(sale, uncertain)
                        .compose(same -> same ? Future.succeededFuture() : compare(sale, uncertain)))
                .onFailure(failure -> {
                    if (uncertain) {
                        recounts.mark(eventId);
                    }
                });
    }

    private Future<Boolean> isAsItWas(Sale sale, boolean uncertain) {
        Right last = right.get(sale.eventId());
        if (last == null || uncertain) {
            return Future.succeededFuture(false);
        }
        return redis.send(Request.cmd(Command.HGET).arg(sale.metaKey()).arg("version"))
                .compose(version -> version == null || !version.toString().equals(last.version)
                        ? Future.succeededFuture(false)
                        : Claims.fingerprint(database::query, sale.eventId()).map(last.claims::equals));
    }

    private Future<Void> compare(Sale sale, boolean uncertain) {
        UUID eventId = sale.eventId();
        compared++;
        right.remove(eventId);
        return snapshot(sale).compose(snapshot -> {
            if (snapshot == null) {
                before.remove(eventId);
                return Future.succeededFuture();
            }
            return Claims.fingerprint(database::query, eventId)
                    .compose(fingerprint -> Claims.ofEvent(database::query, eventId)
                            .compose(claims -> {
                                Drift drift = Drift.between(sale, snapshot.subList(1, snapshot.size()), claims);
                                Drift confirmed = drift.and(before.getOrDefault(eventId, Drift.NONE));
                                before.put(eventId, drift);
                                if (drift.size() == 0) {
                                    right.put(eventId, new Right(snapshot.get(0).toString(), fingerprint));
                                }
                                return repair(sale, confirmed)
                                        .compose(done -> uncertain
                                                ? recount(sale, snapshot.get(0), claims, drift)
                                                : Future.succeededFuture());
                            }));
        });
    }

    /** Version, then the content of each section; null when the inventory is not loaded. */
    private Future<List<Response>> snapshot(Sale sale) {
        List<Request> reads = new ArrayList<>();
        reads.add(Request.cmd(Command.HGET).arg(sale.metaKey()).arg("version"));
        for (Section section : sale.sections()) {
            reads.add(Request.cmd(section.isSeated() ? Command.GET : Command.HGETALL)
                    .arg(section.key()));
        }
        return redis.batch(reads).map(answers -> answers.contains(null) ? null : answers);
    }

    private Future<Void> repair(Sale sale, Drift drift) {
        if (drift.size() == 0) {
            return Future.succeededFuture();
        }
        log.atWarn()
                .addKeyValue("eventId", sale.eventId())
                .addKeyValue("seats", drift.seats().size())
                .addKeyValue("standing", drift.standing().size())
                .log("inventory differs from claims and is repaired");
        recounts.mark(sale.eventId());
        List<String> seats = drift.seats().stream().limit(MOST_REPAIRS).toList();
        Future<Void> chain = settler.settle(sale, new UUID(0, 0), null, new Places(seats, Map.of()));
        for (StandingOf of : drift.standing().stream().limit(MOST_REPAIRS).toList()) {
            chain = chain.compose(done ->
                    settler.settle(sale, of.orderId(), null, new Places(List.of(), Map.of(of.section(), 1))));
        }
        return chain;
    }

    /** A repair may not know whose place became free, so the caps are counted anew, once nothing differs nor moves. */
    private Future<Void> recount(Sale sale, Response version, Claims claims, Drift drift) {
        if (drift.size() > 0) {
            recounts.mark(sale.eventId());
            return Future.succeededFuture();
        }
        Map<String, Integer> counts = new HashMap<>();
        claims.seats().forEach(claim -> counts.merge(claim.buyer().toString(), 1, Integer::sum));
        claims.standing().forEach(claim -> counts.merge(claim.buyer().toString(), claim.quantity(), Integer::sum));
        List<Object> values = new ArrayList<>(List.of(sale.metaKey(), sale.expiryKey(), sale.buyersKey()));
        values.add(version.toString());
        counts.forEach((buyer, count) -> {
            values.add(buyer);
            values.add(count);
        });
        return inventory.script(Scripts.RECOUNT, 3, values.toArray()).map(reply -> {
            if (Outcome.of(reply) == Outcome.STALE) {
                recounts.mark(sale.eventId());
            }
            return null;
        });
    }

    /** An event as it was when nothing differed: version of its inventory, fingerprint of its claims. */
    private record Right(String version, String claims) {}
}
