package io.ticketsafe.users;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.users.UsersService.Person;
import io.ticketsafe.users.key.AccessTokens;
import io.ticketsafe.users.key.KeyRing;
import io.ticketsafe.users.session.Sessions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsersVerticleIT {
    private UsersService users;

    @BeforeEach
    void start() {
        users = new UsersService();
    }

    @AfterEach
    void stop() {
        users.close();
    }

    @Test
    void isHealthyWhileItsDatabaseAnswers() {
        assertThat(await(users.harness().context().health().checkStatus("postgres-users"))
                        .getUp())
                .isTrue();
        await(users.database().close());
        assertThat(await(users.harness().context().health().checkStatus("postgres-users"))
                        .getUp())
                .isFalse();
    }

    @Test
    void publishesTheKeysItKnowsWhileItsDatabaseIsAway() {
        // Given
        Person ana = users.person();
        // When
        await(users.database().close());
        // Then
        assertThat(users.call(UserOperations.KEYS, Nothing.NOTHING, users.anonymous())
                        .keys())
                .hasSize(1);
        assertThat(users.refusal(UserOperations.ME, Nothing.NOTHING, users.as(ana.session()))
                        .code())
                .isEqualTo(FaultCode.UNAVAILABLE);
    }

    @Test
    void answersNothingAfterItWasStopped() {
        // Given
        String deployment = users.harness().vertx().deploymentIDs().iterator().next();
        // When
        await(users.harness().vertx().undeploy(deployment));
        // Then
        assertThat(users.refusal(UserOperations.KEYS, Nothing.NOTHING, users.anonymous())
                        .code())
                .isEqualTo(FaultCode.UNAVAILABLE);
    }

    @Test
    void sweepsWhatHasExpiredAndNothingElse() {
        // Given
        Person expired = users.person();
        Person living = users.person();
        users.sql("UPDATE session SET expires_at = now() - interval '1 s' WHERE account_id = $1", expired.id());
        users.sql(
                "INSERT INTO refresh_token (hash, session_id, expires_at, used_at)"
                        + " SELECT sha256(i::text::bytea), s.id, now() - interval '1 s', now()"
                        + " FROM session s, generate_series(1, 2500) i WHERE s.account_id = $1",
                living.id());
        // When
        await(sweeper().sweep());
        // Then
        assertThat(users.count("SELECT count(*) FROM session WHERE account_id = $1", expired.id()))
                .isZero();
        assertThat(users.count("SELECT count(*) FROM session WHERE account_id = $1", living.id()))
                .isOne();
        assertThat(users.count("SELECT count(*) FROM refresh_token")).isOne();
    }

    private Sweeper sweeper() {
        KeyRing keys = new KeyRing(
                users.harness().vertx(),
                users.database(),
                users.harness().context().secrets(),
                Duration.ofDays(30),
                Duration.ofMinutes(15));
        UsersConfig config = UsersService.config();
        Sessions sessions =
                new Sessions(users.harness().vertx(), users.database(), new AccessTokens(keys, config), config);
        return new Sweeper(sessions, new Idempotency(users.database()));
    }
}
