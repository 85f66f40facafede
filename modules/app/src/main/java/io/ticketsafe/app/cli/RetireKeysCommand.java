package io.ticketsafe.app.cli;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.Keys;
import io.ticketsafe.common.config.PostgresConfig;
import io.ticketsafe.common.crypto.Keyring;
import io.ticketsafe.common.crypto.KeysetFile;
import io.ticketsafe.common.crypto.Resealing;
import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.pg.Database;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes keys once nothing is left that they have sealed. */
@Command(
        name = "retire",
        description = {
            "Seals anew what older keys have sealed, and removes those keys when nothing of it is left.",
            "",
            "It may run while everything else does, and again after it was stopped. Holds on behalf of customers are sealed, too, and"
                    + " end by themselves, as do answers that are kept for repeats; so older keys stay for 25 hours after the last rotation."
        },
        mixinStandardHelpOptions = true)
final class RetireKeysCommand extends KeysCommand.Work {
    /** Longer than a hold can be asked for, and than answers are kept for repeats. */
    private static final Duration SEALED_ELSEWHERE_LIVES = Duration.ofHours(25);

    private static final Duration PATIENCE = Duration.ofHours(24);
    private static final int CONNECTIONS = 2;

    @Option(
            names = "--now",
            description =
                    "Do not wait: customers of older holds, and answers to repeats of older requests, become unreadable.")
    private boolean now;

    @Override
    void work(Config config, KeysetFile file) {
        file.change(ring -> {
            requireSettled(config, file, ring);
            long left = resealAll(config, ring);
            if (left > 0) {
                throw new IllegalStateException(left + " values are left that need the older keys, so they stay");
            }
            boolean older = ring.keys().get(0).role() == Keyring.Role.OLDER;
            say(older ? "removed the older keys" : "there are no older keys to remove");
            return older ? ring.withoutOlder(KeysCommand.masterKey(config)) : null;
        });
    }

    private void requireSettled(Config config, KeysetFile file, Keyring ring) {
        if (ring.waiting() != null) {
            throw new UsageException("key " + ring.waiting().name() + " waits; finish the rotation first: keys rotate");
        }
        if (ring.primary().prefix().length == 0) {
            throw new UsageException("the only key is the one made of security.masterKey; rotate first: keys rotate");
        }
        Duration wait = now ? KeysCommand.untilRead(config) : SEALED_ELSEWHERE_LIVES;
        Instant settledAt = file.changedAt().plus(wait);
        if (Instant.now().isBefore(settledAt)) {
            throw new UsageException("the keys were changed at " + file.changedAt() + "; retire older ones after "
                    + settledAt + (now ? "" : ", or with --now"));
        }
    }

    private long resealAll(Config config, Keyring ring) {
        SecretBox box = new SecretBox(KeysCommand.masterKey(config), ring);
        Vertx vertx = Vertx.vertx();
        try {
            long left = 0;
            for (SealedColumn column : Keys.sealedColumns()) {
                left += reseal(vertx, config, box, column);
            }
            return left;
        } finally {
            Await.result(vertx.close(), PATIENCE, "the end");
        }
    }

    private long reseal(Vertx vertx, Config config, SecretBox box, SealedColumn column) {
        Database database = Database.open(
                vertx,
                new PostgresConfig(config.postgres().url(), config.postgres().tls(), CONNECTIONS),
                column.schema());
        try {
            Resealing.Outcome outcome =
                    Await.result(new Resealing(database, box, column).run(), PATIENCE, "sealing anew");
            say("%s: %d sealed anew%s"
                    .formatted(
                            column,
                            outcome.sealed(),
                            outcome.left() == 0 ? "" : ", " + outcome.left() + " that no key opens"));
            return outcome.left();
        } finally {
            Await.result(database.close(), PATIENCE, "the end");
        }
    }
}
