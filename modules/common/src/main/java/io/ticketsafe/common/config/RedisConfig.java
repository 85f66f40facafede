package io.ticketsafe.common.config;

/**
 * @param url {@code redis://:password@host:port}, {@code rediss://…} for TLS
 * @param maxPoolSize connections per process; commands share a connection, so a few are plenty
 * @param maxWaiting commands that may wait; beyond, they fail at once
 */
public record RedisConfig(String url, Integer maxPoolSize, Integer maxWaiting) {
    public RedisConfig {
        url = Limits.url("url", url, "redis", "rediss");
        maxPoolSize = Limits.within("maxPoolSize", maxPoolSize, 8, 1, 1000);
        maxWaiting = Limits.within("maxWaiting", maxWaiting, 2048, 1, 1_000_000);
    }

    @Override
    public String toString() {
        return "RedisConfig[url=" + Limits.masked(url) + ", maxPoolSize=" + maxPoolSize + ", maxWaiting=" + maxWaiting
                + "]";
    }
}
