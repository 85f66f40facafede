package io.ticketsafe.common;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;

/**
 * The id of the request that this thread works for, so that every log line can name it. It stands in the context that Vert.x makes
 * for each HTTP request and each message, and is gone with it. Vert.x must know of it before it starts, hence the service provider.
 */
public final class CurrentRequest implements VertxServiceProvider {
    private static final ContextLocal<String> ID = ContextLocal.registerLocal(String.class);

    @Override
    public void init(VertxBootstrap builder) {
        // Loading this class is what counts.
    }

    /** Nothing happens outside of a request, or for null. */
    public static void is(String requestId) {
        Context context = Vertx.currentContext();
        if (requestId != null && context instanceof ContextInternal own && own.isDuplicate()) {
            own.putLocal(ID, requestId);
        }
    }

    /** Null outside of a request. */
    public static String id() {
        Context context = Vertx.currentContext();
        return context instanceof ContextInternal own && own.isDuplicate() ? own.getLocal(ID) : null;
    }
}
