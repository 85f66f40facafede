package io.ticketsafe.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.app.metrics.MongoPoolMeters;
import io.ticketsafe.common.Stores;
import io.ticketsafe.common.config.ClientTls;
import io.ticketsafe.common.config.MongoConfig;
import io.ticketsafe.common.kafka.FactLog;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.impl.config.MongoClientOptionsParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pools of this process. A store that is opened is also watched: it appears in {@code /health/ready}. An answer that
 * comes after its check has timed out is of no interest.
 */
final class ProcessStores implements Stores {
    private static final long PING_TIMEOUT_MS = 2_000;
    private static final int MONGO_TIMEOUT_MS = 5_000;
    private static final String MONGO_SOURCE = "ticketsafe";

    private final Vertx vertx;
    private final Config config;
    private final HealthChecks health;
    private final MeterRegistry meters;
    private final Map<String, Database> databases = new HashMap<>();
    private RedisStore redis;
    private MongoClient mongo;
    private FactLog factLog;

    ProcessStores(Vertx vertx, Config config, HealthChecks health, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.health = health;
        this.meters = meters;
    }

    /**
     * Opens the pools that the roles will ask for. Vert.x closes a pool with the verticle that opened it, even where others
     * use it too; so this must be called from outside of verticles.
     */
    void open(List<Role> roles) {
        roles.forEach(role -> {
            role.schema().ifPresent(this::postgres);
            if (role.hasReadModels()) {
                mongo();
            }
        });
        if (config.kafka().isConfigured() && roles.stream().anyMatch(Role::dealsInFacts)) {
            factLog = FactLog.open(vertx, config.kafka());
            watch("kafka", factLog::ping);
        }
    }

    @Override
    public synchronized Database postgres(String schema) {
        if (databases.isEmpty()) {
            watch("postgres", () -> anyDatabase().ping());
        }
        return databases.computeIfAbsent(schema, name -> {
            Database opened = Database.open(vertx, config.postgres(), name);
            if (config.postgres().replicaUrl() != null) {
                watchReplica(name, opened);
            }
            return opened;
        });
    }

    @Override
    public synchronized RedisStore redis() {
        if (redis == null) {
            redis = RedisStore.open(vertx, config.redis());
            measure(redis);
            watch(
                    "redis",
                    () -> redis.ping()
                            .recover(failure ->
                                    Future.failedFuture(redis.trouble().orElseGet(failure::getMessage))));
        }
        return redis;
    }

    @Override
    public synchronized MongoClient mongo() {
        if (mongo == null) {
            mongo = openMongo();
            watch("mongo", new MongoDoor(mongo)::ping);
        }
        return mongo;
    }

    @Override
    public Optional<FactLog> factLog() {
        return Optional.ofNullable(factLog);
    }

    @Override
    public synchronized Future<Void> close() {
        List<Future<?>> closing = new ArrayList<>();
        databases.values().forEach(database -> closing.add(database.close()));
        if (redis != null) {
            closing.add(redis.close());
        }
        if (mongo != null) {
            closing.add(mongo.close());
        }
        if (factLog != null) {
            closing.add(factLog.close());
        }
        return Future.join(closing).mapEmpty();
    }

    private void measure(RedisStore opened) {
        Gauge.builder("ticketsafe.redis.in.flight", opened, RedisStore::inFlight)
                .description("Commands that Redis has not answered yet, and those that wait for a connection")
                .register(meters);
        FunctionCounter.builder("ticketsafe.redis.losses", opened, RedisStore::losses)
                .description("Connections to Redis that were lost or not to be had")
                .register(meters);
    }

    private void watchReplica(String schema, Database database) {
        Gauge.builder("ticketsafe.postgres.replica.lag", database, ProcessStores::lagSeconds)
                .description("By how much the replica is behind; NaN while it is not used")
                .baseUnit("seconds")
                .tag("schema", schema)
                .register(meters);
        if (databases.isEmpty()) {
            watch(
                    "postgres-replica",
                    () -> database.replicaLag().isPresent()
                            ? Future.succeededFuture()
                            : Future.failedFuture("it does not answer, or is too far behind"));
        }
    }

    private static double lagSeconds(Database database) {
        return database.replicaLag().map(lag -> lag.toMillis() / 1e3).orElse(Double.NaN);
    }

    private MongoClient openMongo() {
        JsonObject options = mongoOptions(config.mongo());
        return MongoClient.createWithMongoSettings(
                vertx,
                options,
                MONGO_SOURCE,
                MongoPoolMeters.watch(new MongoClientOptionsParser(vertx, options).settings(), meters));
    }

    private synchronized Database anyDatabase() {
        return databases.values().iterator().next();
    }

    private void watch(String name, Supplier<Future<Void>> ping) {
        health.register(
                name,
                PING_TIMEOUT_MS,
                check -> ping.get()
                        .onSuccess(answered -> check.tryComplete(Status.OK()))
                        .onFailure(failure ->
                                check.tryComplete(Status.KO(new JsonObject().put("reason", failure.getMessage())))));
    }

    static JsonObject mongoOptions(MongoConfig mongo) {
        JsonObject options = new JsonObject()
                .put("connection_string", mongo.url())
                .put("db_name", mongo.database())
                .put("maxPoolSize", mongo.maxPoolSize())
                .put("serverSelectionTimeoutMS", MONGO_TIMEOUT_MS)
                .put("connectTimeoutMS", MONGO_TIMEOUT_MS)
                .put("socketTimeoutMS", MONGO_TIMEOUT_MS)
                .put("waitQueueTimeoutMS", MONGO_TIMEOUT_MS);
        ClientTls tls = mongo.tls();
        if (tls.ca() != null) {
            options.put("caPath", tls.ca().toString());
        }
        if (tls.certificate() != null) {
            options.put("certPath", tls.certificate().toString())
                    .put("keyPath", tls.key().toString());
        }
        return tls.verifyHost() ? options : options.put("sslInvalidHostNameAllowed", true);
    }
}
