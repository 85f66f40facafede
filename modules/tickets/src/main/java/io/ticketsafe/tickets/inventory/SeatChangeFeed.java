package io.ticketsafe.tickets.inventory;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.contract.tickets.SeatChange;
import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Publishes what scripts change of the events that somebody watches, some milliseconds' changes at once. While nobody watches
 * anything, noting a reply is one look at an empty map.
 */
final class SeatChangeFeed {
    private static final long COLLECT_MS = 4;
    private static final long LAPSE_NANOS = TimeUnit.MILLISECONDS.toNanos(SeatMapOperations.WATCH_LAPSES_MS);
    private static final int MOST_WATCHED = 10_000;
    private static final int LONGEST_TEXT = 256 * 1024;
    private static final int PLACES = 5;
    private static final String HELD = "h";

    private final Vertx vertx;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private volatile Context own;
    private MessageConsumer<String> interest;
    private long sweep = -1;

    SeatChangeFeed(Vertx vertx) {
        this.vertx = requireNonNull(vertx);
    }

    Future<Void> start() {
        own = vertx.getOrCreateContext();
        sweep = vertx.setPeriodic(SeatMapOperations.WATCH_LAPSES_MS, timer -> forgetLapsed());
        interest = vertx.eventBus().consumer(SeatMapOperations.WATCH, message -> watch(message.body()));
        return interest.completion();
    }

    Future<Void> stop() {
        vertx.cancelTimer(sweep);
        watched.clear();
        return interest == null ? Future.succeededFuture() : interest.unregister();
    }

    private void watch(String event) {
        UUID eventId = UUID.fromString(event);
        String metaKey = Sale.prefix(eventId) + "meta";
        Watched known = watched.get(metaKey);
        if (known == null && watched.size() < MOST_WATCHED) {
            known = new Watched(SeatMapOperations.changesOf(eventId));
            watched.put(metaKey, known);
        }
        if (known != null) {
            known.untilNanos = System.nanoTime() + LAPSE_NANOS;
        }
    }

    private void forgetLapsed() {
        long now = System.nanoTime();
        watched.values().removeIf(event -> event.untilNanos - now < 0);
    }

    /**
     * @param metaKey first key of the script, text or bytes
     * @param reply of a script, see {@code lua/tickets/include/changes.lua}
     */
    void note(Object metaKey, Response reply) {
        if (watched.isEmpty() || reply.size() < 2 || reply.get(1).size() == 0) {
            return;
        }
        Watched event =
                watched.get(metaKey instanceof byte[] bytes ? new String(bytes, StandardCharsets.US_ASCII) : metaKey);
        if (event != null) {
            collect(event, read(reply));
        }
    }

    private static SeatChange read(Response reply) {
        Response all = reply.get(1);
        List<String> changes = new ArrayList<>(all.size());
        for (int i = 1; i < all.size(); i++) {
            String change = all.get(i).toString();
            changes.add(change.equals(HELD) ? HELD + reply.get(PLACES) : change);
        }
        return new SeatChange(all.get(0).toLong(), changes);
    }

    private void collect(Watched event, SeatChange change) {
        synchronized (event) {
            if (event.text.length() == 0) {
                // Not on the caller's context: a timer ends with the verticle that set it, and nothing would be
                // published any more.
                own.runOnContext(turn -> vertx.setTimer(COLLECT_MS, timer -> publish(event)));
            } else if (event.text.length() > LONGEST_TEXT) {
                event.text.setLength(0);
                new SeatChange(change.version(), List.of("r")).write(event.text);
                return;
            }
            change.write(event.text);
        }
    }

    private void publish(Watched event) {
        String text;
        synchronized (event) {
            text = event.text.toString();
            event.text.setLength(0);
        }
        vertx.eventBus().publish(event.address, text);
    }

    private static final class Watched {
        private final String address;
        private final StringBuilder text = new StringBuilder();
        private volatile long untilNanos;

        Watched(String address) {
            this.address = address;
        }
    }
}
