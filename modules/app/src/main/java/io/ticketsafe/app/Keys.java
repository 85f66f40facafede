package io.ticketsafe.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.config.ConfigException;
import io.ticketsafe.common.config.KeysConfig;
import io.ticketsafe.common.config.SecurityConfig;
import io.ticketsafe.common.crypto.Keyring;
import io.ticketsafe.common.crypto.KeysetFile;
import io.ticketsafe.common.crypto.KeysetWatch;
import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.events.channel.ChannelStore;
import io.ticketsafe.payments.payment.PaymentFlow;
import io.ticketsafe.tickets.order.OrderModule;
import io.ticketsafe.users.key.KeyRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** The keys by which a process seals, from wherever the configuration says that they are. */
public final class Keys {
    private final SecretBox box;
    private final KeysetWatch watch;

    private Keys(SecretBox box, KeysetWatch watch) {
        this.box = box;
        this.watch = watch;
    }

    /** Everything that lies sealed in PostgreSQL. */
    public static List<SealedColumn> sealedColumns() {
        List<SealedColumn> all = new ArrayList<>(OrderModule.SEALED);
        all.addAll(KeyRing.SEALED);
        all.add(ChannelStore.KEYS_OF_CHANNELS);
        all.add(PaymentFlow.TOKENS);
        return List.copyOf(all);
    }

    /** Blocking: refuses with a {@link ConfigException} keys that cannot be read. */
    public static void require(SecurityConfig security) {
        if (security.keys().file() != null) {
            file(security).read();
        } else {
            box(security);
        }
    }

    /** The keyset's file; must be set. */
    public static KeysetFile file(SecurityConfig security) {
        return new KeysetFile(security.keys().file(), security.masterKey().value());
    }

    /** Completes when they can be used; a file is read again from then on. */
    static Future<Keys> open(Vertx vertx, SecurityConfig security, MeterRegistry meters) {
        SecretBox box = box(security);
        KeysConfig config = security.keys();
        if (config.file() == null) {
            return Future.succeededFuture(new Keys(box, null));
        }
        KeysetWatch watch = new KeysetWatch(vertx, file(security), box, config.refresh(), meters);
        return watch.start().map(new Keys(box, watch));
    }

    SecretBox box() {
        return box;
    }

    Future<Void> close() {
        return watch == null ? Future.succeededFuture() : watch.stop();
    }

    private static SecretBox box(SecurityConfig security) {
        String masterKey = security.masterKey().value();
        if (security.keys().keyset() == null) {
            return new SecretBox(masterKey);
        }
        try {
            return new SecretBox(
                    masterKey, Keyring.parse(security.keys().keyset().value(), masterKey));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("configuration: security.keys.keyset " + e.getMessage());
        }
    }
}
