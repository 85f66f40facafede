package io.ticketsafe.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Embedded stores for integration tests: started once per JVM in a temporary folder that goes with the JVM. Every call of
 * a {@code new…} method gives a name space of its own, so that test classes do not meet.
 */
public final class TestStores {
    private final EmbeddedStores stores;
    private final AtomicInteger names = new AtomicInteger();

    private TestStores(EmbeddedStores stores) {
        this.stores = stores;
    }

    /** The stores of this JVM, started at the first call (blocking). */
    public static TestStores shared() {
        return Holder.SHARED;
    }

    /** URL of an empty PostgreSQL database; takes about 50 ms. */
    public String newDatabase() {
        String name = "test_" + names.incrementAndGet();
        stores.postgres().createDatabase(name);
        return stores.postgres().url(name);
    }

    /** Name of an empty database on {@link #mongoUrl()}. */
    public String newMongoDatabase() {
        return "test_" + names.incrementAndGet();
    }

    /** URL of the one Redis that all tests of this JVM share; their keys differ by the ids in them. */
    public String redisUrl() {
        return stores.redisUrl();
    }

    public String mongoUrl() {
        return stores.mongoUrl();
    }

    /** For fault tests: stop, kill and restart one store. Leave it running for the next test class. */
    public EmbeddedStores stores() {
        return stores;
    }

    private static final class Holder {
        private static final TestStores SHARED = startShared();

        private static TestStores startShared() {
            Path root = Path.of(
                    System.getProperty("java.io.tmpdir"), "ticketsafe-test-stores-" + System.getProperty("user.name"));
            try {
                Files.createDirectories(root);
                sweep(root);
                Path folder = Files.createTempDirectory(root, "jvm");
                EmbeddedStores stores = EmbeddedStores.start(
                        folder, EmbeddedStores.Options.defaults().withoutFsync());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    stores.close();
                    Folders.delete(folder);
                }));
                return new TestStores(stores);
            } catch (IOException e) {
                throw new StoreException("folder " + root + " cannot be written", e);
            }
        }

        /** Stops and deletes what test JVMs that were killed have left; a folder in use is locked, or too young. */
        private static void sweep(Path root) throws IOException {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, "jvm*")) {
                for (Path folder : folders) {
                    if (isAbandoned(folder)) {
                        PostgresStore.stopLeftover(folder.resolve("postgres"));
                        RedisStore.stopLeftover(folder.resolve("redis"));
                        Folders.delete(folder);
                    }
                }
            }
        }

        private static boolean isAbandoned(Path folder) throws IOException {
            Path lockFile = folder.resolve(DataFolder.LOCK_FILE);
            if (!Files.exists(lockFile)) {
                long ageMs = System.currentTimeMillis()
                        - Files.getLastModifiedTime(folder).toMillis();
                return ageMs > Duration.ofHours(1).toMillis();
            }
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
                return DataFolder.lock(channel).isPresent();
            }
        }
    }
}
