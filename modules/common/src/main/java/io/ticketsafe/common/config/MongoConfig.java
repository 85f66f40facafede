package io.ticketsafe.common.config;

import java.util.regex.Pattern;

/**
 * @param url {@code mongodb://user:password@host:port}, with {@code ?tls=true} for TLS
 * @param database holds the read models of all services
 * @param maxPoolSize connections per process
 */
public record MongoConfig(String url, String database, Integer maxPoolSize) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    public MongoConfig {
        url = Limits.url("url", url, "mongodb", "mongodb+srv");
        database = Limits.matching("database", database, "ticketsafe", NAME, "1 to 63 letters, digits, - or _");
        maxPoolSize = Limits.within("maxPoolSize", maxPoolSize, 16, 1, 1000);
    }

    @Override
    public String toString() {
        return "MongoConfig[url=" + Limits.masked(url) + ", database=" + database + ", maxPoolSize=" + maxPoolSize
                + "]";
    }
}
