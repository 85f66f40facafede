package io.ticketsafe.perf;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * What a run can be told by system properties. Everything is bounded, so that a run ends by itself.
 *
 * @param url of the server; another machine's only with {@code ours=true}
 * @param users people that arrive
 * @param duration within which they arrive
 * @param seats places of the event, seats and standing
 * @param accounts logged-in users among whom requests are spread
 * @param pace what thinking times are multiplied with; 0 for none
 * @param p99 what 99 of 100 answers must be quicker than, or the run fails
 * @param failedPercent share of requests that may fail before the run does
 * @param sharedConnections whether people share connections, as behind a proxy, instead of having one each
 */
public record Settings(
        URI url,
        int users,
        Duration duration,
        int seats,
        int accounts,
        double pace,
        Duration p99,
        double failedPercent,
        boolean sharedConnections) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final long MOST_SECONDS = 86_400;

    /** What a scenario does when it is told nothing; fits a laptop that runs the server as well. */
    public record Defaults(int users, Duration duration, int seats) {
        /** For scenarios whose hall grows with the crowd. */
        public static Defaults of(int users, Duration duration, double seatsPerUser) {
            int told = number(System.getProperties(), "users", users);
            return new Defaults(users, duration, (int)
                    Math.max(40, Math.min(100_000, Math.round(told * seatsPerUser))));
        }
    }

    public Settings {
        within("users", users, 1, 1_000_000);
        within("duration (seconds)", duration.toMillis() / 1000.0, 1, MOST_SECONDS);
        within("seats", seats, 40, 100_000);
        within("accounts", accounts, 1, 1_000);
        within("pace", pace, 0, 100);
        within("p99 (seconds)", p99.toMillis() / 1000.0, 0.001, 60);
        within("failedPercent", failedPercent, 0, 100);
    }

    /** @throws IllegalArgumentException names the property and what it may be */
    public static Settings from(Properties properties, Defaults defaults) {
        URI url = url(properties.getProperty("url", "http://127.0.0.1:8080"));
        if (!LOOPBACK.contains(url.getHost()) && !Boolean.parseBoolean(properties.getProperty("ours"))) {
            throw new IllegalArgumentException("url is not on this machine (" + url.getHost()
                    + "); if that installation is yours to put load on, say so: --ours");
        }
        return new Settings(
                url,
                number(properties, "users", defaults.users()),
                time(properties, "duration", defaults.duration()),
                number(properties, "seats", defaults.seats()),
                number(properties, "accounts", 20),
                decimal(properties, "pace", 1),
                time(properties, "p99", Duration.ofSeconds(2)),
                decimal(properties, "failedPercent", 0),
                Boolean.parseBoolean(properties.getProperty("sharedConnections")));
    }

    private static URI url(String text) {
        if (!text.matches("https?://[^/?#]+/*")) {
            throw new IllegalArgumentException("url must look like http://127.0.0.1:8080, was " + text);
        }
        return URI.create(text.replaceAll("/+$", ""));
    }

    /** @return such as 500ms, 90s, 10m, 2h; a plain number is seconds */
    static Duration time(Properties properties, String name, Duration otherwise) {
        String text = properties.getProperty(name);
        if (text == null) {
            return otherwise;
        }
        try {
            if (text.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT) + (text.matches("\\d+") ? "S" : ""));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(name + " must be a time such as 90s, 10m or 2h, was " + text, e);
        }
    }

    private static int number(Properties properties, String name, int otherwise) {
        String text = properties.getProperty(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, was " + text, e);
        }
    }

    private static double decimal(Properties properties, String name, double otherwise) {
        String text = properties.getProperty(name);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, was " + text, e);
        }
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s must be %s to %s, was %s".formatted(name, plain(least), plain(most), plain(value)));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
