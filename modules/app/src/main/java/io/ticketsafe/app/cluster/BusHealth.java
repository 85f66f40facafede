package io.ticketsafe.app.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.List;

/**
 * {@code bus} in {@code /health/ready}: whether the other processes answer on the event bus. Membership does not tell, for it has
 * no TLS; a process with a certificate of another CA is a member that nobody talks to.
 */
public final class BusHealth {
    private static final String ADDRESS = "ticketsafe.process.";
    private static final long PATIENCE_MS = 1_500;
    private static final long CHECK_TIMEOUT_MS = 2_000;
    private static final DeliveryOptions OPTIONS = new DeliveryOptions().setSendTimeout(PATIENCE_MS);

    private final Vertx vertx;
    private final Members members;

    private BusHealth(Vertx vertx, Members members) {
        this.vertx = vertx;
        this.members = members;
    }

    /** Answers the others from now on, and asks them whenever the health is asked for. */
    public static Future<Void> watch(Vertx vertx, Members members, HealthChecks health) {
        BusHealth bus = new BusHealth(vertx, members);
        health.register("bus", CHECK_TIMEOUT_MS, bus::check);
        return vertx.eventBus()
                .consumer(ADDRESS + members.getNodeId(), message -> message.reply(null))
                .completion();
    }

    /** Some that do not answer are their own trouble; when nobody does, it is ours. */
    private void check(Promise<Status> promise) {
        List<Future<Boolean>> others = members.getNodes().stream()
                .filter(node -> !node.equals(members.getNodeId()))
                .map(this::answers)
                .toList();
        Future.join(others).onComplete(asked -> {
            long silent = others.stream().filter(answer -> !answer.result()).count();
            JsonObject data = new JsonObject().put("others", others.size()).put("silent", silent);
            promise.tryComplete(
                    silent == 0 || silent < others.size()
                            ? Status.OK(data)
                            : Status.KO(data.put(
                                    "reason",
                                    "no other process answers on the event bus: cluster.tls must be of the same CA in all,"
                                            + " and every cluster.host be reachable")));
        });
    }

    /** A process that is not asked for, since it has not said yet that it answers, may be one of an older version. */
    private Future<Boolean> answers(String node) {
        return vertx.eventBus()
                .request(ADDRESS + node, null, OPTIONS)
                .map(true)
                .otherwise(failure ->
                        failure instanceof ReplyException refusal && refusal.failureType() == ReplyFailure.NO_HANDLERS);
    }
}
