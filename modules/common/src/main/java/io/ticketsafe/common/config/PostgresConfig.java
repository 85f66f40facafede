package io.ticketsafe.common.config;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * @param url {@code postgresql://user:password@host:port/database}, with {@code ?sslmode=verify-full} for TLS; of several hosts,
 *     separated by commas, the primary is used
 * @param tls used with {@code sslmode}; whether the host is verified, says {@code verify-full}
 * @param maxPoolSize connections per service and process
 * @param replicaUrl a replica, or several hosts of which any replica is used, for reads that may be late; null: none
 * @param replicaLag how far the replica may be behind; default 5s
 */
public record PostgresConfig(String url, ClientTls tls, Integer maxPoolSize, String replicaUrl, Duration replicaLag) {
    private static final Pattern SSL_MODE = Pattern.compile("[?&]sslmode=([^&]*)");
    private static final Set<String> PLAIN_MODES = Set.of("disable", "allow", "prefer");
    private static final Set<String> TLS_MODES = Set.of("require", "verify-ca", "verify-full");

    public PostgresConfig {
        url = Limits.url("url", url, "postgresql", "postgres");
        tls = Limits.orDefault(tls, ClientTls.defaults());
        requireMode("url", url, tls);
        if (!tls.verifyHost()) {
            throw new IllegalArgumentException(
                    "tls must not switch verifyHost off: sslmode=verify-ca in the url does that");
        }
        maxPoolSize = Limits.within("maxPoolSize", maxPoolSize, 16, 1, 1000);
        if (replicaUrl != null) {
            Limits.url("replicaUrl", replicaUrl, "postgresql", "postgres");
            requireMode("replicaUrl", replicaUrl, tls);
        }
        replicaLag = Limits.within(
                "replicaLag", replicaLag, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    /** Without a replica. */
    public PostgresConfig(String url, ClientTls tls, Integer maxPoolSize) {
        this(url, tls, maxPoolSize, null, null);
    }

    /** All by default, but the URL. */
    public static PostgresConfig of(String url) {
        return new PostgresConfig(url, null, null);
    }

    /** Another server, without a replica. */
    public PostgresConfig at(String otherUrl) {
        return new PostgresConfig(otherUrl, tls, maxPoolSize);
    }

    /** Whether any connection is made by TLS. */
    public boolean isTls() {
        return TLS_MODES.contains(sslMode(url)) || replicaUrl != null && TLS_MODES.contains(sslMode(replicaUrl));
    }

    /** Whether it is made sure who answers at that URL, which none but TLS does: {@code require} alone does not, with a CA it does. */
    public boolean isVerified(String either) {
        String mode = sslMode(either);
        return mode.startsWith("verify-") || mode.equals("require") && tls.ca() != null;
    }

    /** Of those that the JDK trusts, anybody gets a certificate for some host. */
    private static void requireMode(String name, String url, ClientTls tls) {
        String mode = sslMode(url);
        if (!PLAIN_MODES.contains(mode) && !TLS_MODES.contains(mode)) {
            throw new IllegalArgumentException(
                    name + " must have sslmode disable, allow, prefer, require, verify-ca or verify-full, was " + mode);
        }
        if (mode.equals("verify-ca") && tls.ca() == null) {
            throw new IllegalArgumentException(
                    name + " has sslmode=verify-ca, which needs tls.ca; verify-full also goes without");
        }
    }

    private static String sslMode(String url) {
        Matcher mode = SSL_MODE.matcher(url);
        return mode.find() ? mode.group(1) : "disable";
    }

    @Override
    public String toString() {
        return "PostgresConfig[url=" + Limits.masked(url) + ", tls=" + tls + ", maxPoolSize=" + maxPoolSize
                + ", replicaUrl=" + Limits.masked(replicaUrl) + ", replicaLag=" + replicaLag + "]";
    }
}
