package io.ticketsafe.common.testing;

import io.ticketsafe.common.Stores;
import io.ticketsafe.common.kafka.FactLog;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.dev.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shared embedded stores, with a PostgreSQL and a Mongo database of its own. */
final class HarnessStores implements Stores {
    private static final int POOL_SIZE = 8;

    private final Vertx vertx;
    private final TestStores shared;
    private final String databaseUrl;
    private final String redisUrl;
    private final FactLog factLog;
    private final Map<String, Database> databases = new HashMap<>();
    private RedisStore redis;
    private MongoClient mongo;

    HarnessStores(Vertx vertx, TestStores shared, String databaseUrl, String redisUrl, FactLog factLog) {
        this.factLog = factLog;
        this.vertx = vertx;
        this.shared = shared;
        this.databaseUrl = databaseUrl;
        this.redisUrl = redisUrl;
    }

    String databaseUrl() {
        return databaseUrl;
    }

    @Override
    public synchronized Database postgres(String schema) {
        return databases.computeIfAbsent(schema, name -> Database.open(vertx, databaseUrl, name, POOL_SIZE));
    }

    @Override
    public synchronized RedisStore redis() {
        if (redis == null) {
            redis = RedisStore.open(vertx, redisUrl, POOL_SIZE, 10_000);
        }
        return redis;
    }

    @Override
    public synchronized MongoClient mongo() {
        if (mongo == null) {
            mongo = MongoClient.create(
                    vertx,
                    new JsonObject()
                            .put("connection_string", shared.mongoUrl())
                            .put("db_name", shared.newMongoDatabase()));
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
}
