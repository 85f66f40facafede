package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import io.ticketsafe.tickets.inventory.Claims.SeatClaim;
import io.ticketsafe.tickets.inventory.Claims.StandingClaim;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Sale.SeatAt;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleRepository.Locked;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an event's inventory into Redis: its places from the sheet, what is claimed and sold from PostgreSQL. The lock is the
 * row of the sale: other processes wait for it and then find the inventory there. Within this process all requests
 * wait for one load.
 */
public final class InventoryLoader {
    private static final Logger log = LoggerFactory.getLogger(InventoryLoader.class);
    private static final long NEVER_MS = 9_000_000_000_000_000L;

    private final Database database;
    private final RedisStore redis;
    private final SaleSheets sales;
    private final InventoryMeters meters;
    private final Map<UUID, Future<Sale>> running = new ConcurrentHashMap<>();

    public InventoryLoader(Database database, RedisStore redis, SaleSheets sales, InventoryMeters meters) {
        this.database = database;
        this.redis = redis;
        this.sales = sales;
        this.meters = meters;
    }

    /** Makes sure that the inventory is there, with the rules that are in force. NOT_FOUND without a sale. */
    public Future<Sale> load(UUID eventId) {
        Future<Sale> loading = running.get(eventId);
        return loading != null ? loading : start(eventId);
    }

    /** The same after the sale was changed: a load that is running may have read it before. */
    public Future<Sale> renew(UUID eventId) {
        Future<Sale> loading = running.get(eventId);
        return loading != null ? loading.transform(any -> start(eventId)) : start(eventId);
    }

    private Future<Sale> start(UUID eventId) {
        Future<Sale> started = database.inTransaction(transaction -> locked(transaction, eventId))
                .onSuccess(sales::put);
        if (!started.isComplete()) {
            running.put(eventId, started);
            started.onComplete(any -> running.remove(eventId, started));
        }
        return started;
    }

    private Future<Sale> locked(SqlConnection transaction, UUID eventId) {
        return SaleRepository.lock(transaction, eventId).compose(locked -> {
            if (locked == null) {
                return Future.failedFuture(ServiceFault.notFound("event"));
            }
            return isLoaded(locked)
                    .compose(loaded -> loaded
                            ? renewRules(locked.sale())
                            : forget(locked.sale()).compose(epoch -> fill(transaction, locked.sale(), epoch)))
                    .map(locked.sale());
        });
    }

    /** All keys that must be there are; one that is missing alone was lost. */
    private Future<Boolean> isLoaded(Locked locked) {
        Request exists = Request.cmd(Command.EXISTS).arg(locked.sale().metaKey());
        int expected = 1;
        for (Section section : locked.sale().sections()) {
            exists.arg(section.key());
            expected++;
        }
        int all = expected;
        return redis.send(exists).map(found -> found.toInteger() == all);
    }

    /** @return the epoch that was in Redis; holds of it may still be there and must not be taken for new ones */
    private Future<Long> forget(Sale sale) {
        return redis.batch(List.of(
                        Request.cmd(Command.HGET).arg(sale.metaKey()).arg("epoch"),
                        Request.cmd(Command.DEL).arg(sale.metaKey())))
                .map(answers -> answers.get(0) == null ? 0 : answers.get(0).toLong());
    }

    private Future<Response> renewRules(Sale sale) {
        List<Object> values = new ArrayList<>();
        values.add(sale.metaKey());
        rules(sale).forEach((field, value) -> {
            values.add(field);
            values.add(value);
        });
        return redis.run(Scripts.RULES, 1, values.toArray());
    }

    private Future<Response> fill(SqlConnection transaction, Sale sale, long known) {
        return SaleRepository.nextEpoch(transaction, sale.eventId(), known)
                .compose(epoch -> Claims.ofEvent(
                                (sql, parameters) -> Database.query(transaction, sql, parameters), sale.eventId())
                        .compose(claims -> redis.run(
                                        Scripts.LOAD, 3 + sale.sections().size(), content(sale, epoch, claims))
                                .onSuccess(done -> {
                                    meters.loaded();
                                    log.atInfo()
                                            .addKeyValue("eventId", sale.eventId())
                                            .addKeyValue("epoch", epoch)
                                            .addKeyValue(
                                                    "seatClaims", claims.seats().size())
                                            .log("inventory loaded");
                                })));
    }

    private static Object[] content(Sale sale, long epoch, Claims claims) {
        Map<String, StringBuilder> texts = new HashMap<>();
        Map<String, Map<String, Object>> counters = new HashMap<>();
        Map<String, Integer> buyers = new HashMap<>();
        for (Section section : sale.sections()) {
            if (section.isSeated()) {
                texts.put(section.code(), section.freeText());
            } else {
                counters.put(section.code(), new HashMap<>(Map.of("f", section.capacity(), "h", 0, "c", 0, "s", 0)));
            }
        }
        for (SeatClaim claim : claims.seats()) {
            SeatAt seat = sale.seat(claim.seat());
            StringBuilder text = texts.get(seat.section().code());
            boolean accessible = text.charAt(seat.position()) == 'F';
            text.setCharAt(seat.position(), accessible ? Character.toUpperCase(claim.state()) : claim.state());
            buyers.merge(claim.buyer().toString(), 1, Integer::sum);
        }
        for (StandingClaim claim : claims.standing()) {
            Map<String, Object> counter = counters.get(claim.section());
            counter.merge(String.valueOf(claim.state()), claim.quantity(), InventoryLoader::sum);
            counter.merge("f", -claim.quantity(), InventoryLoader::sum);
            counter.put("o:" + claim.orderId(), "" + claim.state() + claim.quantity());
            buyers.merge(claim.buyer().toString(), claim.quantity(), Integer::sum);
        }
        List<Object> values = new ArrayList<>(List.of(sale.metaKey(), sale.expiryKey(), sale.buyersKey()));
        sale.sections().forEach(section -> values.add(section.key()));
        values.add(epoch);
        addFields(values, rules(sale));
        for (Section section : sale.sections()) {
            if (section.isSeated()) {
                values.add(texts.get(section.code()).toString());
            } else {
                values.add("GA");
                addFields(values, counters.get(section.code()));
            }
        }
        buyers.forEach((buyer, count) -> {
            values.add(buyer);
            values.add(count);
        });
        return values.toArray();
    }

    private static Object sum(Object a, Object b) {
        return (Integer) a + (Integer) b;
    }

    private static void addFields(List<Object> values, Map<String, Object> fields) {
        values.add(fields.size());
        fields.forEach((field, value) -> {
            values.add(field);
            values.add(value);
        });
    }

    private static Map<String, Object> rules(Sale sale) {
        SheetRules rules = sale.rules();
        Instant closes =
                rules.closesAt() != null ? rules.closesAt() : sale.sheet().endsAt();
        return Map.of(
                "sheet",
                sale.sheet().version(),
                "canceled",
                sale.isCanceled() ? 1 : 0,
                "opens",
                rules.opensAt() == null ? 0 : rules.opensAt().toEpochMilli(),
                "closes",
                closes == null ? NEVER_MS : closes.toEpochMilli(),
                "perOrder",
                Math.max(0, rules.maxPerOrder()),
                "perBuyer",
                Math.max(0, rules.maxPerBuyer()),
                "holdMs",
                Math.max(1, rules.holdMinutes()) * 60_000L);
    }
}
