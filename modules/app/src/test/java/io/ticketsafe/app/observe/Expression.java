package io.ticketsafe.app.observe;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of PromQL as it takes to see which metrics an expression asks for. */
public final class Expression {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern LABELS =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)|\\{[^}]*}|\\[[^]]*]");
    private static final Pattern DURATION = Pattern.compile("\\boffset\\s+\\w+");
    private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_:][\\w:]*\\b(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool");

    private Expression() {}

    public static Set<String> metricsOf(String expression) {
        String bare = DURATION.matcher(
                        LABELS.matcher(TEXT.matcher(expression).replaceAll("")).replaceAll(" "))
                .replaceAll("");
        return NAME.matcher(bare)
                .results()
                .map(MatchResult::group)
                .filter(name -> !WORDS.contains(name))
                .collect(Collectors.toSet());
    }
}
