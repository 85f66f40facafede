package io.ticketsafe.common.redis;

import io.ticketsafe.common.tls.TlsTrouble;
import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.impl.types.ErrorType;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Why a server cannot be used, in words for whoever set it up. Nothing was asked of it. */
final class RedisTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String CLOSED = "closed the connection";

    /** As the kernel says it, and as Vert.x does to whoever writes a moment too late. */
    private static final Set<String> CLOSINGS = Set.of("Connection reset", "Broken pipe", "Connection was closed");

    private static final String PERHAPS =
            "; perhaps it is no Redis, or the URL is wrong about TLS (rediss with it, redis without)";
    private static final String LATE = "does not answer in time" + PERHAPS;

    RedisTrouble(String message) {
        super(message, null, false, false);
    }

    /** Why there is no connection to the server. */
    static RedisTrouble of(HostAndPort server, Throwable failure) {
        String words = words(failure);
        return new RedisTrouble(server + " " + words + (words.equals(CLOSED) ? PERHAPS : ""));
    }

    static String words(Throwable failure) {
        if (failure instanceof RedisTrouble trouble) {
            return trouble.getMessage();
        }
        if (failure instanceof ErrorType error) {
            return answered(String.valueOf(error.getMessage()));
        }
        if (failure instanceof TimeoutException) {
            return LATE;
        }
        if (failure instanceof ConnectException) {
            return "cannot be connected to";
        }
        if (failure instanceof UnknownHostException) {
            return "is a name that cannot be resolved";
        }
        if (failure instanceof ClosedChannelException || CLOSINGS.contains(message(failure))) {
            return CLOSED;
        }
        return TlsTrouble.words(failure, "redis.tls.ca", "without it the URL begins with redis, not rediss")
                .orElseGet(() -> "cannot be used: " + message(failure));
    }

    private static String answered(String error) {
        if (error.startsWith("WRONGPASS") || error.startsWith("ERR invalid password")) {
            return "refuses user or password (" + error + ")";
        }
        if (error.startsWith("NOAUTH")
                || error.contains("HELLO must be called with the client already authenticated")) {
            return "asks for a password (" + error + ")";
        }
        if (error.startsWith("ERR AUTH")) {
            return "has no password set, but was given one (" + error + ")";
        }
        if (error.startsWith("ERR unknown command")) {
            return "is too old: Redis 6 or newer is needed (" + error + ")";
        }
        if (error.startsWith("ILLEGAL_STATE")) {
            return "does not answer like a Redis";
        }
        if (error.startsWith("CONNECTION_CLOSED")) {
            return CLOSED;
        }
        return "answers " + error;
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
