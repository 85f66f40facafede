package io.ticketsafe.common.pg;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;

/** Stands before PostgreSQL and, when told to, swallows what passes without closing anything. */
final class SilentProxy {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final NetClient client;
    private final URI target;
    private volatile boolean silent;

    SilentProxy(Vertx vertx, String url) {
        this.vertx = vertx;
        this.client = vertx.createNetClient();
        this.target = URI.create(url);
    }

    /** @return the URL that leads through here */
    Future<String> open() {
        return vertx.createNetServer()
                .connectHandler(this::connect)
                .listen(0, LOOPBACK)
                .map(server -> target.toString()
                        .replace(target.getHost() + ":" + target.getPort(), LOOPBACK + ":" + server.actualPort()));
    }

    void setSilent(boolean silent) {
        this.silent = silent;
    }

    private void connect(NetSocket incoming) {
        incoming.pause();
        client.connect(target.getPort(), target.getHost()).onSuccess(outgoing -> {
            incoming.closeHandler(closed -> outgoing.close());
            outgoing.closeHandler(closed -> incoming.close());
            incoming.handler(bytes -> pass(bytes, outgoing));
            outgoing.handler(bytes -> pass(bytes, incoming));
            incoming.resume();
        });
    }

    private void pass(Buffer bytes, NetSocket to) {
        if (!silent) {
            to.write(bytes);
        }
    }
}
