package io.ticketsafe.perf.stage;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's rate limits: a run that meets one measures the limit and not the server, so it ends. */
public final class Limits {
    private static final Pattern POLICY = Pattern.compile("\"([^\"]+)\";q=(\\d+)");
    private static final Map<String, String> SETTINGS = Map.of(
            "anonymous", "ANONYMOUS",
            "user", "USER",
            "credentials", "CREDENTIALS",
            "holds", "HOLDS",
            "check-ins", "CHECK_INS",
            "webhooks", "WEBHOOKS");

    private Limits() {}

    /** @param policy value of {@code RateLimit-Policy} of a 429, such as {@code "holds";q=120;w=60} */
    public static String explain(String policy) {
        Matcher found = POLICY.matcher(policy);
        if (!found.find() || !SETTINGS.containsKey(found.group(1))) {
            return "The server answered 429 (too many requests): raise its http.rateLimits, see perf/README.md.";
        }
        return ("A rate limit of the server spoils this run: \"%s\", %s a minute. Start the server with"
                        + " TICKETSAFE_HTTP_RATE_LIMITS_%s_PER_MINUTE=100000000, or spread the load: fewer --users, a longer"
                        + " --duration, more --accounts.")
                .formatted(found.group(1), found.group(2), SETTINGS.get(found.group(1)));
    }
}
