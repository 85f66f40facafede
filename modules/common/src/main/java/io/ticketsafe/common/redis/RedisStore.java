package io.ticketsafe.common.redis;

import io.ticketsafe.common.config.RedisConfig;
import io.ticketsafe.common.trace.Spans;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Redis, for many small commands from few threads: a server alone, the master of sentinels, or a cluster. Each event loop has
 * one connection (in a cluster: one to each node) on which its commands follow each other without waiting for answers; a
 * pool that lends a connection per command would wait for each answer instead.
 *
 * <p>When Redis cannot be reached, answers too late, or has too many commands waiting, every method fails with
 * UNAVAILABLE, quickly; a lost connection is made anew with the next command, as is one whose server turns out to be no
 * master. Errors that Redis answers (a bug in a script, say) come as they are. A command that failed with UNAVAILABLE may
 * have been carried out nevertheless.
 *
 * <p>In a cluster a command goes to the node that has its first key; all keys of a command must share a hash tag. A command
 * without keys goes to any node.
 */
public final class RedisStore {
    static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final String SYSTEM = "redis";

    private final RedisNet net;
    private final Lane[] lanes;
    private final boolean traced;

    private RedisStore(RedisNet net, boolean traced) {
        this.net = net;
        this.lanes = net.lanes();
        this.traced = traced;
    }

    public static RedisStore open(Vertx vertx, RedisConfig config) {
        return new RedisStore(RedisNet.of(vertx, config), Spans.areMade(vertx));
    }

    /**
     * @param url as in {@link RedisConfig}
     * @param maxConnections opened when needed; more than event loops are never needed
     * @param maxWaiting unanswered commands per connection; beyond, they fail at once
     */
    public static RedisStore open(Vertx vertx, String url, int maxConnections, int maxWaiting) {
        return open(vertx, new RedisConfig(url, null, null, null, null, null, maxConnections, maxWaiting));
    }

    public Future<Response> send(Request command) {
        return traced ? Spans.ofStore(SYSTEM, command.command().toString(), () -> sent(command)) : sent(command);
    }

    private Future<Response> sent(Request command) {
        return lane().send(command, null).recover(RedisStore::translate);
    }

    /** All the commands, without waiting for answers in between; not a transaction. */
    public Future<List<Response>> batch(List<Request> commands) {
        return traced ? Spans.ofStore(SYSTEM, "batch", () -> sent(commands)) : sent(commands);
    }

    private Future<List<Response>> sent(List<Request> commands) {
        return lane().batch(commands).recover(RedisStore::translate);
    }

    /** Runs a script by its digest, and once more with its text where Redis does not know it (any more). */
    public Future<Response> run(Script script, List<String> keys, List<String> arguments) {
        Object[] all = new Object[keys.size() + arguments.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < keys.size() ? keys.get(i) : arguments.get(i - keys.size());
        }
        return run(script, keys.size(), all);
    }

    /**
     * The same for hot paths.
     *
     * @param keys how many of the values are keys; they come first
     * @param values text, bytes or whole numbers
     */
    public Future<Response> run(Script script, int keys, Object... values) {
        return traced
                ? Spans.ofStore(SYSTEM, script.name(), () -> ran(script, keys, values))
                : ran(script, keys, values);
    }

    private Future<Response> ran(Script script, int keys, Object[] values) {
        Lane lane = lane();
        Object key = keys > 0 ? values[0] : null;
        return lane.send(script.byDigest(keys, values), key)
                .recover(failure -> failure instanceof ErrorType error && error.is("NOSCRIPT")
                        ? lane.send(script.byText(keys, values), key).recover(RedisStore::translate)
                        : translate(failure));
    }

    public Future<Void> ping() {
        return lane().ping().recover(RedisStore::translate);
    }

    /** What is wrong, for whoever has set Redis up; empty when nothing is. */
    public Optional<String> trouble() {
        return net.status().reason();
    }

    /** How often a connection was lost or not to be had. When it has grown, Redis may have forgotten what it was told. */
    public long losses() {
        return net.status().losses();
    }

    /** Commands that are not answered yet. */
    public long inFlight() {
        return Stream.of(lanes).mapToLong(Lane::inFlight).sum();
    }

    public Future<Void> close() {
        return net.close();
    }

    /** Threads of event loops have consecutive numbers, so each gets a connection of its own. */
    private Lane lane() {
        return lanes[(int) (Thread.currentThread().getId() % lanes.length)];
    }

    private static <T> Future<T> translate(Throwable failure) {
        boolean answered =
                failure instanceof ErrorType error && error != RedisLane.CLOSED && !RedisErrors.isNotNow(error);
        return Future.failedFuture(
                answered
                        ? failure
                        : ServiceFault.unavailable(
                                "The seat inventory cannot be reached right now.", Duration.ofSeconds(1)));
    }
}
