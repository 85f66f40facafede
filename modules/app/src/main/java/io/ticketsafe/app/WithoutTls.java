package io.ticketsafe.app;

import io.ticketsafe.app.cluster.ClusterConfig;
import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.common.config.MongoConfig;
import io.ticketsafe.common.config.PlainText;
import io.ticketsafe.common.config.PostgresConfig;
import io.ticketsafe.common.config.RedisConfig;
import io.ticketsafe.common.config.RedisUrl;
import io.ticketsafe.common.config.SecurityConfig;
import io.ticketsafe.gateway.GatewayConfig;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the production profile would do without TLS; it does not unless it was told to. */
final class WithoutTls {
    private WithoutTls() {}

    /** Fails with one message that names everything. */
    static void refuse(
            List<Role> roles,
            GatewayConfig http,
            boolean clustered,
            ClusterConfig cluster,
            PostgresConfig postgres,
            RedisConfig redis,
            MongoConfig mongo,
            KafkaConfig kafka,
            SecurityConfig security) {
        Map<PlainText, String> found = new EnumMap<>(PlainText.class);
        if (roles.contains(Role.GATEWAY) && http.plain()) {
            found.put(PlainText.HTTP, "http.plain is true");
        }
        if (clustered && !cluster.tls().isOn()) {
            found.put(PlainText.CLUSTER, "cluster.tls is not set");
        }
        if (!postgres.isVerified(postgres.url())) {
            found.put(PlainText.POSTGRES, "postgres.url has no sslmode=verify-full");
        } else if (postgres.replicaUrl() != null && !postgres.isVerified(postgres.replicaUrl())) {
            found.put(PlainText.POSTGRES, "postgres.replicaUrl has no sslmode=verify-full");
        }
        if (!RedisUrl.parse(redis.url()).tls()) {
            found.put(PlainText.REDIS, "redis.url does not begin with rediss");
        }
        if (!mongo.isTls()) {
            found.put(PlainText.MONGO, "mongo.url has no tls=true");
        }
        if (kafka.isConfigured() && !kafka.tls().enabled()) {
            found.put(PlainText.KAFKA, "kafka.tls.enabled is false");
        }
        found.keySet().removeAll(security.plainText());
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(
                    "security must name in plainText what may do without TLS in the production"
                            + " profile: " + String.join("; ", found.values())
                            + ". Set up TLS, or security.plainText: ["
                            + found.keySet().stream().map(WithoutTls::label).collect(Collectors.joining(", ")) + "]");
        }
    }

    private static String label(PlainText part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
