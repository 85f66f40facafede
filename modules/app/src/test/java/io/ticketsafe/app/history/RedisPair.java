package io.ticketsafe.app.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A primary that clients reach through a relay, and a replica that is fed through another one. */
final class RedisPair implements AutoCloseable {
    private final Path folder;
    private final Relay front;
    private Relay feed;
    private RedisServer primary;
    private RedisServer replica;

    RedisPair(Path folder) {
        this.folder = folder;
        primary = new RedisServer(folder);
        primary.start(0);
        front = new Relay(primary.port());
        addReplica();
    }

    String url() {
        return "redis://127.0.0.1:" + front.port();
    }

    void killAndRestart() {
        primary.kill();
        primary.start(0);
    }

    void flushAll() {
        try {
            if (!primary.ask("FLUSHALL").startsWith("+OK")) {
                throw new AssertionError("FLUSHALL was refused");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on the replica hears nothing more. */
    void lag() {
        feed.pause();
    }

    /** The primary dies, and the replica takes its place as it is. */
    void failOver() {
        primary.kill();
        feed.close();
        primary = replica;
        try {
            if (!primary.ask("REPLICAOF NO ONE").startsWith("+OK")) {
                throw new AssertionError("the replica was not promoted");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        front.to(primary.port());
    }

    void addReplica() {
        feed = new Relay(primary.port());
        replica = new RedisServer(folder);
        replica.start(feed.port());
    }

    @Override
    public void close() {
        front.close();
        feed.close();
        primary.kill();
        replica.kill();
    }
}
