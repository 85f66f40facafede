package io.ticketsafe.common.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a YAML or JSON file (which is YAML too) whose keys stand once each. */
final class ConfigFile {
    private static final long MAX_BYTES = 1 << 20;
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private ConfigFile() {}

    /** The root group; missing when there is no file or nothing in it. */
    static JsonNode read(Path file) {
        if (file == null) {
            return MissingNode.getInstance();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(file + ": is larger than 1 MiB");
            }
            JsonNode root = YAML.readTree(file.toFile());
            if (root == null || root.isNull() || root.isMissingNode()) {
                return MissingNode.getInstance();
            }
            if (!root.isObject()) {
                throw new ConfigException(file + ": must hold settings, such as \"http: {port: 8080}\"");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new ConfigException(file + lineOf(e.getLocation()) + ": is not YAML or JSON: " + firstLine(e));
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read");
        }
    }

    private static String lineOf(JsonLocation location) {
        return location == null ? "" : ":" + location.getLineNr();
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }
}
