package io.ticketsafe.events;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.Stores;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.dev.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.net.URI;

/** The embedded PostgreSQL and Mongo server, each behind a proxy that a test can cut. */
final class ProxiedStores implements Stores {
    private static final String MONGO_OPTIONS =
            "/?serverSelectionTimeoutMS=300&connectTimeoutMS=300&heartbeatFrequencyMS=500";

    final TcpProxy postgresProxy;
    final TcpProxy mongoProxy;
    private final Stores real;
    private final Database database;
    private final MongoClient mongo;

    ProxiedStores(ServiceHarness harness) {
        Vertx vertx = harness.vertx();
        real = harness.context().stores();
        URI postgresUrl = URI.create(harness.databaseUrl());
        postgresProxy = new TcpProxy(vertx, postgresUrl.getHost(), postgresUrl.getPort());
        int postgresPort = ServiceHarness.await(postgresProxy.open());
        database = Database.open(
                vertx,
                harness.databaseUrl()
                        .replace(postgresUrl.getHost() + ":" + postgresUrl.getPort(), "127.0.0.1:" + postgresPort),
                "events",
                4);
        URI mongoUrl = URI.create(TestStores.shared().mongoUrl());
        mongoProxy = new TcpProxy(vertx, mongoUrl.getHost(), mongoUrl.getPort());
        int mongoPort = ServiceHarness.await(mongoProxy.open());
        mongo = MongoClient.create(
                vertx,
                new JsonObject()
                        .put("connection_string", "mongodb://127.0.0.1:" + mongoPort + MONGO_OPTIONS)
                        .put("db_name", TestStores.shared().newMongoDatabase()));
    }

    /** The same context, on these stores. */
    ServiceContext in(ServiceContext context) {
        return new ServiceContext(
                context.vertx(),
                context.bus(),
                context.memberships(),
                context.tokens(),
                context.serviceTokens(),
                this,
                context.secrets(),
                context.meters(),
                context.health());
    }

    @Override
    public Database postgres(String schema) {
        return database;
    }

    @Override
    public RedisStore redis() {
        return real.redis();
    }

    @Override
    public MongoClient mongo() {
        return mongo;
    }

    @Override
    public Future<Void> close() {
        return Future.join(database.close(), mongo.close()).mapEmpty();
    }
}
