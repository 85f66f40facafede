package io.ticketsafe.common.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The durable log of facts. Without servers there is none, and facts go from outbox to service over the event bus.
 *
 * @param bootstrapServers {@code host:port} of some brokers; empty: no Kafka
 * @param topicPrefix before the name of a domain in that of its topic, and before those of consumer groups
 * @param deliveryTimeout how long a batch of facts may wait for all replicas, 1 to 10 s, since a transaction is open meanwhile
 */
public record KafkaConfig(
        List<String> bootstrapServers,
        Tls tls,
        Sasl sasl,
        String topicPrefix,
        Topics topics,
        Compression compression,
        Duration deliveryTimeout) {
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^\\s:/,@]+):[0-9]{1,5}");
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,100}");

    public KafkaConfig {
        bootstrapServers = List.copyOf(Limits.orDefault(bootstrapServers, List.of()));
        for (String server : bootstrapServers) {
            if (!SERVER.matcher(server).matches()) {
                throw new IllegalArgumentException("bootstrapServers must be host:port each, was \"" + server + "\"");
            }
        }
        tls = Limits.orDefault(tls, new Tls(null, null, null, null, null));
        sasl = Limits.orDefault(sasl, new Sasl(null, null, null));
        topicPrefix = Limits.matching(
                "topicPrefix", topicPrefix, "ticketsafe.", PREFIX, "up to 100 letters, digits, dots, - or _");
        topics = Limits.orDefault(topics, new Topics(null, null, null));
        compression = Limits.orDefault(compression, Compression.NONE);
        deliveryTimeout = Limits.within(
                "deliveryTimeout",
                deliveryTimeout,
                Duration.ofSeconds(8),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }

    /** All by default, but the servers. */
    public static KafkaConfig of(String... servers) {
        return new KafkaConfig(List.of(servers), null, null, null, null, null, null);
    }

    public boolean isConfigured() {
        return !bootstrapServers.isEmpty();
    }

    /**
     * @param enabled whether the brokers are asked by TLS
     * @param ca PEM file with the certificates to trust; absent: those that the JDK trusts
     * @param certificate PEM file with a certificate of our own and its chain, for brokers that ask for one
     * @param key its private key, PKCS #8 without a password
     * @param verifyHost whether a broker's certificate must be for its host
     */
    public record Tls(Boolean enabled, Path ca, Path certificate, Path key, Boolean verifyHost) {
        public Tls {
            enabled = Limits.orDefault(enabled, false);
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException("certificate and key belong together");
            }
            requireReadable("ca", ca);
            requireReadable("certificate", certificate);
            requireReadable("key", key);
            verifyHost = Limits.orDefault(verifyHost, true);
        }

        private static void requireReadable(String name, Path file) {
            if (file != null && !Files.isReadable(file)) {
                throw new IllegalArgumentException(name + " cannot be read: " + file);
            }
        }
    }

    /** @param mechanism absent: no user and no password are asked for */
    public record Sasl(Mechanism mechanism, String user, Secret password) {
        public Sasl {
            if (mechanism != null) {
                Limits.required("user", user);
                Limits.required("password", password);
            }
        }
    }

    /**
     * @param create whether topics that are missing are made
     * @param partitions of a topic that is made; more of them later would take keys to other partitions
     * @param replicationFactor of a topic that is made; absent: as the brokers have it by default
     */
    public record Topics(Boolean create, Integer partitions, Integer replicationFactor) {
        public Topics {
            create = Limits.orDefault(create, true);
            partitions = Limits.within("partitions", partitions, 12, 1, 200);
            if (replicationFactor != null) {
                replicationFactor = Limits.within("replicationFactor", replicationFactor, 3, 1, 9);
            }
        }
    }

    public enum Mechanism {
        PLAIN,
        SCRAM_SHA_256,
        SCRAM_SHA_512;

        /** As Kafka names it. */
        public String kafkaName() {
            return name().replace('_', '-');
        }
    }

    public enum Compression {
        NONE,
        GZIP,
        SNAPPY,
        LZ4,
        ZSTD;

        /** As Kafka names it. */
        public String kafkaName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
