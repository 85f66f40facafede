package io.ticketsafe.app.cli;

import io.ticketsafe.app.Config;
import io.ticketsafe.app.DevSecrets;
import io.ticketsafe.common.config.ConfigLoader;
import io.ticketsafe.dev.EmbeddedStores.Kind;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The configuration of a dev process: what neither option nor variable says is chosen for a first run and for load tests. */
final class DevConfig {
    private static final String MANY = "100000000";
    private static final String MANY_STREAMS = "1000000";
    private static final Map<Kind, String> URL_SETTINGS =
            new EnumMap<>(Map.of(Kind.POSTGRES, "postgres.url", Kind.REDIS, "redis.url", Kind.MONGO, "mongo.url"));

    /** Stand in until the embedded stores have started and said where they are. */
    private static final Map<Kind, String> PLACEHOLDERS = new EnumMap<>(Map.of(
            Kind.POSTGRES, "postgresql://embedded", Kind.REDIS, "redis://embedded", Kind.MONGO, "mongodb://embedded"));

    private final Map<String, String> environment;
    private final Map<String, String> options = new HashMap<>();
    private final Set<Kind> embedded = EnumSet.noneOf(Kind.class);

    /** @param folder of all data, the certificate for HTTPS among them */
    DevConfig(Map<String, String> environment, Map<String, String> chosen, Path folder) {
        this.environment = environment;
        this.options.putAll(chosen);
        options.put("profile", "dev");
        byDefault("security.masterKey", DevSecrets.MASTER_KEY);
        byDefault("security.serviceSecret", DevSecrets.SERVICE_SECRET);
        if (!ConfigLoader.isSetBy(environment, "security.keys.keyset")) {
            byDefault("security.keys.file", DevKeys.fileIn(folder).toString());
        }
        byDefault("http.tls.certificate", DevCertificate.certificateIn(folder).toString());
        byDefault("http.tls.key", DevCertificate.keyIn(folder).toString());
        byDefault("http.rateLimits.anonymousPerMinute", MANY);
        byDefault("http.rateLimits.userPerMinute", MANY);
        byDefault("http.rateLimits.credentialsPerMinute", MANY);
        byDefault("http.rateLimits.holdsPerMinute", MANY);
        byDefault("http.rateLimits.checkInsPerMinute", MANY);
        byDefault("http.rateLimits.webhooksPerMinute", MANY);
        byDefault("http.live.viewersPerAddress", MANY_STREAMS);
        URL_SETTINGS.forEach((kind, setting) -> {
            if (byDefault(setting, PLACEHOLDERS.get(kind))) {
                embedded.add(kind);
            }
        });
    }

    Config load() {
        return ConfigLoader.load(Config.class, null, environment, options);
    }

    /** The stores that no variable puts somewhere else. */
    Set<Kind> embedded() {
        return Set.copyOf(embedded);
    }

    private boolean byDefault(String setting, String value) {
        return !ConfigLoader.isSetBy(environment, setting) && options.putIfAbsent(setting, value) == null;
    }
}
