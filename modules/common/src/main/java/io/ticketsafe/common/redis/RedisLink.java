package io.ticketsafe.common.redis;

import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.PoolOptions;
import io.vertx.redis.client.impl.RESPParser;
import io.vertx.redis.client.impl.RedisStandaloneConnection;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.function.Consumer;

/**
 * The client's connection without the client's pool. It ends once, however many signs there are that it has: a failed write,
 * a failed read and the end of the socket come in any order and number.
 */
final class RedisLink extends RedisStandaloneConnection {
    /** What was sent may have been carried out. */
    private static final ErrorType LOST = ErrorType.create("CONNECTION_CLOSED");

    private static final int DEEPEST_NESTING = 32;

    // Guarded by this.
    private Throwable over;
    private Consumer<Throwable> onEnd = why -> {};

    RedisLink(VertxInternal vertx, ContextInternal context, NetSocket socket, int maxWaiting) {
        super(vertx, context, null, socket, new PoolOptions().setRecycleTimeout(-1), maxWaiting, null, null, null);
        socket.handler(new RESPParser(this, DEEPEST_NESTING))
                .closeHandler(any -> finish(LOST))
                .exceptionHandler(this::finish);
    }

    /** @param told once, with what ended the connection; at once where it has ended already */
    void onEnd(Consumer<Throwable> told) {
        Throwable why;
        synchronized (this) {
            why = over;
            onEnd = told;
        }
        if (why != null) {
            told.accept(why);
        }
    }

    /** For the connection's own use, when it cannot read or write. */
    @Override
    public void fail(Throwable why) {
        finish(why);
    }

    private void finish(Throwable why) {
        Consumer<Throwable> told;
        synchronized (this) {
            if (over != null) {
                return;
            }
            over = why;
            told = onEnd;
        }
        super.fail(why);
        forceClose();
        told.accept(why);
    }
}
