package io.ticketsafe.common.config;

/**
 * @param url {@code postgresql://user:password@host:port/database}, with {@code ?sslmode=verify-full} for TLS
 * @param maxPoolSize connections per service and process
 */
public record PostgresConfig(String url, Integer maxPoolSize) {
    public PostgresConfig {
        url = Limits.url("url", url, "postgresql", "postgres");
        maxPoolSize = Limits.within("maxPoolSize", maxPoolSize, 16, 1, 1000);
    }

    @Override
    public String toString() {
        return "PostgresConfig[url=" + Limits.masked(url) + ", maxPoolSize=" + maxPoolSize + "]";
    }
}
