package io.ticketsafe.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of all settings that conf/ticketsafe.yaml documents. */
final class Settings {
    private static final Path DOCUMENTED = Path.of("..", "..", "conf", "ticketsafe.yaml");
    private static final Pattern SETTING = Pattern.compile("^( *)#?([a-z][A-Za-z0-9]*):.*");

    private Settings() {}

    static Set<String> variables() {
        Set<String> variables = new HashSet<>();
        Deque<String> path = new ArrayDeque<>();
        try {
            for (String line : Files.readAllLines(DOCUMENTED)) {
                Matcher setting = SETTING.matcher(line);
                if (setting.matches()) {
                    int depth = setting.group(1).length() / 2;
                    while (path.size() > depth) {
                        path.removeLast();
                    }
                    path.addLast(setting.group(2));
                    variables.add(variable(path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
    }

    private static String variable(Deque<String> path) {
        StringBuilder name = new StringBuilder("TICKETSAFE");
        for (Iterator<String> parts = path.iterator(); parts.hasNext(); ) {
            name.append('_').append(parts.next().replaceAll("([a-z0-9])([A-Z])", "$1_$2"));
        }
        return name.toString().toUpperCase(Locale.ROOT);
    }
}
