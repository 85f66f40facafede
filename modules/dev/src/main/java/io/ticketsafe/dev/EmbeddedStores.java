package io.ticketsafe.dev;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

    public enum Kind {
        POSTGRES,
        REDIS,
        MONGO
    }

    /**
     * @param kinds which stores to start; the others are somewhere else
     * @param postgresPort port of PostgreSQL, 0 for a free one
     * @param redisPort port of Redis, 0 for a free one
     * @param mongoPort port of the MongoDB-wire server, 0 for a free one
     * @param fsync whether PostgreSQL waits for the disk; without, a power cut may lose data but a killed process may not
     */
    public record Options(Set<Kind> kinds, int postgresPort, int redisPort, int mongoPort, boolean fsync) {
        public static Options defaults() {
            return new Options(EnumSet.allOf(Kind.class), 0, 0, 0, true);
        }

        public Options only(Set<Kind> wanted) {
            return new Options(Set.copyOf(wanted), postgresPort, redisPort, mongoPort, fsync);
        }

        public Options withoutFsync() {
            return new Options(kinds, postgresPort, redisPort, mongoPort, false);
        }
    }

    private EmbeddedStores(DataFolder folder, PostgresStore postgres, RedisStore redis, MongoStore mongo) {
        this.folder = folder;
        this.postgres = postgres;
        this.redis = redis;
        this.mongo = mongo;
    }

    /**
     * Starts the wanted stores at the same time. Fails with {@link StoreException}, of which {@link FolderException} means
     * that the folder cannot be used, and then leaves none running.
     */
    public static EmbeddedStores start(Path dataFolder, Options options) {
        DataFolder folder = DataFolder.open(dataFolder);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            CompletableFuture<PostgresStore> postgres = open(
                    options,
                    Kind.POSTGRES,
                    threads,
                    () -> PostgresStore.open(folder.resolve("postgres"), options.postgresPort(), options.fsync()));
            CompletableFuture<RedisStore> redis = open(
                    options, Kind.REDIS, threads, () -> RedisStore.open(folder.resolve("redis"), options.redisPort()));
            CompletableFuture<MongoStore> mongo = open(
                    options, Kind.MONGO, threads, () -> MongoStore.open(folder.resolve("mongo"), options.mongoPort()));
            try {
                CompletableFuture.allOf(postgres, redis, mongo).join();
            } catch (CompletionException e) {
                whenOpen(postgres, PostgresStore::stop);
                whenOpen(redis, RedisStore::stop);
                whenOpen(mongo, MongoStore::stop);
                folder.close();
                throw asStoreException(e, "start");
            }
            log.atDebug().addKeyValue("folder", folder.path()).log("embedded stores started");
            return new EmbeddedStores(folder, postgres.join(), redis.join(), mongo.join());
        } finally {
            threads.shutdown();
        }
    }

    /** Deletes all data in the folder, and nothing else that may be in it; stops servers that a killed process left. */
    public static void deleteData(Path dataFolder) {
        try (DataFolder folder = DataFolder.open(dataFolder)) {
            PostgresStore.stopLeftover(folder.resolve("postgres"));
            RedisStore.stopLeftover(folder.resolve("redis"));
            for (String name : List.of("postgres", "redis", "mongo")) {
                Folders.delete(folder.resolve(name));
            }
        } catch (UncheckedIOException e) {
            throw new FolderException("data folder " + dataFolder + " cannot be emptied", e);
        }
    }

    public String postgresUrl() {
        return postgres().url();
    }

    public String redisUrl() {
        return redis().url();
    }

    public String mongoUrl() {
        return mongo().url();
    }

    public PostgresStore postgres() {
        return requireNonNull(postgres, "PostgreSQL was not asked for");
    }

    public RedisStore redis() {
        return requireNonNull(redis, "Redis was not asked for");
    }

    public MongoStore mongo() {
        return requireNonNull(mongo, "MongoDB was not asked for");
    }

    public Path dataFolder() {
        return folder.path();
    }

    /** Stops all three with all data kept and lets go of the folder; the first failure is thrown after all were tried. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> stops = new ArrayList<>();
        Stream.<Runnable>of(
                        postgres == null ? null : postgres::stop,
                        redis == null ? null : redis::stop,
                        mongo == null ? null : mongo::stop)
                .filter(Objects::nonNull)
                .forEach(stop -> stops.add(CompletableFuture.runAsync(stop)));
        try {
            CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw asStoreException(e, "stop");
        } finally {
            folder.close();
        }
    }

    private static <T> CompletableFuture<T> open(Options options, Kind kind, Executor threads, Supplier<T> opening) {
        return options.kinds().contains(kind)
                ? CompletableFuture.supplyAsync(opening, threads)
                : CompletableFuture.completedFuture(null);
    }

    private static <T> void whenOpen(CompletableFuture<T> store, Consumer<T> stop) {
        if (!store.isCompletedExceptionally() && store.join() != null) {
            stop.accept(store.join());
        }
    }

    private static StoreException asStoreException(CompletionException e, String what) {
        return e.getCause() instanceof StoreException cause
                ? cause
                : new StoreException("the embedded stores do not " + what + ": " + e.getCause(), e.getCause());
    }
}
