package io.ticketsafe.common.config;

import java.time.Duration;

/**
 * @param url {@code postgresql://user:password@host:port/database}, with {@code ?sslmode=verify-full} for TLS; of several hosts,
 *     separated by commas, the primary is used
 * @param maxPoolSize connections per service and process
 * @param replicaUrl a replica, or several hosts of which any replica is used, for reads that may be late; null: none
 * @param replicaLag how far the replica may be behind; default 5s
 */
public record PostgresConfig(String url, Integer maxPoolSize, String replicaUrl, Duration replicaLag) {
    public PostgresConfig {
        url = Limits.url("url", url, "postgresql", "postgres");
        maxPoolSize = Limits.within("maxPoolSize", maxPoolSize, 16, 1, 1000);
        if (replicaUrl != null) {
            Limits.url("replicaUrl", replicaUrl, "postgresql", "postgres");
        }
        replicaLag = Limits.within(
                "replicaLag", replicaLag, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    /** Without a replica. */
    public PostgresConfig(String url, Integer maxPoolSize) {
        this(url, maxPoolSize, null, null);
    }

    @Override
    public String toString() {
        return "PostgresConfig[url=" + Limits.masked(url) + ", maxPoolSize=" + maxPoolSize + ", replicaUrl="
                + Limits.masked(replicaUrl) + ", replicaLag=" + replicaLag + "]";
    }
}
