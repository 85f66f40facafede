package io.ticketsafe.tickets.sale;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The sales that were used lately, in memory, loaded from PostgreSQL when they are not. A change is made known to
 * all processes, but a message may be lost, so whoever sells compares the version with the inventory's, inside the
 * script, and asks for a {@link #reload} where they differ.
 */
public final class SaleSheets {
    private static final String CHANGED = "ticketsafe.tickets.internal.saleChanged";
    private static final int MOST_NUMBERS = 100_000;

    private final Vertx vertx;
    private final SaleRepository repository;
    private final Cache<UUID, Sale> sales;
    private final Cache<Long, UUID> numbers =
            Caffeine.newBuilder().maximumSize(MOST_NUMBERS).build();
    private final Map<Object, Future<Sale>> loading = new ConcurrentHashMap<>();
    private MessageConsumer<String> changes;

    public SaleSheets(Vertx vertx, SaleRepository repository, int maxSales) {
        this.vertx = requireNonNull(vertx);
        this.repository = requireNonNull(repository);
        this.sales = Caffeine.newBuilder()
                .maximumSize(maxSales)
                .executor(Runnable::run)
                .build();
    }

    public Future<Void> start() {
        changes = vertx.eventBus().consumer(CHANGED, message -> sales.invalidate(UUID.fromString(message.body())));
        return changes.completion();
    }

    public Future<Void> stop() {
        return changes == null ? Future.succeededFuture() : changes.unregister();
    }

    /** NOT_FOUND for a draft or an unknown event. */
    public Future<Sale> byEvent(UUID eventId) {
        Sale known = sales.getIfPresent(eventId);
        return known != null ? Future.succeededFuture(known) : reload(eventId);
    }

    /** The sale with this number; NOT_FOUND says that there is no such hold, since holds carry the number. */
    public Future<Sale> byNumber(long number) {
        UUID eventId = numbers.getIfPresent(number);
        return eventId != null ? byEvent(eventId) : load(number, () -> repository.findByNumber(number), "hold");
    }

    /** Asks PostgreSQL anew. */
    public Future<Sale> reload(UUID eventId) {
        return load(eventId, () -> repository.find(eventId), "event");
    }

    /** Remembers a sale that was just read. */
    public void put(Sale sale) {
        sales.put(sale.eventId(), sale);
        numbers.put(sale.number(), sale.eventId());
    }

    /** Lets all processes forget what they know of the sale. */
    public void changed(UUID eventId) {
        sales.invalidate(eventId);
        vertx.eventBus().publish(CHANGED, eventId.toString());
    }

    /** Events whose sale is in memory. */
    public List<UUID> cached() {
        return List.copyOf(sales.asMap().keySet());
    }

    private Future<Sale> load(Object key, Supplier<Future<Sale>> query, String what) {
        Future<Sale> running = loading.get(key);
        if (running != null) {
            return running;
        }
        Future<Sale> started = query.get().map(sale -> {
            if (sale == null) {
                throw ServiceFault.notFound(what);
            }
            put(sale);
            return sale;
        });
        if (!started.isComplete()) {
            loading.put(key, started);
            started.onComplete(any -> loading.remove(key, started));
        }
        return started;
    }
}
