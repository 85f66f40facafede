package io.ticketsafe.app.trace;

import io.ticketsafe.common.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Headers for the collector, from a file that nobody else can read: they are secrets as a rule. */
final class CollectorHeaders {
    private CollectorHeaders() {}

    static Map<String, String> read(Path file) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (file == null) {
            return headers;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    int colon = line.indexOf(':');
                    if (colon < 1) {
                        throw new ConfigException(
                                "tracing.headersFile: each line of " + file + " must be \"name: value\"");
                    }
                    headers.put(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new ConfigException("tracing.headersFile: " + file + " cannot be read");
        }
        return headers;
    }
}
