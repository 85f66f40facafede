package io.ticketsafe.common.config;

import java.util.regex.Pattern;

/**
 * @param url {@code mongodb://user:password@host:port}, with {@code ?tls=true} for TLS
 * @param tls used with {@code tls=true}
 * @param database holds the read models of all services
 * @param maxPoolSize connections per process
 */
public record MongoConfig(String url, ClientTls tls, String database, Integer maxPoolSize) {
    private static final Pattern TLS_ON = Pattern.compile("[?&;](tls|ssl)=true");
    private static final Pattern TLS_NAMED = Pattern.compile("[?&;](tls|ssl)=");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    public MongoConfig {
        url = Limits.url("url", url, "mongodb", "mongodb+srv");
        tls = Limits.orDefault(tls, ClientTls.defaults());
        database = Limits.matching("database", database, "ticketsafe", NAME, "1 to 63 letters, digits, - or _");
        maxPoolSize = Limits.within("maxPoolSize", maxPoolSize, 16, 1, 1000);
    }

    /** Another server. */
    public MongoConfig at(String otherUrl) {
        return new MongoConfig(otherUrl, tls, database, maxPoolSize);
    }

    /** Said by {@code tls=true}, and by the scheme {@code mongodb+srv} if nothing is. */
    public boolean isTls() {
        return TLS_ON.matcher(url).find()
                || url.startsWith("mongodb+srv://") && !TLS_NAMED.matcher(url).find();
    }

    @Override
    public String toString() {
        return "MongoConfig[url=" + Limits.masked(url) + ", tls=" + tls + ", database=" + database + ", maxPoolSize="
                + maxPoolSize + "]";
    }
}
