package io.ticketsafe.common.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/** Puts TLS before a server of this machine that has none. */
public final class TlsTunnel {
    private final NetClient client;
    private final NetServer server;
    private final int target;

    /** @param tls certificate and, where clients must have one, what to trust; TLS is switched on here */
    public TlsTunnel(Vertx vertx, int target, NetServerOptions tls) {
        this.target = target;
        client = vertx.createNetClient();
        server = vertx.createNetServer(tls.setSsl(true))
                .connectHandler(this::tunnel)
                .exceptionHandler(failure -> {});
    }

    /** The port that it listens on. */
    public Future<Integer> open() {
        return server.listen(0, "127.0.0.1").map(NetServer::actualPort);
    }

    private void tunnel(NetSocket outside) {
        outside.pause();
        client.connect(target, "127.0.0.1")
                .onSuccess(inside -> {
                    outside.handler(inside::write).closeHandler(end -> inside.close());
                    inside.handler(outside::write).closeHandler(end -> outside.close());
                    outside.resume();
                })
                .onFailure(failure -> outside.close());
    }
}
