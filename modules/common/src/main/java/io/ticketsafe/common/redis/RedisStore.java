package io.ticketsafe.common.redis;

import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Redis, for many small commands from few threads. Each event loop has one connection on which its commands follow each
 * other without waiting for answers; a pool that lends a connection per command would wait for each answer instead.
 *
 * <p>When Redis cannot be reached, answers too late, or has too many commands waiting, every method fails with
 * UNAVAILABLE, quickly; a lost connection is made anew with the next command, as is one whose server turns out to be no master. Errors that Redis answers (a bug in a script,
 * say) come as they are. A command that failed with UNAVAILABLE may have been carried out nevertheless.
 */
public final class RedisStore {
    static final Duration DEADLINE = Duration.ofSeconds(2);

    /** The client refuses with twice as many, which {@link RedisLine} never lets happen: it could not tell those from answers. */
    private static final int CLIENT_QUEUE_FACTOR = 2;

    private final RedisLane[] lanes;

    private RedisStore(RedisLane[] lanes) {
        this.lanes = lanes;
    }

    /**
     * @param url {@code redis://[:password@]host:port/[database]}, {@code rediss://…} for TLS, whose certificate must be for the
     *     host
     * @param maxConnections opened when needed; more than event loops are never needed
     * @param maxWaiting unanswered commands per connection; beyond, they fail at once
     */
    public static RedisStore open(Vertx vertx, String url, int maxConnections, int maxWaiting) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setMaxWaitingHandlers(CLIENT_QUEUE_FACTOR * maxWaiting);
        options.getNetClientOptions()
                .setConnectTimeout((int) DEADLINE.toMillis())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setHostnameVerificationAlgorithm("HTTPS");
        RedisLane[] lanes = new RedisLane[maxConnections];
        Arrays.setAll(lanes, i -> new RedisLane(vertx, options, maxWaiting));
        return new RedisStore(lanes);
    }

    public Future<Response> send(Request command) {
        return lane().send(command).recover(RedisStore::translate);
    }

    /** All the commands in one round trip; not a transaction. */
    public Future<List<Response>> batch(List<Request> commands) {
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
        RedisLane lane = lane();
        return lane.send(script.byDigest(keys, values))
                .recover(failure -> failure instanceof ErrorType error && error.is("NOSCRIPT")
                        ? lane.send(script.byText(keys, values)).recover(RedisStore::translate)
                        : translate(failure));
    }

    public Future<Void> ping() {
        return send(Request.cmd(Command.PING)).mapEmpty();
    }

    public Future<Void> close() {
        return Future.join(Arrays.stream(lanes).map(RedisLane::close).toList()).mapEmpty();
    }

    /** Threads of event loops have consecutive numbers, so each gets a connection of its own. */
    private RedisLane lane() {
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
