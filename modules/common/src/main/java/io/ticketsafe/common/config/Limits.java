package io.ticketsafe.common.config;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Checks for the compact constructors of configuration records. Each takes the component's name and value, puts the default
 * in the place of an absent value, and refuses what is out of bounds with a message that begins with the name; the
 * {@link ConfigLoader} adds where the value stands.
 */
public final class Limits {
    private Limits() {}

    public static int within(String name, Integer value, int byDefault, int min, int max) {
        int chosen = value == null ? byDefault : value;
        if (chosen < min || chosen > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", was " + chosen);
        }
        return chosen;
    }

    public static Duration within(String name, Duration value, Duration byDefault, Duration min, Duration max) {
        Duration chosen = value == null ? byDefault : value;
        if (chosen.compareTo(min) < 0 || chosen.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be " + Durations.format(min) + " to "
                    + Durations.format(max) + ", was " + Durations.format(chosen));
        }
        return chosen;
    }

    /** A TCP port; 0, for any free one, is allowed. */
    public static int port(String name, Integer value, int byDefault) {
        return within(name, value, byDefault, 0, 65_535);
    }

    public static <T> T required(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is required");
        }
        return value;
    }

    public static <T> T orDefault(T value, T byDefault) {
        return value == null ? byDefault : value;
    }

    /** The value or the default, if the whole of it matches; {@code allowed} says in words what does. */
    public static String matching(String name, String value, String byDefault, Pattern pattern, String allowed) {
        String chosen = required(name, orDefault(value, byDefault));
        if (!pattern.matcher(chosen).matches()) {
            throw new IllegalArgumentException(name + " must be " + allowed + ", was \"" + chosen + "\"");
        }
        return chosen;
    }

    /** A URL with one of the schemes. It may carry a password, so a refusal does not repeat it. */
    public static String url(String name, String value, String... schemes) {
        required(name, value);
        for (String scheme : schemes) {
            if (value.startsWith(scheme + "://") && value.length() > scheme.length() + 3) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                name + " must be a URL that starts with " + String.join(":// or ", schemes) + "://");
    }

    /** The URL with its password masked, for logs and {@code toString}. */
    public static String masked(String url) {
        return url == null ? null : url.replaceAll("://([^:/@]*):[^/]*@", "://$1:***@");
    }
}
