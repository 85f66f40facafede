package io.ticketsafe.app.history;

import io.ticketsafe.app.e2e.Installation;
import io.ticketsafe.dev.RedisStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Redis that keeps nothing on disk: killed, it has lost everything. */
final class RedisServer {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int SOCKET_MS = 2_000;

    private final Path folder;
    private final int port = Installation.freePort();
    private Process process;

    RedisServer(Path folder) {
        this.folder = folder;
    }

    int port() {
        return port;
    }

    /** @param primaryPort to be a replica of, or 0 */
    void start(int primaryPort) {
        List<String> command = new ArrayList<>(List.of(
                RedisStore.program().toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "no",
                "--repl-diskless-sync",
                "yes",
                "--repl-diskless-sync-delay",
                "0"));
        if (primaryPort != 0) {
            command.addAll(List.of("--replicaof", "127.0.0.1", String.valueOf(primaryPort)));
        }
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("redis-" + port + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        await("PONG", "PING");
        if (primaryPort != 0) {
            await("master_link_status:up", "INFO replication");
        }
    }

    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The beginning of the answer to an inline command. */
    String ask(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(SOCKET_MS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[16_384];
            int n = in.read(buffer);
            return n < 0 ? "" : new String(buffer, 0, n, StandardCharsets.US_ASCII);
        }
    }

    private void await(String answer, String command) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!answers(answer, command)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Redis on port " + port + " never answers " + answer);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private boolean answers(String answer, String command) {
        try {
            return ask(command).contains(answer);
        } catch (IOException e) {
            return false;
        }
    }
}
