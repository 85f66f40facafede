package io.ticketsafe.common.redis;

import io.vertx.core.net.HostAndPort;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with which server: told once when it begins or becomes another trouble, and once when it is over. */
final class RedisStatus {
    private static final Logger log = LoggerFactory.getLogger(RedisStatus.class);

    private static final HostAndPort NOWHERE = HostAndPort.create("Redis", 0);

    private final Map<HostAndPort, String> troubles = new ConcurrentHashMap<>();
    private final AtomicLong losses = new AtomicLong();
    private volatile boolean silent;

    static RedisStatus silent() {
        RedisStatus status = new RedisStatus();
        status.silence();
        return status;
    }

    /** What ends at a stop is no trouble. */
    void silence() {
        silent = true;
    }

    /** @param server null where none was found */
    void trouble(HostAndPort server, Throwable why) {
        HostAndPort which = server == null ? NOWHERE : server;
        String reason = (why instanceof RedisTrouble ? "" : which + " ") + RedisTrouble.words(why);
        losses.incrementAndGet();
        if (!reason.equals(troubles.put(which, reason)) && !silent) {
            log.atWarn().addKeyValue("reason", reason).log("Redis cannot be used");
        }
    }

    void fine(HostAndPort server) {
        troubles.remove(NOWHERE);
        if (troubles.remove(server) != null && !silent) {
            log.atInfo().addKeyValue("server", server).log("Redis can be used again");
        }
    }

    /** The others are none of ours any more. */
    void keepOnly(Set<HostAndPort> servers) {
        troubles.keySet().removeIf(server -> server != NOWHERE && !servers.contains(server));
    }

    Optional<String> reason() {
        return troubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", troubles.values()));
    }

    /** How often a connection was lost or not to be had. */
    long losses() {
        return losses.get();
    }
}
