package io.ticketsafe.common.redis;

import io.vertx.core.Handler;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

/** What belongs to no verticle. Connections and their timers are used by all, and go on when the verticle that was first to need them ends. */
final class Nobody {
    private Nobody() {}

    /** On the caller's event loop. */
    static ContextInternal context(Vertx vertx) {
        VertxInternal internal = (VertxInternal) vertx;
        return internal.contextBuilder()
                .withThreadingModel(ThreadingModel.EVENT_LOOP)
                .withEventLoop(internal.getOrCreateContext().nettyEventLoop())
                .build();
    }

    /** To be cancelled as any timer. */
    static long periodic(Vertx vertx, long everyMs, Handler<Long> handler) {
        return context(vertx).setPeriodic(everyMs, handler);
    }
}
