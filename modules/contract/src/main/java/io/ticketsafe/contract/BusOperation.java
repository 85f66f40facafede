package io.ticketsafe.contract;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;

/**
 * One question that a service answers over the event bus: a versioned address, the shapes of request and reply,
 * the longest time that an answer may take, and who may ask.
 *
 * <p>The body is the JSON of the request record; the headers are those of {@link Headers}. A refusal comes back as
 * a failed message whose text is the JSON of {@link ServiceFault#toJson()}.
 *
 * @param address {@code ticketsafe.<domain>.v<version>.<operation>}
 * @param roles which roles may call; {@link Role#ANYONE} means that no token is asked for
 * @param repeat whether the bus may ask again when the process that was asked is gone
 */
public record BusOperation<Q, R>(
        String address, Class<Q> requestType, Class<R> replyType, Duration timeout, Set<Role> roles, Repeat repeat) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    public BusOperation {
        requireNonNull(requestType);
        requireNonNull(replyType);
        requireNonNull(timeout);
        requireNonNull(repeat);
        roles = Set.copyOf(roles);
        if (!address.matches("ticketsafe\\.[a-z]+\\.v[0-9]+\\.[a-zA-Z]+")) {
            throw new IllegalArgumentException("not an operation's address: " + address);
        }
    }

    /** An operation that anybody may call, with a token or without one. */
    public static <Q, R> BusOperation<Q, R> open(String address, Class<Q> request, Class<R> reply) {
        return new BusOperation<>(address, request, reply, DEFAULT_TIMEOUT, Set.of(Role.ANYONE), Repeat.NEVER);
    }

    /** An operation for every signed-in user; what they may do with it, the service decides by their memberships. */
    public static <Q, R> BusOperation<Q, R> forUsers(String address, Class<Q> request, Class<R> reply) {
        return new BusOperation<>(
                address, request, reply, DEFAULT_TIMEOUT, Set.of(Role.USER, Role.ADMIN, Role.SERVICE), Repeat.NEVER);
    }

    /** An operation that only TicketSafe's own services may call. */
    public static <Q, R> BusOperation<Q, R> internal(String address, Class<Q> request, Class<R> reply) {
        return new BusOperation<>(address, request, reply, DEFAULT_TIMEOUT, Set.of(Role.SERVICE), Repeat.NEVER);
    }

    public BusOperation<Q, R> within(Duration longest) {
        return new BusOperation<>(address, requestType, replyType, longest, roles, repeat);
    }

    /** It only reads, or does nothing more when asked again. */
    public BusOperation<Q, R> repeatable() {
        return new BusOperation<>(address, requestType, replyType, timeout, roles, Repeat.ALWAYS);
    }

    /** It answers as the first time when asked again with the same idempotency key. */
    public BusOperation<Q, R> repeatableWithKey() {
        return new BusOperation<>(address, requestType, replyType, timeout, roles, Repeat.WITH_KEY);
    }

    public boolean isOpen() {
        return roles.contains(Role.ANYONE);
    }
}
