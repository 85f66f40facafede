package io.ticketsafe.app.saga;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.Stores;
import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of one service. Killed, it forgets everything: nothing that it has begun goes on. */
abstract class SimulatedProcess implements Step.Mortal {
    private final World world;
    private final String name;
    private final List<Link> lent = new ArrayList<>();
    private final ServiceContext context;
    private final Database database;
    private boolean alive = true;

    SimulatedProcess(World world, String name, String schema) {
        this.world = world;
        this.name = name;
        Vertx vertx = VirtualVertx.of(world.timeline(), this, world.network().of(this));
        Pool pool = Stub.of(Pool.class, Map.of("getConnection", arguments -> connection(schema)));
        database = Database.on(vertx, pool);
        World.Shared shared = world.shared();
        Bus bus = new Bus(vertx, shared.tokens().verifier(), shared.tokens().serviceTokens(), shared.meters());
        context = new ServiceContext(
                vertx,
                bus,
                new Memberships(bus),
                shared.tokens().verifier(),
                shared.tokens().serviceTokens(),
                new OneDatabase(database),
                shared.secrets(),
                shared.meters(),
                null);
    }

    /** Begins to serve; completes in virtual time. */
    abstract Future<?> start();

    World world() {
        return world;
    }

    Chaos chaos() {
        return world.chaos();
    }

    PlantedBug bug() {
        return world.bug();
    }

    ServiceContext context() {
        return context;
    }

    Database database() {
        return database;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    private Future<SqlConnection> connection(String schema) {
        Promise<SqlConnection> lending = Promise.promise();
        world.postgres().lend(schema).onSuccess(session -> {
            Link link = new Link(world.postgres(), session, world.timeline(), this);
            if (alive) {
                lent.add(link);
                world.timeline().as(this, () -> lending.complete(link.connection()));
            } else {
                link.drop();
            }
        });
        return lending.future();
    }

    void unlend(Link link) {
        lent.remove(link);
    }

    /** As {@code kill -9} does. */
    Future<?> kill() {
        alive = false;
        world.died(this);
        Future<?> dropped = Future.succeededFuture();
        for (Link link : List.copyOf(lent)) {
            dropped = dropped.compose(before -> link.drop());
        }
        lent.clear();
        return dropped;
    }

    /** No store but PostgreSQL. */
    private record OneDatabase(Database database) implements Stores {
        @Override
        public Database postgres(String schema) {
            return database;
        }

        @Override
        public RedisStore redis() {
            throw new UnsupportedOperationException("no Redis here");
        }

        @Override
        public MongoClient mongo() {
            throw new UnsupportedOperationException("no MongoDB here");
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
