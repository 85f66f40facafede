package io.ticketsafe.dev;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several real Redis servers that belong together, for tests of failures: a master with replicas and sentinels, or a cluster. They
 * notice failures much sooner than in production. All methods block. What a test JVM that was killed has left is
 * ended by the next fleet.
 */
public final class RedisFleet implements AutoCloseable {
    /** Name by which the sentinels know the master. */
    public static final String MASTER = "tickets";

    private static final int SLOTS = 16_384;
    private static final int SENTINELS = 3;
    private static final int HIGHEST_CLUSTER_PORT = 22_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path folder;
    private final List<RedisStore> servers = new ArrayList<>();
    private final List<RedisStore> sentinels = new ArrayList<>();
    private final Thread hook = new Thread(this::kill);

    private RedisFleet() {
        Path root =
                Path.of(System.getProperty("java.io.tmpdir"), "ticketsafe-fleets-" + System.getProperty("user.name"));
        String name = ProcessHandle.current().pid() + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        folder = root.resolve(name);
        try {
            Files.createDirectories(folder);
            sweep(root);
        } catch (IOException e) {
            throw new StoreException("folder " + folder + " cannot be written", e);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** One server, for what would disturb others on the shared one. */
    public static RedisFleet alone() {
        RedisFleet fleet = new RedisFleet();
        fleet.open(Map.of());
        return fleet;
    }

    /** Server 0 is the master; three sentinels, of which two decide. */
    public static RedisFleet withSentinels(int replicas) {
        RedisFleet fleet = new RedisFleet();
        fleet.open(Map.of());
        for (int i = 0; i < replicas; i++) {
            fleet.open(Map.of("repl-diskless-sync-delay", "0"));
            fleet.call(i + 1, "REPLICAOF", Ports.LOOPBACK, String.valueOf(fleet.port(0)));
        }
        eventually(
                "the replicas follow",
                () -> fleet.call(0, "INFO", "replication").contains("connected_slaves:" + replicas));
        for (int i = 0; i < SENTINELS; i++) {
            fleet.sentinels.add(RedisStore.openSentinel(
                    fleet.folder.resolve("sentinel" + i),
                    List.of(
                            "sentinel monitor " + MASTER + " " + Ports.LOOPBACK + " " + fleet.port(0) + " 2",
                            "sentinel down-after-milliseconds " + MASTER + " 500",
                            "sentinel failover-timeout " + MASTER + " 3000")));
        }
        for (RedisStore sentinel : fleet.sentinels) {
            eventually("the sentinels know each other", () -> knows(sentinel.port(), replicas));
        }
        return fleet;
    }

    /** Servers 0 to masters - 1 share the slots evenly; the replica of master i, if wanted, is server masters + i. */
    public static RedisFleet cluster(int masters, boolean replicas) {
        RedisFleet fleet = new RedisFleet();
        int all = replicas ? 2 * masters : masters;
        for (int i = 0; i < all; i++) {
            fleet.open(
                    Map.of("cluster-enabled", "yes", "cluster-node-timeout", "1000", "repl-diskless-sync-delay", "0"));
        }
        for (int i = 0; i < masters; i++) {
            fleet.addSlots(i, SLOTS * i / masters, SLOTS * (i + 1) / masters);
        }
        for (int i = 1; i < all; i++) {
            fleet.call(i, "CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
            fleet.call(i, "CLUSTER", "MEET", Ports.LOOPBACK, String.valueOf(fleet.port(0)));
        }
        fleet.awaitWhole(all);
        for (int i = masters; i < all; i++) {
            int replica = i;
            fleet.call(replica, "CLUSTER", "REPLICATE", fleet.call(replica - masters, "CLUSTER", "MYID"));
            eventually(
                    "the replica follows",
                    () -> fleet.call(replica, "INFO", "replication").contains("master_link_status:up"));
        }
        return fleet;
    }

    /** As TicketSafe wants it: {@code redis+sentinel://…} or {@code redis+cluster://…}. */
    public String url() {
        return sentinels.isEmpty()
                ? "redis+cluster://" + addresses(servers)
                : "redis+sentinel://" + addresses(sentinels) + "/" + MASTER;
    }

    public RedisStore server(int index) {
        return servers.get(index);
    }

    public int port(int index) {
        return servers.get(index).port();
    }

    /** The answer as text, elements of a list separated by line ends; {@link StoreException} where it is an error. */
    public String call(int index, String... command) {
        return servers.get(index).call(command);
    }

    /** The server that is a master and has the key's slot, by its index. */
    public int ownerOf(String key) {
        String slot = slot(key);
        for (int i = 0; i < servers.size(); i++) {
            if (isRunning(i) && owns(i, Integer.parseInt(slot))) {
                return i;
            }
        }
        throw new StoreException("nobody has the slot of " + key);
    }

    /** Moves the slot of the key from node to node, with all that is in it. */
    public void move(String key, int from, int to) {
        beginMove(key, from, to);
        endMove(key, from, to);
    }

    /** From now on keys that are not there any more are looked for at the target. */
    public void beginMove(String key, int from, int to) {
        String slot = slot(key);
        call(to, "CLUSTER", "SETSLOT", slot, "IMPORTING", call(from, "CLUSTER", "MYID"));
        call(from, "CLUSTER", "SETSLOT", slot, "MIGRATING", call(to, "CLUSTER", "MYID"));
    }

    public void migrate(String key, int from, int to) {
        call(from, "MIGRATE", Ports.LOOPBACK, String.valueOf(port(to)), key, "0", "5000");
    }

    public void endMove(String key, int from, int to) {
        String slot = slot(key);
        call(from, "CLUSTER", "GETKEYSINSLOT", slot, "1000").lines().forEach(each -> migrate(each, from, to));
        String target = call(to, "CLUSTER", "MYID");
        call(to, "CLUSTER", "SETSLOT", slot, "NODE", target);
        call(from, "CLUSTER", "SETSLOT", slot, "NODE", target);
    }

    /** Has the sentinels make another server the master, as for maintenance. */
    public void failOver() {
        sentinels.get(0).call("SENTINEL", "FAILOVER", MASTER);
    }

    public boolean isMaster(int index) {
        return isRunning(index) && call(index, "ROLE").startsWith("master");
    }

    public static void eventually(String what, BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!holds(condition)) {
            if (Instant.now().isAfter(deadline)) {
                throw new StoreException("it never came to be that " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void kill() {
        sentinels.forEach(RedisStore::kill);
        servers.forEach(RedisStore::kill);
        Folders.delete(folder);
    }

    private void open(Map<String, String> more) {
        int port = Ports.choose(0);
        while (more.containsKey("cluster-enabled") && port > HIGHEST_CLUSTER_PORT) {
            port = Ports.choose(0);
        }
        servers.add(RedisStore.open(folder.resolve("redis" + servers.size()), port, more));
    }

    private void addSlots(int index, int from, int to) {
        List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        IntStream.range(from, to).mapToObj(String::valueOf).forEach(command::add);
        call(index, command.toArray(String[]::new));
    }

    private void awaitWhole(int all) {
        for (int i = 0; i < all; i++) {
            int node = i;
            eventually("the cluster is whole", () -> {
                String info = call(node, "CLUSTER", "INFO");
                return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + all);
            });
        }
    }

    private boolean owns(int index, int slot) {
        return call(index, "CLUSTER", "NODES")
                .lines()
                .filter(line -> line.contains("myself,master"))
                .flatMap(line -> List.of(line.split(" ")).stream().skip(8))
                .filter(range -> !range.startsWith("["))
                .anyMatch(range -> {
                    String[] ends = range.split("-");
                    return slot >= Integer.parseInt(ends[0]) && slot <= Integer.parseInt(ends[ends.length - 1]);
                });
    }

    private boolean isRunning(int index) {
        try {
            return call(index, "PING").equals("PONG");
        } catch (StoreException e) {
            return false;
        }
    }

    private String slot(String key) {
        return call(anyRunning(), "CLUSTER", "KEYSLOT", key);
    }

    private int anyRunning() {
        return IntStream.range(0, servers.size())
                .filter(this::isRunning)
                .findFirst()
                .orElseThrow();
    }

    private static boolean knows(int sentinel, int replicas) {
        String master = RespSocket.call(sentinel, "SENTINEL", "MASTER", MASTER);
        return master.contains("num-slaves\n" + replicas) && master.contains("num-other-sentinels\n" + (SENTINELS - 1));
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (StoreException e) {
            return false;
        }
    }

    private static String addresses(List<RedisStore> stores) {
        return stores.stream().map(store -> Ports.LOOPBACK + ":" + store.port()).collect(Collectors.joining(","));
    }

    /** A folder is named after the process that made it. */
    private static void sweep(Path root) throws IOException {
        try (DirectoryStream<Path> fleets = Files.newDirectoryStream(root)) {
            for (Path fleet : fleets) {
                String pid = fleet.getFileName().toString().replaceFirst("-.*", "");
                if (pid.matches("\\d{1,10}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    try (DirectoryStream<Path> servers = Files.newDirectoryStream(fleet)) {
                        servers.forEach(RedisStore::stopLeftover);
                    }
                    Folders.delete(fleet);
                }
            }
        }
    }
}
