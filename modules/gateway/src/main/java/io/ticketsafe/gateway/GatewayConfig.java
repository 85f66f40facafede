package io.ticketsafe.gateway;

import io.ticketsafe.common.config.Limits;
import io.ticketsafe.gateway.limit.Networks;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the REST API is served.
 *
 * @param host address to listen on; default 127.0.0.1
 * @param port for HTTP; 0 takes any free one; default 8080
 * @param plain whether HTTP is served at all; default true, switch off where only HTTPS may be
 * @param tls HTTPS beside or instead of HTTP
 * @param instances event loops that serve; default one per processor, at most 32
 * @param maxBodyBytes longest body of a request; default 1 MiB
 * @param maxVenueBodyBytes longest body that brings a seat map; default 8 MiB
 * @param maxInFlight requests under way at once in this process; more are refused with 503; default 2000
 * @param idleTimeout after which a silent connection is closed; default 75s
 * @param drainTime how long a stop says that it is not ready, and still serves, before it takes no more requests, so that
 *     balancers send them elsewhere; default 0s
 * @param stopTimeout how long a stop waits for requests under way; default 5s
 * @param availabilityAge how old a public answer about free seats may be; 0s always asks; default 250ms
 * @param corsOrigins web origins that browsers may call from, or {@code *}; default none
 * @param trustedProxies addresses or networks (CIDR) whose X-Forwarded-For is believed; default none
 * @param rateLimits requests per caller
 * @param live live seat maps
 */
public record GatewayConfig(
        String host,
        Integer port,
        Boolean plain,
        TlsConfig tls,
        Integer instances,
        Integer maxBodyBytes,
        Integer maxVenueBodyBytes,
        Integer maxInFlight,
        Duration idleTimeout,
        Duration drainTime,
        Duration stopTimeout,
        Duration availabilityAge,
        List<String> corsOrigins,
        List<String> trustedProxies,
        RateLimitConfig rateLimits,
        LiveConfig live) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int MOST_INSTANCES = 32;
    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/\\s]+");

    public GatewayConfig {
        host = Limits.orDefault(host, "127.0.0.1");
        port = Limits.port("port", port, 8080);
        plain = Limits.orDefault(plain, true);
        tls = Limits.orDefault(tls, TlsConfig.off());
        instances = Limits.within("instances", instances, processors(), 1, MOST_INSTANCES);
        maxBodyBytes = Limits.within("maxBodyBytes", maxBodyBytes, MIB, KIB, 64 * MIB);
        maxVenueBodyBytes = Limits.within("maxVenueBodyBytes", maxVenueBodyBytes, 8 * MIB, KIB, 64 * MIB);
        maxInFlight = Limits.within("maxInFlight", maxInFlight, 2000, 1, 1_000_000);
        idleTimeout = Limits.within(
                "idleTimeout", idleTimeout, Duration.ofSeconds(75), Duration.ofSeconds(1), Duration.ofHours(1));
        drainTime = Limits.within("drainTime", drainTime, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(3));
        stopTimeout =
                Limits.within("stopTimeout", stopTimeout, Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(5));
        availabilityAge = Limits.within(
                "availabilityAge", availabilityAge, Duration.ofMillis(250), Duration.ZERO, Duration.ofMinutes(1));
        corsOrigins = List.copyOf(Limits.orDefault(corsOrigins, List.of()));
        trustedProxies = List.copyOf(Limits.orDefault(trustedProxies, List.of()));
        rateLimits = Limits.orDefault(rateLimits, RateLimitConfig.defaults());
        live = Limits.orDefault(live, LiveConfig.defaults());
        corsOrigins.forEach(origin -> {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "corsOrigins must be origins such as https://shop.example, or *, was \"" + origin + "\"");
            }
        });
        try {
            new Networks(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "trustedProxies must be addresses or networks such as 10.0.0.0/8: " + e.getMessage(), e);
        }
        if (!plain && !tls.isOn()) {
            throw new IllegalArgumentException("plain must be true where tls is not set up: nothing would be served");
        }
    }

    public static GatewayConfig defaults() {
        return new GatewayConfig(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static int processors() {
        return Math.min(MOST_INSTANCES, Runtime.getRuntime().availableProcessors());
    }
}
