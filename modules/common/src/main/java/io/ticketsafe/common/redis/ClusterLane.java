package io.ticketsafe.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.RequestImpl;
import io.vertx.redis.client.impl.ZModem;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A connection per node, and the choice by the slot of the first key. Only what was certainly not carried out is asked
 * again: what was redirected, what came while a slot is on its way, and what could not be sent.
 */
final class ClusterLane implements Lane {
    private static final ErrorType NOBODY = ErrorType.create("CLUSTERDOWN nobody is known to have the slot");
    private static final int MOST_TRIES = 16;
    private static final long DEADLINE_NANOS = RedisStore.DEADLINE.toNanos();
    private static final long PAUSE_MS = 20;

    private final Vertx vertx;
    private final ClusterMap map;
    private final Function<HostAndPort, RedisLane> open;
    private final Map<HostAndPort, RedisLane> nodes = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean closed;

    ClusterLane(Vertx vertx, ClusterMap map, Function<HostAndPort, RedisLane> open) {
        this.vertx = vertx;
        this.map = map;
        this.open = open;
    }

    @Override
    public Future<Response> send(Request command, Object key) {
        int slot = slot(command, key);
        return slot < 0 ? sendToAny(command) : send(command, slot, System.nanoTime(), 0);
    }

    /** One by one, so that each can be redirected. */
    @Override
    public Future<List<Response>> batch(List<Request> commands) {
        List<Future<Response>> answers =
                commands.stream().map(command -> send(command, null)).toList();
        return Future.join(answers).map(all -> all.list());
    }

    /** Fails when no node answers: while some do, their events are sold. */
    @Override
    public Future<Void> ping() {
        return known().compose(masters -> masters.isEmpty()
                ? Future.failedFuture(NOBODY)
                : Future.any(masters.stream().map(master -> node(master).ping()).toList())
                        .<Void>mapEmpty()
                        .onFailure(failure -> map.refresh()));
    }

    @Override
    public long inFlight() {
        return nodes.values().stream().mapToLong(RedisLane::inFlight).sum();
    }

    @Override
    public void close() {
        closed = true;
        nodes.values().forEach(RedisLane::close);
    }

    void keepOnly(Set<HostAndPort> masters) {
        nodes.forEach((address, lane) -> {
            if (!masters.contains(address) && nodes.remove(address, lane)) {
                lane.close();
            }
        });
    }

    private Future<Response> send(Request command, int slot, long began, int tries) {
        HostAndPort owner = map.owner(slot);
        return owner == null
                ? map.refresh()
                        .compose(done -> map.owner(slot) == null
                                ? Future.failedFuture(NOBODY)
                                : sendTo(map.owner(slot), command, slot, began, tries))
                : sendTo(owner, command, slot, began, tries);
    }

    private Future<Response> sendTo(HostAndPort node, Request command, int slot, long began, int tries) {
        return node(node).send(command).recover(failure -> again(node, command, slot, began, tries, failure));
    }

    private Future<Response> again(
            HostAndPort asked, Request command, int slot, long began, int tries, Throwable failure) {
        long leftNanos = DEADLINE_NANOS - (System.nanoTime() - began);
        if (closed || tries >= MOST_TRIES || leftNanos <= 0 || failure == RedisLane.CLOSED && !isLeft(asked, slot)) {
            return Future.failedFuture(failure);
        }
        Future<Response> retry = retry(asked, command, slot, began, tries + 1, failure);
        return tries > 0
                ? retry
                : retry.timeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)), TimeUnit.MILLISECONDS);
    }

    private Future<Response> retry(
            HostAndPort asked, Request command, int slot, long began, int tries, Throwable failure) {
        if (failure == RedisLane.DOWN || failure == RedisLane.CLOSED || failure instanceof RedisTrouble) {
            return map.refresh()
                    .compose(done ->
                            isLeft(asked, slot) ? send(command, slot, began, tries) : Future.failedFuture(failure));
        }
        if (!(failure instanceof ErrorType error)) {
            map.refresh();
            return Future.failedFuture(failure);
        }
        Redirect redirect = Redirect.of(error, asked);
        if (redirect != null && redirect.once()) {
            return sendOnce(redirect.target(), command)
                    .recover(refused -> again(asked, command, slot, began, tries, refused));
        }
        if (redirect != null) {
            map.moved(slot, redirect.target());
            map.refresh();
            return sendTo(redirect.target(), command, slot, began, tries);
        }
        if (RedisErrors.isOnItsWay(error)) {
            return vertx.timer(PAUSE_MS).compose(rested -> send(command, slot, began, tries));
        }
        if (RedisErrors.isNotNow(error)) {
            map.refresh();
        }
        return Future.failedFuture(failure);
    }

    private boolean isLeft(HostAndPort asked, int slot) {
        return !asked.equals(map.owner(slot));
    }

    private Future<Response> sendOnce(HostAndPort node, Request command) {
        return node(node)
                .batch(List.of(Request.cmd(Command.ASKING), command))
                .map(answers -> answers.get(1))
                .recover(failure ->
                        Future.failedFuture(failure instanceof ErrorType error ? RedisErrors.ofBatch(error) : failure));
    }

    /** What names no key concerns no event, and any node will do. */
    private Future<Response> sendToAny(Request command) {
        return known().compose(masters -> masters.isEmpty()
                ? Future.failedFuture(NOBODY)
                : node(List.copyOf(masters).get(Math.floorMod(turn.getAndIncrement(), masters.size())))
                        .send(command)
                        .onFailure(failure -> map.refresh()));
    }

    private Future<Set<HostAndPort>> known() {
        Set<HostAndPort> masters = map.masters();
        return masters.isEmpty() ? map.refresh().map(done -> map.masters()) : Future.succeededFuture(masters);
    }

    private RedisLane node(HostAndPort address) {
        RedisLane lane = nodes.get(address);
        if (lane != null) {
            return lane;
        }
        RedisLane made = nodes.computeIfAbsent(address, open);
        if (closed) {
            made.close();
        }
        return made;
    }

    private static int slot(Request command, Object key) {
        if (key instanceof byte[] bytes) {
            return ZModem.generate(bytes);
        }
        if (key instanceof String text) {
            return ZModem.generate(text);
        }
        List<byte[]> keys = ((RequestImpl) command).keys();
        return keys.isEmpty() ? -1 : ZModem.generate(keys.get(0));
    }
}
