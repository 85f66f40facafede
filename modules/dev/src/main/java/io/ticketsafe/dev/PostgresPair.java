package io.ticketsafe.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two real PostgreSQL servers, a primary and a replica that follows it, for tests of failures. All methods block. */
public final class PostgresPair implements AutoCloseable {
    private final Path folder;
    private final PostgresStore primary;
    private final PostgresStore replica;
    private final Thread hook = new Thread(this::end);

    private PostgresPair(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(hook);
        primary = PostgresStore.open(folder.resolve("primary"), 0, false);
        replica = PostgresStore.follow(folder.resolve("replica"), primary);
    }

    public static PostgresPair start() {
        try {
            return new PostgresPair(Files.createTempDirectory("ticketsafe-postgres-pair"));
        } catch (IOException e) {
            throw new StoreException("no temporary folder", e);
        }
    }

    /** The server that was the primary at the start. */
    public PostgresStore primary() {
        return primary;
    }

    public PostgresStore replica() {
        return replica;
    }

    /** Names both servers, the replica first. */
    public String url() {
        return replica.url()
                .replace(":" + replica.port(), ":" + replica.port() + "," + Ports.LOOPBACK + ":" + primary.port());
    }

    /** The replica gets what the primary writes, and shows nothing of it. */
    public void holdUpReplica() {
        replica.execute("SELECT pg_wal_replay_pause()");
    }

    public void releaseReplica() {
        replica.execute("SELECT pg_wal_replay_resume()");
    }

    public void promoteReplica() {
        replica.promote();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
    }

    private void end() {
        PostgresStore.stopLeftover(folder.resolve("primary"));
        PostgresStore.stopLeftover(folder.resolve("replica"));
        Folders.delete(folder);
    }
}
