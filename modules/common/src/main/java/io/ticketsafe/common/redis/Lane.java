package io.ticketsafe.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;

/** The way to Redis of one event loop. */
sealed interface Lane permits RedisLane, ClusterLane {
    /**
     * @param key text or bytes, the first of the command's keys; null to find it in the command, which costs a little and is
     *     done only where it is needed
     */
    Future<Response> send(Request command, Object key);

    /** The commands in their order, without waiting for answers in between. */
    Future<List<Response>> batch(List<Request> commands);

    Future<Void> ping();

    /** Commands that are not answered yet. */
    long inFlight();

    void close();
}
