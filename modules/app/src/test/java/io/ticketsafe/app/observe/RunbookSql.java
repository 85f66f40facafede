package io.ticketsafe.app.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What runbooks tell people to ask PostgreSQL, with something in the place of the ids. */
public final class RunbookSql {
    private static final Pattern BLOCK = Pattern.compile("(?s)```sql\\n(.*?)```");

    private RunbookSql() {}

    public static List<String> statements() {
        return Observability.files(Observability.RUNBOOKS).stream()
                .flatMap(page -> {
                    try {
                        return BLOCK.matcher(Files.readString(page)).results();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .flatMap(block -> statements(block.group(1)))
                .toList();
    }

    private static Stream<String> statements(String block) {
        return Arrays.stream(block.replaceAll("--.*", "").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .map(statement -> statement
                        .replaceAll("\\b[A-Z]+_ID\\b", "00000000-0000-0000-0000-000000000000")
                        .replaceAll("\\bSEQ\\b", "1"));
    }
}
