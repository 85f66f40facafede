package io.ticketsafe.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address; the embedded stores listen nowhere else. */
final class Ports {
    static final String LOOPBACK = "127.0.0.1";
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int MOST_TRIES = 100;

    private Ports() {}

    /**
     * The given port, or a free one for 0: below those that systems give to outgoing connections (from 32768 on Linux), one
     * of which could take it before the server does.
     */
    static int choose(int port) {
        if (port != 0) {
            return port;
        }
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new StoreException("no free port on " + LOOPBACK);
    }

    /** Fails with {@link StoreException} when something listens on the port already. */
    static void requireFree(int port, String server) {
        if (!isFree(port)) {
            throw new StoreException("port " + port + " for " + server + " is taken");
        }
    }

    /**
     * Binds without listening. A process that another thread starts at this moment inherits the socket for some
     * milliseconds; one that listened would then keep the port from the server that it was probed for.
     */
    private static boolean isFree(int port) {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
