package io.ticketsafe.contract.users;

import static io.ticketsafe.contract.BusOperation.forUsers;
import static io.ticketsafe.contract.BusOperation.internal;
import static io.ticketsafe.contract.BusOperation.open;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.NoCardCheck;
import io.ticketsafe.contract.Nothing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Accounts and sessions. */
public interface UserOperations {
    /** An address that is taken answers like a new one, so that addresses cannot be probed. */
    BusOperation<Register, User> REGISTER = open("ticketsafe.users.v1.register", Register.class, User.class)
            .within(Duration.ofSeconds(10))
            .repeatableWithKey();

    /** The caller. */
    BusOperation<Nothing, User> ME =
            forUsers("ticketsafe.users.v1.me", Nothing.class, User.class).repeatable();

    /** Name or password; VALIDATION when the current password is wrong. */
    BusOperation<UpdateMe, User> UPDATE_ME =
            forUsers("ticketsafe.users.v1.updateMe", UpdateMe.class, User.class).within(Duration.ofSeconds(10));

    /**
     * Erases personal data and ends every session; what the books need stays, under the bare id. WRONG_STATE, with
     * {@code organizations} (ids), for the last owner of an organisation.
     */
    BusOperation<Nothing, Nothing> DELETE_ME = forUsers("ticketsafe.users.v1.deleteMe", Nothing.class, Nothing.class);

    /** UNAUTHENTICATED when address or password is wrong, without telling which; RATE_LIMITED above the hashing bound. */
    BusOperation<Login, Session> LOG_IN = open("ticketsafe.users.v1.logIn", Login.class, Session.class)
            .within(Duration.ofSeconds(10))
            .repeatable();

    /** Rotates the refresh token; a token used twice revokes its whole family. */
    BusOperation<Refresh, Session> REFRESH = open("ticketsafe.users.v1.refresh", Refresh.class, Session.class);

    /** Ends the session of the caller's access token. */
    BusOperation<Nothing, Nothing> LOG_OUT =
            forUsers("ticketsafe.users.v1.logOut", Nothing.class, Nothing.class).repeatable();

    /** The public signing keys as a JWK set (RFC 7517): the active one, and those whose tokens may still live. */
    BusOperation<Nothing, KeySet> KEYS =
            open("ticketsafe.users.v1.keys", Nothing.class, KeySet.class).repeatable();

    /** NOT_FOUND also for a user who was erased. */
    BusOperation<FindUser, User> FIND =
            internal("ticketsafe.users.v1.find", FindUser.class, User.class).repeatable();

    String HASHED = "Only a hash of it is kept, by which nobody can tell what it was.";

    /** Where session ids are published (not requested) when a session ends; verifiers then refuse its tokens. */
    String REVOKED_ADDRESS = "ticketsafe.users.v1.revoked";

    record Register(String email, @NoCardCheck(HASHED) String password, String name) {}

    record User(UUID id, String email, String name, Instant createdAt) {}

    /** Absent members stay as they are; a new password needs the current one. */
    record UpdateMe(
            String name,
            @NoCardCheck(HASHED) String password,
            @NoCardCheck(HASHED) String currentPassword) {}

    record Login(String email, @NoCardCheck(HASHED) String password) {}

    record Refresh(String refreshToken) {}

    /** @param expiresIn seconds that the access token lives */
    record Session(String accessToken, String tokenType, long expiresIn, String refreshToken) {}

    record KeySet(List<Map<String, JsonNode>> keys) {}

    record FindUser(UUID userId) {}

    /** Published at {@link #REVOKED_ADDRESS}; all tokens of the session issued until now are void. */
    record Revoked(UUID sessionId) {}
}
