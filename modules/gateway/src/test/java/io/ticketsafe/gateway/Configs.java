package io.ticketsafe.gateway;

import java.time.Duration;
import java.util.List;

/** Configurations for tests: any free port, and the one thing that the test is about. */
final class Configs {
    private static final int MANY = 10_000_000;

    private Configs() {}

    static GatewayConfig generous() {
        return with(new RateLimitConfig(true, MANY, MANY, MANY, MANY, MANY, MANY));
    }

    static GatewayConfig with(RateLimitConfig limits) {
        return new GatewayConfig(
                null,
                0,
                null,
                null,
                2,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of("127.0.0.1"),
                limits,
                null);
    }

    static GatewayConfig inFlight(int most) {
        return new GatewayConfig(
                null, 0, null, null, 1, null, null, most, null, null, null, null, null, null, null, null);
    }

    static GatewayConfig cors(String... origins) {
        return new GatewayConfig(
                null, 0, null, null, 1, null, null, null, null, null, null, null, List.of(origins), null, null, null);
    }

    static GatewayConfig on(int port) {
        return new GatewayConfig(
                null, port, null, null, 1, null, null, null, null, null, null, null, null, null, null, null);
    }

    static GatewayConfig stopping(Duration patience) {
        return new GatewayConfig(
                null, 0, null, null, 1, null, null, null, null, null, patience, null, null, null, null, null);
    }

    static GatewayConfig remembering(Duration availabilityAge) {
        return new GatewayConfig(
                null, 0, null, null, 1, null, null, null, null, null, null, availabilityAge, null, null, null, null);
    }

    static GatewayConfig tls(TlsConfig tls) {
        return new GatewayConfig(
                null, null, false, tls, 2, null, null, null, null, null, null, null, null, null, null, null);
    }

    static GatewayConfig live(LiveConfig live) {
        return new GatewayConfig(
                null, 0, null, null, 2, null, null, null, null, null, null, null, null, null, null, live);
    }
}
