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
 */
public record BusOperation<Q, R>(
        String address, Class<Q> requestType, Class<R> replyType, Duration timeout, Set<Role> roles) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    public BusOperation {
        requireNonNull(requestType);
        requireNonNull(replyType);
        requireNonNull(timeout);
        roles = Set.copyOf(roles);
        if (!address.matches("ticketsafe\\.[a-z]+\\.v[0-9]+\\.[a-zA-Z]+")) {
            throw new IllegalArgumentException("not an operation's address: " + address);
        }
    }

    /** An operation that anybody may call, with a token or without one. */
    public static <Q, R> BusOperation<Q, R> open(String address, Class<Q> request, Class<R> reply) {
        return new BusOperation<>(address, request, reply, DEFAULT_TIMEOUT, Set.of(Role.ANYONE));
    }

    /** An operation for every signed-in user; what they may do with it, the service decides by their memberships. */
    public static <Q, R> BusOperation<Q, R> forUsers(String address, Class<Q> request, Class<R> reply) {
        return new BusOperation<>(
                address, request, reply, DEFAULT_TIMEOUT, Set.of(Role.USER, Role.ADMIN, Role.SERVICE));
    }

    /** An operation that only TicketSafe's own services may call. */
    public static <Q, R> BusOperation<Q, R> internal(String address, Class<Q> request, Class<R> reply) {
        return new BusOperation<>(address, request, reply, DEFAULT_TIMEOUT, Set.of(Role.SERVICE));
    }

    public BusOperation<Q, R> within(Duration longest) {
        return new BusOperation<>(address, requestType, replyType, longest, roles);
    }

    public boolean isOpen() {
        return roles.contains(Role.ANYONE);
    }
}
