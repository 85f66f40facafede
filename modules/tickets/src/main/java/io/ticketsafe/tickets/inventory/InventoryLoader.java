package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleRepository.Locked;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that an event's inventory is in Redis, and not an older state of it; otherwise rebuilds it from PostgreSQL. The lock is
 * the row of the sale: other processes wait for it and then find the inventory there. Within this process all requests
 * wait for one load.
 *
 * <p>An epoch is given to one load only, and for good before that begins; so a load whose transaction was lost can be told from the one
 * that came after it, however late its commands reach Redis.
 */
public final class InventoryLoader {
    private static final Logger log = LoggerFactory.getLogger(InventoryLoader.class);
    private static final int MOST_EPOCHS = 3;

    private final Database database;
    private final RedisStore redis;
    private final SaleSheets sales;
    private final InventoryMeters meters;
    private final SeenVersions seen;
    private final SeatChangeFeed feed;
    private final Map<UUID, Future<Sale>> running = new ConcurrentHashMap<>();

    InventoryLoader(
            Database database,
            RedisStore redis,
            SaleSheets sales,
            InventoryMeters meters,
            SeenVersions seen,
            SeatChangeFeed feed) {
        this.feed = feed;
        this.database = database;
        this.redis = redis;
        this.sales = sales;
        this.meters = meters;
        this.seen = seen;
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
        Future<Sale> started = attempt(eventId, 0, MOST_EPOCHS).onSuccess(sales::put);
        if (!started.isComplete()) {
            running.put(eventId, started);
            started.onComplete(any -> running.remove(eventId, started));
        }
        return started;
    }

    /** @param epoch that this load may use; where a later one is needed, it is asked for and all is looked at again */
    private Future<Sale> attempt(UUID eventId, long epoch, int epochsLeft) {
        return database.inTransaction(transaction -> locked(transaction, eventId, epoch))
                .compose(looked -> {
                    if (looked.done) {
                        return Future.succeededFuture(looked.sale);
                    }
                    return epochsLeft == 0
                            ? Future.failedFuture(Outcome.fault(Outcome.NOT_LOADED))
                            : SaleRepository.giveEpoch(database, eventId, looked.epochInUse)
                                    .compose(given -> attempt(eventId, given, epochsLeft - 1));
                });
    }

    private Future<Looked> locked(SqlConnection transaction, UUID eventId, long epoch) {
        return SaleRepository.lock(transaction, eventId).compose(locked -> {
            if (locked == null) {
                return Future.failedFuture(ServiceFault.notFound("event"));
            }
            return look(locked).compose(state -> {
                Sale sale = locked.sale();
                if (state.isWhole) {
                    return renewRules(sale).map(new Looked(sale, true, state.epoch));
                }
                long inUse = Math.max(state.epoch, locked.epoch());
                return epoch <= inUse
                        ? Future.succeededFuture(new Looked(sale, false, inUse))
                        : rebuild(transaction, sale, epoch).map(new Looked(sale, true, epoch));
            });
        });
    }

    /**
     * Whole is an inventory all of whose keys are there (one that is missing alone was lost), of the epoch that PostgreSQL knows,
     * and not older than it was seen before.
     */
    private Future<State> look(Locked locked) {
        Sale sale = locked.sale();
        long oldest = Math.max(locked.seenVersion(), seen.of(sale.eventId()));
        return redis.send(Request.cmd(Command.HMGET)
                        .arg(sale.metaKey())
                        .arg("epoch")
                        .arg("version")
                        .arg(Assigned.HOMES))
                .compose(known -> {
                    long epoch = known.get(0) == null ? 0 : known.get(0).toLong();
                    long version = known.get(1) == null ? 0 : known.get(1).toLong();
                    Request exists = Request.cmd(Command.EXISTS)
                            .arg(sale.metaKey())
                            .arg(sale.holdsKey())
                            .arg(sale.buyersKey());
                    sale.sections().forEach(section -> exists.arg(section.key()));
                    List<String> withHome = Assigned.sections(known.get(2));
                    withHome.forEach(section -> exists.arg(sale.homeKey(section)));
                    int all = 3 + sale.sections().size() + withHome.size();
                    return redis.send(exists)
                            .map(found -> new State(
                                    found.toInteger() == all && epoch == locked.epoch() && version >= oldest, epoch));
                });
    }

    /** The lock keeps others from changing assignments between the question and the script; dates that come do not matter. */
    private Future<Response> renewRules(Sale sale) {
        return redis.send(Request.cmd(Command.HGET).arg(sale.metaKey()).arg(Assigned.DIGEST))
                .compose(known -> {
                    boolean same = sale.channels().digest().equals(known == null ? "" : known.toString());
                    List<Object> values = new ArrayList<>(List.of(sale.metaKey()));
                    int keys = 1;
                    if (!same) {
                        Assigned.sections(sale).forEach(section -> values.add(section.key()));
                        keys = values.size();
                    }
                    Map<String, Object> rules = InventoryContent.rules(sale);
                    values.add(rules.size());
                    rules.forEach((field, value) -> {
                        values.add(field);
                        values.add(value);
                    });
                    if (!same) {
                        values.addAll(Assigned.meta(sale).values());
                        values.addAll(sale.channels().homes().values());
                        sale.channels()
                                .allotments()
                                .forEach((section, ofChannels) -> ofChannels.forEach(
                                        (channel, quantity) -> values.addAll(List.of(section, channel, quantity))));
                    }
                    return redis.run(Scripts.RULES, keys, values.toArray());
                })
                .onSuccess(reply -> feed.note(sale.metaKey(), reply));
    }

    private Future<Void> rebuild(SqlConnection transaction, Sale sale, long epoch) {
        long start = System.nanoTime();
        InventoryWriter writer = new InventoryWriter(redis, sale, epoch);
        return writer.begin()
                .compose(begun -> SaleRepository.useEpoch(transaction, sale.eventId(), epoch))
                .compose(used -> Claims.ofEvent(
                        (sql, parameters) -> Database.query(transaction, sql, parameters), sale.eventId()))
                .compose(claims -> {
                    InventoryContent content = InventoryContent.of(sale, claims);
                    return writer.write(content)
                            .onSuccess(reply -> feed.note(sale.metaKey(), reply))
                            .map(content.unknown());
                })
                .map(unknown -> {
                    Duration took = Duration.ofNanos(System.nanoTime() - start);
                    meters.loaded(took);
                    note(sale, epoch, unknown, took);
                    return null;
                });
    }

    private static void note(Sale sale, long epoch, int unknown, Duration took) {
        log.atInfo()
                .addKeyValue("eventId", sale.eventId())
                .addKeyValue("epoch", epoch)
                .addKeyValue("tookMs", took.toMillis())
                .log("inventory loaded");
        if (unknown > 0) {
            log.atError()
                    .addKeyValue("eventId", sale.eventId())
                    .addKeyValue("claims", unknown)
                    .log("claims of places that the sheet does not have");
        }
    }

    /** @param epochInUse the latest that Redis or PostgreSQL knows */
    private record Looked(Sale sale, boolean done, long epochInUse) {}

    private record State(boolean isWhole, long epoch) {}
}
