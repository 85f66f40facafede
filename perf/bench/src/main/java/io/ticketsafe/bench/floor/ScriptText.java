package io.ticketsafe.bench.floor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The very script that TicketSafe runs, from its own jar. */
public final class ScriptText {
    private static final Pattern INCLUDE = Pattern.compile("^--@include (\\w+)$", Pattern.MULTILINE);

    private ScriptText() {}

    public static String ofHold() {
        return INCLUDE.matcher(read(HoldCall.SCRIPT))
                .replaceAll(match -> Matcher.quoteReplacement(read("lua/tickets/include/" + match.group(1) + ".lua")));
    }

    private static String read(String path) {
        try (InputStream file = ScriptText.class.getClassLoader().getResourceAsStream(path)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
