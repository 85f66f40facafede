package io.ticketsafe.common.kafka;

import io.ticketsafe.common.config.KafkaConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Our configuration in the words of Kafka's clients; whatever matters is said, no default is trusted. */
final class KafkaSettings {
    /** Longest wait for the first metadata, or for room in the buffer. */
    private static final int MOST_BLOCK_MS = 3_000;

    private static final int REQUEST_TIMEOUT_MS = 3_000;
    private static final int API_TIMEOUT_MS = 5_000;
    private static final int MOST_RECONNECT_PAUSE_MS = 2_000;

    /** Far longer than a batch may take: its writes have deadlines of seconds. */
    private static final int POLL_INTERVAL_MS = 300_000;

    private static final int SESSION_TIMEOUT_MS = 15_000;
    private static final int HEARTBEAT_MS = 3_000;

    private final KafkaConfig config;

    KafkaSettings(KafkaConfig config) {
        this.config = config;
    }

    /** May read files. */
    Map<String, String> producer() {
        Map<String, String> settings = common();
        long deliveryMs = config.deliveryTimeout().toMillis();
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        settings.put("max.in.flight.requests.per.connection", "5");
        settings.put("linger.ms", "0");
        settings.put("compression.type", config.compression().kafkaName());
        settings.put("delivery.timeout.ms", String.valueOf(deliveryMs));
        settings.put("request.timeout.ms", String.valueOf(Math.min(REQUEST_TIMEOUT_MS, deliveryMs / 2)));
        settings.put("max.block.ms", String.valueOf(MOST_BLOCK_MS));
        return settings;
    }

    /** May read files. */
    Map<String, String> consumer(int mostRecords) {
        Map<String, String> settings = common();
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "none");
        settings.put("isolation.level", "read_committed");
        settings.put("allow.auto.create.topics", "false");
        settings.put("max.poll.records", String.valueOf(mostRecords));
        settings.put("max.poll.interval.ms", String.valueOf(POLL_INTERVAL_MS));
        settings.put("session.timeout.ms", String.valueOf(SESSION_TIMEOUT_MS));
        settings.put("heartbeat.interval.ms", String.valueOf(HEARTBEAT_MS));
        settings.put("default.api.timeout.ms", String.valueOf(API_TIMEOUT_MS));
        return settings;
    }

    /** May read files. */
    Map<String, String> admin() {
        Map<String, String> settings = common();
        settings.put("request.timeout.ms", String.valueOf(REQUEST_TIMEOUT_MS));
        settings.put("default.api.timeout.ms", String.valueOf(API_TIMEOUT_MS));
        return settings;
    }

    private Map<String, String> common() {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", String.join(",", config.bootstrapServers()));
        settings.put("reconnect.backoff.max.ms", String.valueOf(MOST_RECONNECT_PAUSE_MS));
        settings.put("security.protocol", protocol());
        if (config.tls().enabled()) {
            putTls(settings, config.tls());
        }
        if (config.sasl().mechanism() != null) {
            settings.put("sasl.mechanism", config.sasl().mechanism().kafkaName());
            settings.put("sasl.jaas.config", jaas(config.sasl()));
        }
        return settings;
    }

    private String protocol() {
        String transport = config.tls().enabled() ? "SSL" : "PLAINTEXT";
        return config.sasl().mechanism() == null ? transport : "SASL_" + transport;
    }

    private static void putTls(Map<String, String> settings, KafkaConfig.Tls tls) {
        settings.put("ssl.endpoint.identification.algorithm", tls.verifyHost() ? "https" : "");
        if (tls.ca() != null) {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.certificates", read(tls.ca()));
        }
        if (tls.certificate() != null) {
            settings.put("ssl.keystore.type", "PEM");
            settings.put("ssl.keystore.certificate.chain", read(tls.certificate()));
            settings.put("ssl.keystore.key", read(tls.key()));
        }
    }

    private static String jaas(KafkaConfig.Sasl sasl) {
        String module = sasl.mechanism() == KafkaConfig.Mechanism.PLAIN
                ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                : "org.apache.kafka.common.security.scram.ScramLoginModule";
        return module + " required username=" + quoted(sasl.user()) + " password="
                + quoted(sasl.password().value()) + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
