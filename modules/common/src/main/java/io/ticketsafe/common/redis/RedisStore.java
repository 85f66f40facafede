package io.ticketsafe.common.redis;

import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Redis, with a deadline on every command. When it cannot be reached or answers too late, UNAVAILABLE; errors that it
 * answers (a bug in a script, say) come as they are.
 */
public final class RedisStore {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final Redis redis;

    private RedisStore(Redis redis) {
        this.redis = redis;
    }

    /** @param url {@code redis://[:password@]host:port/[database]} */
    public static RedisStore open(Vertx vertx, String url, int maxPoolSize, int maxWaiting) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(maxPoolSize)
                .setMaxPoolWaiting(maxWaiting)
                .setMaxWaitingHandlers(maxWaiting);
        options.getNetClientOptions()
                .setConnectTimeout((int) DEADLINE.toMillis())
                .setTcpNoDelay(true);
        return new RedisStore(Redis.createClient(vertx, options));
    }

    public Future<Response> send(Request command) {
        return redis.send(command)
                .timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(RedisStore::translate);
    }

    /** All the commands in one round trip; not a transaction. */
    public Future<List<Response>> batch(List<Request> commands) {
        return redis.batch(commands)
                .timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(RedisStore::translate);
    }

    /** Runs a script by its digest, and once more with its text where Redis does not know it (any more). */
    public Future<Response> run(Script script, List<String> keys, List<String> arguments) {
        return send(script.call(Command.EVALSHA, script.sha1(), keys, arguments))
                .recover(failure -> failure instanceof ErrorType error && error.is("NOSCRIPT")
                        ? send(script.call(Command.EVAL, script.text(), keys, arguments))
                        : Future.failedFuture(failure));
    }

    public Future<Void> ping() {
        return send(Request.cmd(Command.PING)).mapEmpty();
    }

    public Future<Void> close() {
        return redis.close();
    }

    private static <T> Future<T> translate(Throwable failure) {
        boolean answered = failure instanceof ErrorType error && !error.is("LOADING") && !error.is("READONLY");
        return Future.failedFuture(
                answered
                        ? failure
                        : ServiceFault.unavailable(
                                "The seat inventory cannot be reached right now.", Duration.ofSeconds(1)));
    }
}
