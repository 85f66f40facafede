package io.ticketsafe.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A result as a table for people and as JSON for programs. */
public final class Pages {
    private Pages() {}

    /** {@code <name>.md} and {@code <name>.json}; answers the table. */
    public static String write(Path folder, String name, String table, Map<String, Object> json) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".md"), table);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve(name + ".json").toFile(), json);
        return table;
    }

    /** A title, and a list of what was measured on. */
    public static StringBuilder begin(String title, Map<String, String> facts) {
        StringBuilder text = new StringBuilder("# " + title + "\n\n");
        facts.forEach((key, value) ->
                text.append("- ").append(key).append(": ").append(value).append('\n'));
        return text;
    }
}
