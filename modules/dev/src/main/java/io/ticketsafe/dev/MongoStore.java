package io.ticketsafe.dev;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.h2.mvstore.MVStore;

/** A server inside this JVM that speaks MongoDB's wire protocol and keeps its data in one H2 file. */
public final class MongoStore {
    private final Path file;
    private final int port;

    private MongoServer server;

    private MongoStore(Path file, int port) {
        this.file = file;
        this.port = port;
    }

    /** A port of 0 means a free one. */
    static MongoStore open(Path folder, int port) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException("folder " + folder + " cannot be written", e);
        }
        MongoStore store = new MongoStore(folder.resolve("mongo.h2"), Ports.choose(port));
        store.start();
        return store;
    }

    public String url() {
        return "mongodb://" + Ports.LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Starts on the same port with the data that is there; does nothing when it runs. */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        Ports.requireFree(port, "MongoDB");
        MVStore store = open(file);
        MongoServer starting = new MongoServer(new CommittingBackend(store));
        try {
            starting.bind(Ports.LOOPBACK, port);
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw new StoreException("MongoDB does not start on port " + port, e);
        }
        server = starting;
    }

    /** Drops connections, writes everything and stops; does nothing when it does not run. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        server.shutdownNow();
        server = null;
    }

    /** Stops and starts with all data kept. */
    public synchronized void restart() {
        stop();
        start();
    }

    private static MVStore open(Path file) {
        try {
            MVStore store = new MVStore.Builder().fileName(file.toString()).open();
            store.setRetentionTime((int) Duration.ofSeconds(5).toMillis());
            return store;
        } catch (RuntimeException e) {
            throw new StoreException("MongoDB cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes before it answers; the H2 backend by itself writes once a second, and a killed process would lose that. */
    private static final class CommittingBackend extends H2Backend {
        private CommittingBackend(MVStore store) {
            super(store);
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            Document answer = super.handleMessage(message);
            commit();
            return answer;
        }
    }
}
