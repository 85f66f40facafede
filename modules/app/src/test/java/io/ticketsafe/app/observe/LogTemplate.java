package io.ticketsafe.app.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the index template in {@code docker/elk} makes of log lines. */
public final class LogTemplate {
    private static final Path FILE = Observability.ROOT.resolve("docker/elk/index-template.json");

    private final JsonNode mappings;

    private LogTemplate(JsonNode mappings) {
        this.mappings = mappings;
    }

    public static LogTemplate read() {
        try {
            return new LogTemplate(
                    new ObjectMapper().readTree(Files.readString(FILE)).at("/template/mappings"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null for a field that is kept but not indexed. */
    String typeOf(String field) {
        JsonNode found = mappings;
        for (String name : field.split("\\.")) {
            found = found.path("properties").path(name);
        }
        return found.isMissingNode() ? null : found.path("type").asText("object");
    }

    /** The fields of a line that would not be indexed, or not as they are. */
    public List<String> misfitsOf(JsonNode line) {
        List<String> misfits = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            String type = typeOf(field.getKey());
            if (!fits(type, field.getValue())) {
                misfits.add(field + " as " + type);
            }
        }
        return misfits;
    }

    private static boolean fits(String type, JsonNode value) {
        if (type == null) {
            return false;
        }
        return switch (type) {
            case "keyword", "text", "date" -> value.isTextual() || value.isNull();
            case "long" -> value.isIntegralNumber() || value.isNull();
            case "boolean" -> value.isBoolean() || value.isNull();
            default -> false;
        };
    }
}
