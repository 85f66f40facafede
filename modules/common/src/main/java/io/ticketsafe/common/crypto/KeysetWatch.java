package io.ticketsafe.common.crypto;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.crypto.KeysetFile.Content;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a keyset's file again and again, and lets the box use what it has; what cannot be read leaves the box as it is. */
public final class KeysetWatch {
    private static final Logger log = LoggerFactory.getLogger(KeysetWatch.class);

    private final Vertx vertx;
    private final KeysetFile file;
    private final SecretBox box;
    private final BackgroundJob job;
    private final AtomicInteger count = new AtomicInteger();
    private final Counter unreadable;
    private String known = "";

    public KeysetWatch(Vertx vertx, KeysetFile file, SecretBox box, Duration refresh, MeterRegistry meters) {
        this.vertx = requireNonNull(vertx);
        this.file = requireNonNull(file);
        this.box = requireNonNull(box);
        this.job = new BackgroundJob(vertx, "reading of the keyset", refresh, this::read);
        meters.gauge("ticketsafe.keyset.keys", count);
        this.unreadable = Counter.builder("ticketsafe.keyset.unreadable")
                .description("Times that the file of the keyset could not be read")
                .register(meters);
    }

    /** Completes when it was read for the first time; fails when it cannot be. */
    public Future<Void> start() {
        return vertx.executeBlocking(file::content, false).map(content -> {
            use(content);
            job.startAfterPause();
            return null;
        });
    }

    public Future<Void> stop() {
        return job.stop();
    }

    private Future<Void> read() {
        return vertx.executeBlocking(() -> file.text().equals(known) ? null : file.content(), false)
                .onFailure(failure -> unreadable.increment())
                .map(content -> {
                    if (content != null) {
                        use(content);
                    }
                    return null;
                });
    }

    private void use(Content content) {
        box.use(content.keys());
        known = content.text();
        count.set(content.keys().keys().size());
        log.atInfo()
                .addKeyValue("keys", count.get())
                .addKeyValue("primary", content.keys().primary().name())
                .log("keyset was read");
    }
}
