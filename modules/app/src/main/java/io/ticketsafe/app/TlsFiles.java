package io.ticketsafe.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.app.cluster.ClusterTls;
import io.ticketsafe.common.config.ClientTls;
import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.common.config.RedisUrl;
import io.ticketsafe.common.tls.Authorities;
import io.ticketsafe.common.tls.CertificateExpiry;
import io.ticketsafe.common.tls.Identity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The files for TLS that a configuration names, of what this process does. */
public final class TlsFiles {
    private final Map<String, Instant> expiries = new TreeMap<>();

    private TlsFiles() {}

    /**
     * Blocking: reads all of them, so that what is wrong with one is told before anything starts, and not by a failing handshake.
     *
     * @throws io.ticketsafe.common.config.ConfigException with one line that names setting and file
     */
    public static TlsFiles require(Config config) {
        TlsFiles files = new TlsFiles();
        if (config.roles().contains(Role.GATEWAY) && config.http().tls().isOn()) {
            config.http().tls().identity();
        }
        ClusterTls cluster = config.cluster().tls();
        if (config.isClustered() && cluster.isOn()) {
            files.read("cluster", cluster.ca(), cluster.certificate(), cluster.key());
        }
        if (config.postgres().isTls()) {
            files.read("postgres", config.postgres().tls());
        }
        if (RedisUrl.parse(config.redis().url()).tls()) {
            files.read("redis", config.redis().tls());
        }
        if (config.mongo().isTls()) {
            files.read("mongo", config.mongo().tls());
        }
        if (config.kafka().isConfigured() && config.kafka().tls().enabled()) {
            KafkaConfig.Tls kafka = config.kafka().tls();
            files.read("kafka", kafka.ca(), kafka.certificate(), kafka.key());
        }
        return files;
    }

    /** Of those that are read once; the certificate for HTTPS has its own. */
    void measure(MeterRegistry meters) {
        expiries.forEach((use, at) -> CertificateExpiry.gauge(meters, use, () -> at));
    }

    private void read(String use, ClientTls tls) {
        read(use, tls.ca(), tls.certificate(), tls.key());
    }

    private void read(String use, Path ca, Path certificate, Path key) {
        Authorities.read(use + ".tls.ca", ca);
        if (certificate != null) {
            expiries.put(use, Identity.read(use + ".tls", certificate, key).expiresAt());
        }
    }
}
