package io.ticketsafe.app;

import io.ticketsafe.common.config.Limits;

/** Where {@code /health/…} and {@code /metrics} answer; not for the internet. */
public record ManagementConfig(String host, Integer port) {
    public ManagementConfig {
        host = Limits.orDefault(host, "127.0.0.1");
        port = Limits.port("port", port, 9090);
    }
}
