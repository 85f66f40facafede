package io.ticketsafe.app;

import java.util.regex.Pattern;

/**
 * What must not stand in logs, by its form; nobody logs it on purpose. Nothing here matches a quote or a backslash, so that JSON stays
 * JSON.
 */
final class Masks {
    private static final String MASK = "***";

    private static final Pattern SECRETS = Pattern.compile(String.join(
            "|",
            // user and password in a URL
            "(?<=://)[^/\\s:@\"\\\\]*+:[^/\\s@\"\\\\]++(?=@)",
            "(?i:(?<=bearer )[A-Za-z0-9._~+/=-]++)",
            "(?i:(?<=(?:password|secret|token)=)[^\\s,;&\"\\\\]++)",
            // JSON web tokens
            "eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]*+)?",
            // hashes of passwords
            "\\$argon2[^\\s\"\\\\]++",
            // codes of tickets
            "TS1\\.[A-Za-z0-9._-]{20,}+",
            // Stripe's keys and the secrets of its webhooks and payments; tokens of cards
            "\\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]++",
            "\\bwhsec_[A-Za-z0-9+/=]++",
            "(?<=_secret_)[A-Za-z0-9]++",
            "\\b(?:tok|pm|src)_[A-Za-z0-9_]++",
            // e-mail addresses
            "[A-Za-z0-9._%+-]{1,64}(?:@|%40)[A-Za-z0-9-]++(?:\\.[A-Za-z0-9-]++)++"));

    private Masks() {}

    static String masked(String line) {
        return SECRETS.matcher(line).replaceAll(MASK);
    }
}
