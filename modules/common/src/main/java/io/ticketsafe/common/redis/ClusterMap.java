package io.ticketsafe.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Which node has which slots, learnt from any node that answers and from redirections. Asked anew when something did not
 * go as the map says, and not more often than a few times a second.
 */
final class ClusterMap {
    static final int SLOTS = 16_384;

    private static final long PATIENCE_MS = 1_000;
    private static final long SHORTEST_PAUSE_MS = 100;
    private static final int MOST_ASKED = 8;
    private static final int MOST_QUESTIONS = 64;

    private final Vertx vertx;
    private final List<HostAndPort> seeds;
    private final RedisDialer dialer;
    private final RedisStatus status;
    private final Consumer<Set<HostAndPort>> onNodes;
    private final AtomicReferenceArray<HostAndPort> owners = new AtomicReferenceArray<>(SLOTS);
    private final Map<HostAndPort, RedisLane> lanes = new ConcurrentHashMap<>();

    // Guarded by this.
    private Set<HostAndPort> masters = Set.of();
    private Future<Void> asking;
    private long pauseEndsNanos = System.nanoTime();
    private int turn;
    private boolean closed;

    /** @param onNodes told which masters there are, whenever the nodes were asked */
    ClusterMap(
            Vertx vertx,
            List<HostAndPort> seeds,
            RedisDialer dialer,
            RedisStatus status,
            Consumer<Set<HostAndPort>> onNodes) {
        this.vertx = vertx;
        this.seeds = seeds;
        this.dialer = dialer;
        this.status = status;
        this.onNodes = onNodes;
    }

    /** Null where nobody has said. */
    HostAndPort owner(int slot) {
        return owners.get(slot);
    }

    void moved(int slot, HostAndPort owner) {
        owners.set(slot, owner);
    }

    synchronized Set<HostAndPort> masters() {
        return masters;
    }

    /** Completes when the nodes were asked, perhaps without success; at once when that was done just now. */
    synchronized Future<Void> refresh() {
        if (asking != null) {
            return asking;
        }
        if (closed || System.nanoTime() - pauseEndsNanos < 0) {
            return Future.succeededFuture();
        }
        List<HostAndPort> nodes = toAsk();
        Future<Void> asked = ask(nodes, 0).eventually(this::asked);
        asking = asked.isComplete() ? null : asked;
        return asked;
    }

    Future<Void> close() {
        synchronized (this) {
            closed = true;
        }
        lanes.values().forEach(RedisLane::close);
        return dialer.close();
    }

    private synchronized Future<Void> asked() {
        asking = null;
        pauseEndsNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SHORTEST_PAUSE_MS);
        return Future.succeededFuture();
    }

    /** Another one first each time, so that one that hangs does not hold up all. */
    private List<HostAndPort> toAsk() {
        Set<HostAndPort> all = new LinkedHashSet<>(masters);
        all.addAll(seeds);
        List<HostAndPort> nodes = new ArrayList<>(all);
        Collections.rotate(nodes, turn++ % nodes.size());
        return nodes.subList(0, Math.min(MOST_ASKED, nodes.size()));
    }

    private Future<Void> ask(List<HostAndPort> nodes, int at) {
        if (at == nodes.size()) {
            status.trouble(null, new RedisTrouble("no node of the cluster answers: " + nodes));
            return Future.succeededFuture();
        }
        HostAndPort node = nodes.get(at);
        return lanes.computeIfAbsent(node, this::lane)
                .send(Request.cmd(Command.CLUSTER).arg("SLOTS"))
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .<Void>map(slots -> {
                    read(slots, node);
                    return null;
                })
                .recover(failure -> ask(nodes, at + 1));
    }

    /** Ranges: first slot, last slot, then master and replicas, each as host, port, id. */
    private void read(Response ranges, HostAndPort asked) {
        Set<HostAndPort> found = new LinkedHashSet<>();
        for (Response range : ranges) {
            Response master = range.get(2);
            String host = master.get(0) == null ? "" : master.get(0).toString();
            HostAndPort node = HostAndPort.create(
                    host.isEmpty() ? asked.host() : host, master.get(1).toInteger());
            found.add(node);
            int last = range.get(1).toInteger();
            for (int slot = range.get(0).toInteger(); slot <= last; slot++) {
                owners.set(slot, node);
            }
        }
        if (found.isEmpty()) {
            throw new RedisTrouble(asked + " belongs to no cluster with slots");
        }
        synchronized (this) {
            masters = Set.copyOf(found);
        }
        lanes.forEach((node, lane) -> {
            if (!found.contains(node) && !seeds.contains(node) && lanes.remove(node, lane)) {
                lane.close();
            }
        });
        onNodes.accept(found);
    }

    private RedisLane lane(HostAndPort node) {
        return new RedisLane(
                vertx,
                dialer,
                RedisDialer.Kind.CLUSTER_NODE,
                () -> Future.succeededFuture(node),
                RedisStatus.silent(),
                MOST_QUESTIONS);
    }
}
