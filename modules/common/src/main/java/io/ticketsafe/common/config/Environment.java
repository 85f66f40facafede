package io.ticketsafe.common.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The {@code TICKETSAFE_…} variables; each may be given as {@code …_FILE} with the name of a file that holds the value. An
 * empty variable counts as not set, as container tools pass unset ones.
 */
final class Environment {
    /** Read by the launcher, not by the program. */
    static final Set<String> LAUNCHER_NAMES = Set.of("TICKETSAFE_HOME", "TICKETSAFE_JAVA_OPTS");

    /** What Kubernetes sets for a service called {@code ticketsafe…}; the user did not write it. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*(_SERVICE_HOST|_SERVICE_PORT(_[A-Z0-9_]+)?|_(TCP|UDP|SCTP)_(ADDR|PORT|PROTO))");

    private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");
    private static final String FILE_SUFFIX = "_FILE";

    private final Map<String, Value> values = new HashMap<>();

    /** @param source name of the variable */
    record Value(String source, String text) {}

    private Environment() {}

    /** Reads the variables of the settings; refuses others that begin like them. */
    static Environment read(Map<String, String> variables, List<Setting> settings) {
        Environment environment = new Environment();
        Map<String, String> left = new TreeMap<>(variables);
        left.keySet().removeIf(name -> !name.startsWith(Setting.ENV_PREFIX) || LAUNCHER_NAMES.contains(name));
        left.entrySet().removeIf(variable -> variable.getValue().isBlank() || isServiceLink(variable));
        List<String> known = new ArrayList<>();
        for (Setting setting : settings) {
            String name = setting.environmentName();
            known.add(name);
            String plain = left.remove(name);
            String file = left.remove(name + FILE_SUFFIX);
            if (plain != null && file != null) {
                throw new ConfigException("environment: " + name + " and " + name + FILE_SUFFIX + " are both set");
            }
            if (plain != null) {
                environment.values.put(setting.path(), new Value(name, plain));
            } else if (file != null) {
                environment.values.put(setting.path(), fromFile(name + FILE_SUFFIX, file));
            }
        }
        left.keySet().stream().findFirst().ifPresent(unknown -> {
            throw new ConfigException("environment: unknown variable " + unknown + Names.suggest(unknown, known));
        });
        return environment;
    }

    static boolean isSet(Map<String, String> variables, Setting setting) {
        String name = setting.environmentName();
        return !variables.getOrDefault(name, "").isBlank()
                || !variables.getOrDefault(name + FILE_SUFFIX, "").isBlank();
    }

    Optional<Value> get(String path) {
        return Optional.ofNullable(values.get(path));
    }

    private static boolean isServiceLink(Map.Entry<String, String> variable) {
        return SERVICE_LINK.matcher(variable.getKey()).matches()
                || SERVICE_LINK_VALUE.matcher(variable.getValue()).matches();
    }

    private static Value fromFile(String variable, String file) {
        try {
            return new Value(
                    variable + " (" + file + ")",
                    Files.readString(Path.of(file)).stripTrailing());
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("environment: " + variable + " names a file that cannot be read: " + file);
        }
    }
}
