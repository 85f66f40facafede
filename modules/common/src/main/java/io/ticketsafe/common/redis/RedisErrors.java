package io.ticketsafe.common.redis;

import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis's errors mean, by their first word. */
final class RedisErrors {
    /** They say nothing about the command, only that Redis cannot carry it out now. */
    private static final Set<String> NOT_NOW = Set.of(
            "CONNECTION_CLOSED",
            "LOADING",
            "READONLY",
            "MASTERDOWN",
            "CLUSTERDOWN",
            "TRYAGAIN",
            "MOVED",
            "ASK",
            "NOAUTH",
            "NOPERM",
            "BUSY",
            "OOM",
            "MISCONF",
            "NOREPLICAS");

    /** Those of replicas, and of servers whose users were changed. */
    private static final Set<String> OF_NO_USE = Set.of("READONLY", "MASTERDOWN", "NOAUTH", "NOPERM");

    private static final Duration LONGEST_LOADING = Duration.ofSeconds(5);

    /** The first of a batch: {@code ERR [0] WORD …}; of a command in a script, up to Redis 6: {@code ERR …: -WORD …}. */
    private static final Pattern WITHIN = Pattern.compile("^ERR (?:\\[\\d+] (?:ERR )?|.*?: -)([A-Z_]+)\\b");

    private static final Pattern NUMBERED = Pattern.compile("^ERR \\[\\d+] ");

    /** A script met a key that has left its node already. */
    private static final String KEYS_MOVING = "attempted to access a non local key";

    private RedisErrors() {}

    static boolean isNotNow(ErrorType error) {
        return NOT_NOW.contains(firstWord(error))
                || String.valueOf(error.getMessage()).contains(KEYS_MOVING);
    }

    /** Whether a slot is moving from node to node, some of the keys being here and some there. Nothing was carried out. */
    static boolean isOnItsWay(ErrorType error) {
        return firstWord(error).equals("TRYAGAIN");
    }

    /** The same as if the command had been sent alone. */
    static ErrorType ofBatch(ErrorType error) {
        String text = String.valueOf(error.getMessage());
        Matcher numbered = NUMBERED.matcher(text);
        return numbered.find() ? ErrorType.create(text.substring(numbered.end())) : error;
    }

    /** Whether the connection leads to a server that is no master (any more), or does not come to be one. */
    static boolean leadsNowhere(ErrorType error, Duration connected) {
        String word = firstWord(error);
        return OF_NO_USE.contains(word) || (word.equals("LOADING") && connected.compareTo(LONGEST_LOADING) > 0);
    }

    private static String firstWord(ErrorType error) {
        String text = String.valueOf(error.getMessage());
        Matcher within = WITHIN.matcher(text);
        if (within.find()) {
            return within.group(1);
        }
        int end = text.indexOf(' ');
        return end < 0 ? text : text.substring(0, end);
    }
}
