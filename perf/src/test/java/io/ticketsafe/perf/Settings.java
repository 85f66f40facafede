package io.ticketsafe.perf;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * What a run can be told by system properties.
 *
 * @param url of the server; loopback only, for load is not sent to machines of others
 * @param users buyers that arrive
 * @param duration within which they arrive
 * @param accounts among which they are spread
 * @param seats of the event; fewer than twice the users makes it sell out
 */
record Settings(URI url, int users, Duration duration, int accounts, int seats) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    Settings {
        if (!LOOPBACK.contains(url.getHost())) {
            throw new IllegalArgumentException("url must be on this machine, was " + url);
        }
        require("users", users, 1, 1_000_000);
        require("duration", Math.toIntExact(duration.toSeconds()), 1, 3_600);
        require("accounts", accounts, 1, 1_000);
        require("seats", seats, 50, 50_000);
    }

    static Settings fromProperties() {
        return new Settings(
                URI.create(System.getProperty("url", "http://127.0.0.1:8080")),
                Integer.getInteger("users", 500),
                Duration.ofSeconds(Integer.getInteger("duration", 20)),
                Integer.getInteger("accounts", 20),
                Integer.getInteger("seats", 2_000));
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", was " + value);
        }
    }
}
