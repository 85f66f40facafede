package io.ticketsafe.users.key;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.auth.TokenVerifier;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.contract.users.UserOperations.KeySet;
import io.ticketsafe.contract.users.UserOperations.Register;
import io.ticketsafe.users.UsersService;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyRingIT {
    private static final Duration MAX_AGE = Duration.ofDays(30);
    private static final Duration TOKEN_TTL = Duration.ofMinutes(15);

    private static UsersService users;

    @BeforeAll
    static void start() {
        users = new UsersService();
    }

    @AfterAll
    static void stop() {
        users.close();
    }

    @BeforeEach
    void forgetAllKeys() {
        users.sql("DELETE FROM signing_key");
        users.restart();
    }

    @Test
    void aVerifierThatKnowsThePublishedKeysOnlyAcceptsTheTokens() {
        // Given
        String token = token();
        // When
        Caller caller = await(newVerifier().verify(token));
        // Then
        assertThat(caller.id()).isNotNull();
        assertThat(caller.is(Role.USER)).isTrue();
        assertThat(caller.is(Role.ADMIN)).isFalse();
        assertThat(caller.sessionId()).isNotNull();
        assertThat(published()).hasSize(1);
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        // Given
        String oldToken = token();
        TokenVerifier elsewhere = new TokenVerifier(users.harness().vertx(), "x".repeat(40), "another issuer");
        // Then
        assertThatThrownBy(() -> await(elsewhere.verify(oldToken))).hasMessageContaining("token");
    }

    @Test
    void theSuccessorOfAnAgedKeySignsAndOldTokensStillVerify() {
        // Given
        String oldToken = token();
        age();
        KeyRing ring = ring(Duration.ZERO);
        // When
        await(ring.start());
        String token = issue(ring);
        // Then
        assertThat(published()).hasSize(2);
        assertThat(keyIdOf(token)).isNotEqualTo(keyIdOf(oldToken));
        assertThat(await(newVerifier().verify(token)).is(Role.USER)).isTrue();
        assertThat(await(newVerifier().verify(oldToken)).is(Role.USER)).isTrue();
    }

    @Test
    void aSuccessorIsPublishedBeforeItSigns() {
        // Given
        String oldToken = token();
        age();
        KeyRing ring = ring(Duration.ofMinutes(2));
        // When
        await(ring.start());
        String token = issue(ring);
        // Then
        assertThat(published()).hasSize(2);
        assertThat(keyIdOf(token)).isEqualTo(keyIdOf(oldToken));
    }

    @Test
    void aRetiredKeyIsForgottenWhenNoTokenOfItCanLive() {
        // Given
        String oldToken = token();
        age();
        KeyRing ring = ring(Duration.ZERO);
        await(ring.start());
        users.sql("UPDATE signing_key SET retires_at = now() - interval '1 hour' WHERE retires_at IS NOT NULL");
        // When
        await(ring.refresh());
        // Then
        assertThat(published()).hasSize(1);
        assertThat(users.count("SELECT count(*) FROM signing_key")).isOne();
        assertThatThrownBy(() -> await(newVerifier().verify(oldToken))).hasMessageContaining("token");
    }

    @Test
    void manyInstancesNameOneSuccessor() {
        // Given
        age();
        List<KeyRing> rings =
                Stream.generate(() -> ring(Duration.ZERO)).limit(6).toList();
        // When
        await(Future.all(rings.stream().map(KeyRing::start).toList()));
        await(Future.all(rings.stream().map(KeyRing::refresh).toList()));
        // Then
        assertThat(users.count("SELECT count(*) FROM signing_key")).isEqualTo(2);
        assertThat(rings)
                .extracting(ring -> keyIdOf(issue(ring)))
                .containsOnly(await(users.database().query("SELECT id FROM signing_key WHERE retires_at IS NULL"))
                        .iterator()
                        .next()
                        .getUUID(0)
                        .toString());
    }

    @Test
    void manyInstancesThatStartTogetherMakeOneFirstKey() {
        // Given
        users.sql("DELETE FROM signing_key");
        List<KeyRing> rings =
                Stream.generate(() -> ring(Duration.ZERO)).limit(6).toList();
        // When
        await(Future.all(rings.stream().map(KeyRing::start).toList()));
        // Then
        assertThat(users.count("SELECT count(*) FROM signing_key")).isOne();
    }

    @Test
    void anotherMasterKeyCannotStart() {
        // Given
        KeyRing ring = new KeyRing(
                users.harness().vertx(),
                users.database(),
                new SecretBox("another master key of 32 characters"),
                MAX_AGE,
                TOKEN_TTL);
        // Then
        assertThatThrownBy(() -> await(ring.start())).hasMessageContaining("master key");
    }

    private void age() {
        users.sql("UPDATE signing_key SET signs_from = now() - interval '31 days'");
    }

    private KeyRing ring(Duration lead) {
        return new KeyRing(
                users.harness().vertx(),
                users.database(),
                users.harness().context().secrets(),
                MAX_AGE,
                TOKEN_TTL,
                lead);
    }

    private static String issue(KeyRing ring) {
        return new AccessTokens(ring, UsersService.config()).issue(UUID.randomUUID(), UUID.randomUUID(), false);
    }

    /** As somebody gets it who logs in. */
    private static String token() {
        String email = users.newAddress();
        users.call(UserOperations.REGISTER, new Register(email, UsersService.PASSWORD, "Somebody"), users.anonymous());
        return users.logIn(email, UsersService.PASSWORD).accessToken();
    }

    /** As it stands in a process that has just started. */
    private TokenVerifier newVerifier() {
        return new TokenVerifier(users.harness().vertx(), "x".repeat(40), ServiceHarness.ISSUER);
    }

    private List<?> published() {
        KeySet keys = users.call(UserOperations.KEYS, Nothing.NOTHING, users.anonymous());
        assertThat(keys.keys()).allSatisfy(key -> assertThat(key).doesNotContainKey("d"));
        return keys.keys();
    }

    private static String keyIdOf(String token) {
        byte[] header = Base64.getUrlDecoder().decode(token.split("\\.")[0]);
        return new JsonObject(Buffer.buffer(header)).getString("kid");
    }
}
