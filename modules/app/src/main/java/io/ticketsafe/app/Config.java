package io.ticketsafe.app;

import io.ticketsafe.app.cluster.ClusterConfig;
import io.ticketsafe.app.trace.TracingConfig;
import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.common.config.Limits;
import io.ticketsafe.common.config.MongoConfig;
import io.ticketsafe.common.config.PostgresConfig;
import io.ticketsafe.common.config.RedisConfig;
import io.ticketsafe.common.config.SecurityConfig;
import io.ticketsafe.events.EventsConfig;
import io.ticketsafe.gateway.GatewayConfig;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.reports.ReportsConfig;
import io.ticketsafe.tickets.TicketsConfig;
import io.ticketsafe.users.UsersConfig;
import java.util.List;

/**
 * Everything that can be set; {@code conf/ticketsafe.yaml} says what each means.
 *
 * @param profile absent: production, which takes nothing for granted
 * @param roles what this process does; absent: everything
 */
public record Config(
        Profile profile,
        List<Role> roles,
        GatewayConfig http,
        ManagementConfig management,
        ClusterConfig cluster,
        PostgresConfig postgres,
        RedisConfig redis,
        MongoConfig mongo,
        KafkaConfig kafka,
        SecurityConfig security,
        LoggingConfig logging,
        TracingConfig tracing,
        UsersConfig users,
        EventsConfig events,
        TicketsConfig tickets,
        PaymentsConfig payments,
        ReportsConfig reports) {

    public Config {
        profile = Limits.orDefault(profile, Profile.PRODUCTION);
        roles = List.copyOf(Limits.orDefault(roles, List.of(Role.values())));
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("roles must not be empty");
        }
        if (profile == Profile.PRODUCTION) {
            DevSecrets.refuse(security, postgres, payments);
            WithoutTls.refuse(
                    roles, http, isClustered(roles, cluster), cluster, postgres, redis, mongo, kafka, security);
        }
    }

    /** Whether other processes are needed, or wanted, to make the whole. */
    public boolean isClustered() {
        return isClustered(roles, cluster);
    }

    private static boolean isClustered(List<Role> roles, ClusterConfig cluster) {
        return cluster.enabled() || roles.stream().distinct().count() < Role.values().length;
    }

    /** The same with other stores. */
    public Config withStores(String postgresUrl, String redisUrl, String mongoUrl) {
        return new Config(
                profile,
                roles,
                http,
                management,
                cluster,
                postgres.at(postgresUrl),
                redis.at(redisUrl),
                mongo.at(mongoUrl),
                kafka,
                security,
                logging,
                tracing,
                users,
                events,
                tickets,
                payments,
                reports);
    }
}
