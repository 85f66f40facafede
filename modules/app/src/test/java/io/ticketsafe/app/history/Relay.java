package io.ticketsafe.app.history;

import io.ticketsafe.app.e2e.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port that stays the same while the server behind it changes, lags or is gone. */
final class Relay implements AutoCloseable {
    private static final int CONNECT_MS = 500;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private volatile int target;
    private boolean paused;

    Relay(int target) {
        this.target = target;
        try {
            server = new ServerSocket(Installation.freePort(), 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("relay", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Breaks all connections; new ones go there. */
    void to(int newTarget) {
        target = newTarget;
        cut();
    }

    /** Nothing that is sent from now on arrives, until {@link #resume}; connections stay. */
    void pause() {
        synchronized (gate) {
            paused = true;
        }
    }

    void resume() {
        synchronized (gate) {
            paused = false;
            gate.notifyAll();
        }
    }

    /** Breaks all connections; what was under way is lost. */
    void cut() {
        open.forEach(Relay::close);
        open.clear();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        resume();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                start("relay link", () -> link(client));
            } catch (IOException e) {
                // The relay is closed.
                return;
            }
        }
    }

    private void link(Socket client) {
        Socket there = new Socket();
        open.add(client);
        open.add(there);
        try {
            there.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MS);
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
        } catch (IOException e) {
            end(client, there);
            return;
        }
        start("relay back", () -> pump(there, client));
        pump(client, there);
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitGate();
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // One side is gone; so will be the other.
        }
        end(from, to);
    }

    private void awaitGate() {
        synchronized (gate) {
            while (paused) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void end(Socket one, Socket other) {
        close(one);
        close(other);
        open.remove(one);
        open.remove(other);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
