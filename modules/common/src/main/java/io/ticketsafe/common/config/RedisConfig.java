package io.ticketsafe.common.config;

/**
 * @param url see {@link RedisUrl}
 * @param user beside the URL; goes before what stands there
 * @param password beside the URL, to be given in a file; goes before what stands there
 * @param sentinelUser of the sentinels, which ask for no password unless they were told to
 * @param tls used with {@code rediss}
 * @param maxPoolSize connections per process (in a cluster: per node); commands share a connection, so a few are plenty
 * @param maxWaiting commands that may wait; beyond, they fail at once
 */
public record RedisConfig(
        String url,
        String user,
        Secret password,
        String sentinelUser,
        Secret sentinelPassword,
        ClientTls tls,
        Integer maxPoolSize,
        Integer maxWaiting) {
    public RedisConfig {
        RedisUrl.parse(url);
        if (user != null && password == null) {
            throw new IllegalArgumentException("user needs a password");
        }
        if (sentinelUser != null && sentinelPassword == null) {
            throw new IllegalArgumentException("sentinelUser needs sentinelPassword");
        }
        tls = Limits.orDefault(tls, ClientTls.defaults());
        maxPoolSize = Limits.within("maxPoolSize", maxPoolSize, 8, 1, 1000);
        maxWaiting = Limits.within("maxWaiting", maxWaiting, 2048, 1, 1_000_000);
    }

    /** All by default, but the URL. */
    public static RedisConfig of(String url) {
        return new RedisConfig(url, null, null, null, null, null, null, null);
    }

    /** Another, plain server of the same size. */
    public RedisConfig at(String otherUrl) {
        return otherUrl.equals(url)
                ? this
                : new RedisConfig(otherUrl, null, null, null, null, null, maxPoolSize, maxWaiting);
    }

    @Override
    public String toString() {
        return "RedisConfig[url=" + Limits.masked(url) + ", tls=" + tls + ", maxPoolSize=" + maxPoolSize
                + ", maxWaiting=" + maxWaiting + "]";
    }
}
