package io.ticketsafe.events;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** Stands before a store that a test wants to cut off. */
final class TcpProxy {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final NetClient client;
    private final String targetHost;
    private final int targetPort;
    private NetServer server;
    private int port;

    TcpProxy(Vertx vertx, String targetHost, int targetPort) {
        this.vertx = vertx;
        this.client = vertx.createNetClient();
        this.targetHost = targetHost;
        this.targetPort = targetPort;
    }

    /** The first time on a free port, then on the same again. */
    Future<Integer> open() {
        server = vertx.createNetServer().connectHandler(this::connect);
        return server.listen(port, LOOPBACK).map(listening -> {
            port = listening.actualPort();
            return port;
        });
    }

    /** Cuts every connection and takes no further ones. */
    Future<Void> cut() {
        return server.close();
    }

    private void connect(NetSocket incoming) {
        incoming.pause();
        client.connect(targetPort, targetHost).onComplete(connected -> {
            if (connected.failed()) {
                incoming.close();
                return;
            }
            NetSocket outgoing = connected.result();
            incoming.closeHandler(closed -> outgoing.close());
            outgoing.closeHandler(closed -> incoming.close());
            incoming.pipeTo(outgoing);
            outgoing.pipeTo(incoming);
        });
    }
}
