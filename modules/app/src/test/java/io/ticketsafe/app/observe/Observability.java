package io.ticketsafe.app.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules and dashboards of the repository. */
public final class Observability {
    static final Path ROOT = Path.of("..", "..");
    static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");
    private static final Path PROMETHEUS = ROOT.resolve("docker/prometheus");
    private static final Path DASHBOARDS = ROOT.resolve("docker/grafana/dashboards");

    private Observability() {}

    /** A rule that records, or that alerts. */
    public record Rule(String name, String expression, JsonNode source) {
        boolean isAlert() {
            return source.has("alert");
        }
    }

    /** @param where dashboard and panel */
    public record Query(String where, String expression) {}

    public static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (Path file : files(PROMETHEUS.resolve("rules"))) {
            parsed(file)
                    .path("groups")
                    .forEach(group -> group.path("rules")
                            .forEach(rule -> rules.add(new Rule(
                                    rule.path(rule.has("alert") ? "alert" : "record")
                                            .asText(),
                                    rule.path("expr").asText(),
                                    rule))));
        }
        return rules;
    }

    static List<Rule> alerts() {
        return rules().stream().filter(Rule::isAlert).toList();
    }

    static List<JsonNode> dashboards() {
        return files(DASHBOARDS).stream().map(Observability::parsed).toList();
    }

    public static List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        dashboards()
                .forEach(dashboard -> dashboard
                        .path("panels")
                        .forEach(panel -> panel.path("targets")
                                .forEach(target -> queries.add(new Query(
                                        dashboard.path("uid").asText() + ", "
                                                + panel.path("title").asText(),
                                        target.path("expr").asText())))));
        return queries;
    }

    /** Of the alerts' own tests, as text. */
    static String tests() {
        return files(PROMETHEUS.resolve("tests")).stream()
                .map(Observability::text)
                .collect(Collectors.joining());
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(Path file) {
        try {
            return (file.toString().endsWith(".json") ? new JsonMapper() : new YAMLMapper()).readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
