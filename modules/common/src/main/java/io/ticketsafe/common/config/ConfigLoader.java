package io.ticketsafe.common.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads immutable, validated records from a file, overridden by environment variables, overridden by options.
 *
 * <p>A configuration record's components are text, whole numbers, numbers, booleans (all boxed), {@link Secret},
 * {@link java.time.Duration}, {@link java.net.URI}, {@link Path}, enums, lists of these, or further such records. What is not set
 * is handed to the compact constructor as {@code null}: it puts the default there, or refuses with an
 * {@link IllegalArgumentException} whose message begins with the component's name ({@link Limits} does that).
 */
public final class ConfigLoader {
    private final Path file;
    private final Environment environment;
    private final Map<String, String> options;

    private ConfigLoader(Path file, Environment environment, Map<String, String> options) {
        this.file = file;
        this.environment = environment;
        this.options = options;
    }

    /**
     * @param file YAML or JSON; may be {@code null}
     * @param environment only {@code TICKETSAFE_…} variables are looked at, and unknown ones refused
     * @param options values by path, e.g. {@code http.port}
     * @throws ConfigException with one line for the user
     */
    public static <T extends Record> T load(
            Class<T> recordType, Path file, Map<String, String> environment, Map<String, String> options) {
        List<Setting> settings = Setting.of(recordType);
        Set<String> known = settings.stream().map(Setting::path).collect(Collectors.toSet());
        for (String path : options.keySet()) {
            if (!known.contains(path)) {
                throw new ConfigException("option: unknown setting " + path + Names.suggest(path, known));
            }
        }
        ConfigLoader loader = new ConfigLoader(file, Environment.read(environment, settings), options);
        return recordType.cast(loader.group(recordType, "", ConfigFile.read(file)));
    }

    /** The paths of all settings of a record. */
    public static List<String> paths(Class<? extends Record> recordType) {
        return Setting.of(recordType).stream().map(Setting::path).toList();
    }

    /** Whether a variable says what the setting is. */
    public static boolean isSetBy(Map<String, String> environment, String path) {
        return Environment.isSet(environment, new Setting(path, String.class));
    }

    /** @param path of the group, empty for the root */
    private Object group(Class<?> recordType, String path, JsonNode node) {
        RecordComponent[] components = recordType.getRecordComponents();
        refuseUnknownKeys(components, path, node);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String childPath = join(path, components[i].getName());
            Type type = components[i].getGenericType();
            JsonNode child = node.path(components[i].getName());
            values[i] = Setting.isGroup(type)
                    ? group(components[i].getType(), childPath, child)
                    : value(childPath, type, child);
        }
        try {
            return construct(recordType, values);
        } catch (IllegalArgumentException e) {
            throw refusal(recordType, path, values, e.getMessage());
        }
    }

    /** {@code null} when it stands nowhere. */
    private Object value(String path, Type type, JsonNode node) {
        try {
            if (options.containsKey(path)) {
                return Values.fromText(type, options.get(path));
            }
            Optional<Environment.Value> variable = environment.get(path);
            if (variable.isPresent()) {
                return Values.fromText(type, variable.get().text());
            }
            return node.isMissingNode() || node.isNull() ? null : Values.fromNode(type, node);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(sourceOf(path) + path + " " + hideSecret(type, e.getMessage()));
        }
    }

    private void refuseUnknownKeys(RecordComponent[] components, String path, JsonNode node) {
        if (node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.asText().isEmpty())) {
            return;
        }
        if (!node.isObject()) {
            throw new ConfigException(file + ": " + path + " must be a group of settings");
        }
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                List<String> paths =
                        known.stream().map(name -> join(path, name)).toList();
                throw new ConfigException(
                        file + ": unknown key " + join(path, key) + Names.suggest(join(path, key), paths));
            }
        });
    }

    private static Object construct(Class<?> recordType, Object[] values) {
        Class<?>[] types = Arrays.stream(recordType.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = recordType.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(recordType + " cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(recordType + " cannot be made", e);
        }
    }

    private ConfigException refusal(Class<?> recordType, String path, Object[] values, String message) {
        String prefix = path.isEmpty() ? "" : path + ".";
        String text = String.valueOf(message);
        text = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
        for (RecordComponent component : recordType.getRecordComponents()) {
            if (text.startsWith(component.getName() + " ")) {
                String culprit = join(path, component.getName());
                return new ConfigException(sourceOf(culprit) + join(path, text) + howToSet(culprit, text));
            }
        }
        String culprit =
                culprit(recordType, values).map(name -> join(path, name)).orElse(path);
        return new ConfigException(sourceOf(culprit) + culprit + " " + text);
    }

    /** For a message without a name: the one value without which the record can be made. */
    private static Optional<String> culprit(Class<?> recordType, Object[] values) {
        for (int i = 0; i < values.length; i++) {
            Object[] without = values.clone();
            without[i] = null;
            try {
                construct(recordType, without);
                return Optional.of(recordType.getRecordComponents()[i].getName());
            } catch (IllegalArgumentException | IllegalStateException e) {
                // it is not this one
            }
        }
        return Optional.empty();
    }

    private String sourceOf(String path) {
        if (options.containsKey(path)) {
            return "command line: ";
        }
        return environment
                .get(path)
                .map(variable -> "environment: " + variable.source() + ": ")
                .orElse(file == null ? "configuration: " : file + ": ");
    }

    private static String howToSet(String path, String message) {
        return message.endsWith(" is required")
                ? ": set it in the file or as " + new Setting(path, String.class).environmentName()
                : "";
    }

    private static String hideSecret(Type type, String message) {
        return type == Secret.class ? message.replaceAll(", was .*", "") : message;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
