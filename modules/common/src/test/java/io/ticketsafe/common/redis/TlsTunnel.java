package io.ticketsafe.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;

/** Puts TLS before a server that has none; its certificate, made once, is for {@code localhost}. */
final class TlsTunnel {
    private static final SelfSignedCertificate CERTIFICATE = SelfSignedCertificate.create("localhost");
    private final NetClient client;
    private final NetServer server;
    private final int target;

    TlsTunnel(Vertx vertx, int target) {
        this.target = target;
        client = vertx.createNetClient();
        server = vertx.createNetServer(
                        new NetServerOptions().setSsl(true).setKeyCertOptions(CERTIFICATE.keyCertOptions()))
                .connectHandler(this::tunnel)
                .exceptionHandler(failure -> {});
    }

    Future<Integer> open() {
        return server.listen(0, "127.0.0.1").map(NetServer::actualPort);
    }

    String certificatePath() {
        return CERTIFICATE.certificatePath();
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
