package io.ticketsafe.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, Redis and a MongoDB-wire server that keep their data in one folder and listen on the loopback address only.
 *
 * <p>All methods block and are not for an event loop. A process that dies by {@code kill -9} leaves PostgreSQL and Redis
 * running; the next start on the folder stops them cleanly and starts them anew, so nothing is lost.
 */
public final class EmbeddedStores implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedStores.class);

    private final DataFolder folder;
    private final PostgresStore postgres;
    private final RedisStore redis;
    private final MongoStore mongo;

    /**
     * @param postgresPort port of PostgreSQL, 0 for a free one
     * @param redisPort port of Redis, 0 for a free one
     * @param mongoPort port of the MongoDB-wire server, 0 for a free one
     * @param fsync whether PostgreSQL waits for the disk; without, a power cut may lose data but a killed process may not
     */
    public record Options(int postgresPort, int redisPort, int mongoPort, boolean fsync) {
        public static Options defaults() {
            return new Options(0, 0, 0, true);
        }

        public Options withoutFsync() {
            return new Options(postgresPort, redisPort, mongoPort, false);
        }
    }

    private EmbeddedStores(DataFolder folder, PostgresStore postgres, RedisStore redis, MongoStore mongo) {
        this.folder = folder;
        this.postgres = postgres;
        this.redis = redis;
        this.mongo = mongo;
    }

    /** Starts all three at the same time; fails with {@link StoreException}, and then leaves none running. */
    public static EmbeddedStores start(Path dataFolder, Options options) {
        DataFolder folder = DataFolder.open(dataFolder);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            CompletableFuture<PostgresStore> postgres = CompletableFuture.supplyAsync(
                    () -> PostgresStore.open(folder.resolve("postgres"), options.postgresPort(), options.fsync()),
                    threads);
            CompletableFuture<RedisStore> redis = CompletableFuture.supplyAsync(
                    () -> RedisStore.open(folder.resolve("redis"), options.redisPort()), threads);
            CompletableFuture<MongoStore> mongo = CompletableFuture.supplyAsync(
                    () -> MongoStore.open(folder.resolve("mongo"), options.mongoPort()), threads);
            try {
                CompletableFuture.allOf(postgres, redis, mongo).join();
            } catch (CompletionException e) {
                List<Runnable> stops = new ArrayList<>();
                postgres.thenAccept(store -> stops.add(store::stop));
                redis.thenAccept(store -> stops.add(store::stop));
                mongo.thenAccept(store -> stops.add(store::stop));
                stops.forEach(Runnable::run);
                folder.close();
                throw e.getCause() instanceof StoreException cause
                        ? cause
                        : new StoreException("the embedded stores do not start: " + e.getCause(), e.getCause());
            }
            log.atDebug().addKeyValue("folder", folder.path()).log("embedded stores started");
            return new EmbeddedStores(folder, postgres.join(), redis.join(), mongo.join());
        } finally {
            threads.shutdown();
        }
    }

    public String postgresUrl() {
        return postgres.url();
    }

    public String redisUrl() {
        return redis.url();
    }

    public String mongoUrl() {
        return mongo.url();
    }

    public PostgresStore postgres() {
        return postgres;
    }

    public RedisStore redis() {
        return redis;
    }

    public MongoStore mongo() {
        return mongo;
    }

    public Path dataFolder() {
        return folder.path();
    }

    /** Stops all three with all data kept and lets go of the folder; the first failure is thrown after all were tried. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> stops = List.of(
                CompletableFuture.runAsync(postgres::stop),
                CompletableFuture.runAsync(redis::stop),
                CompletableFuture.runAsync(mongo::stop));
        try {
            CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreException cause
                    ? cause
                    : new StoreException("the embedded stores do not stop: " + e.getCause(), e.getCause());
        } finally {
            folder.close();
        }
    }
}
