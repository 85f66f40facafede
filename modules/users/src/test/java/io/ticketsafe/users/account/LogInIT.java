package io.ticketsafe.users.account;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.contract.users.UserOperations.LOG_IN;
import static io.ticketsafe.users.UsersService.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.UserOperations.Login;
import io.ticketsafe.contract.users.UserOperations.Session;
import io.ticketsafe.users.UsersConfig;
import io.ticketsafe.users.UsersService;
import io.ticketsafe.users.UsersService.Person;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogInIT {
    private static final int MOST_FAILURES = 3;
    private static UsersService users;

    @BeforeAll
    static void start() {
        UsersConfig config = UsersService.config();
        users = new UsersService(new UsersConfig(
                config.issuer(), null, null, null, null, null, null, config.passwordQueue(), MOST_FAILURES, null));
    }

    @AfterAll
    static void stop() {
        users.close();
    }

    @Test
    void givesATokenOfTheAgreedShape() {
        // Given
        Person ana = users.person();
        // When
        Session session = users.logIn(ana.email().toUpperCase(Locale.ROOT), PASSWORD);
        // Then
        assertThat(session.tokenType()).isEqualTo("Bearer");
        assertThat(session.expiresIn()).isEqualTo(900);
        assertThat(session.refreshToken()).hasSize(43);
        String[] parts = session.accessToken().split("\\.");
        assertThat(decode(parts[0])).contains("\"alg\":\"ES256\"", "\"kid\":");
        assertThat(decode(parts[1]))
                .contains("\"sub\":\"" + ana.id() + "\"", "\"sid\":", "\"roles\":[\"user\"]", "\"iat\":", "\"exp\":");
        assertThat(users.isAccepted(session)).isTrue();
    }

    @Test
    void anUnknownAddressIsRefusedLikeAWrongPassword() {
        // Given
        Person ana = users.person();
        // When
        ServiceFault wrong = users.refusal(LOG_IN, new Login(ana.email(), "wrong password"), users.anonymous());
        ServiceFault unknown =
                users.refusal(LOG_IN, new Login("nobody@example.test", "wrong password"), users.anonymous());
        // Then
        assertThat(wrong.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(unknown.toJson()).isEqualTo(wrong.toJson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no address", "nul\u0000@example.test", "\ud83d@example.test", "' OR 1=1 --"})
    void whatIsNoAddressIsRefusedLikeAnUnknownOne(String email) {
        assertThat(users.refusal(LOG_IN, new Login(email, PASSWORD), users.anonymous())
                        .code())
                .isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @Test
    void missingAndOverlongMembersAreNamed() {
        assertThat(RegistrationIT.pointers(users.refusal(LOG_IN, new Login(null, null), users.anonymous())))
                .containsExactly("/email", "/password");
        assertThat(RegistrationIT.pointers(
                        users.refusal(LOG_IN, new Login("x".repeat(10_000), "x".repeat(10_000)), users.anonymous())))
                .containsExactly("/email", "/password");
    }

    @Test
    void tooManyWrongPasswordsShutTheAddressForAWhile() {
        // Given
        Person ana = users.person();
        Person bruno = users.person();
        for (int i = 0; i < MOST_FAILURES; i++) {
            users.refusal(LOG_IN, new Login(ana.email(), "wrong password"), users.anonymous());
        }
        // When
        ServiceFault fault = users.refusal(LOG_IN, new Login(ana.email(), PASSWORD), users.anonymous());
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.RATE_LIMITED);
        assertThat(fault.members().getLong("retryAfterSeconds")).isBetween(1L, 900L);
        assertThat(users.isAccepted(users.logIn(bruno.email(), PASSWORD))).isTrue();
    }

    @Test
    void unknownAddressesAreShutAlike() {
        // Given
        for (int i = 0; i < MOST_FAILURES; i++) {
            users.refusal(LOG_IN, new Login("stranger@example.test", "wrong password"), users.anonymous());
        }
        // Then
        assertThat(users.refusal(LOG_IN, new Login("stranger@example.test", PASSWORD), users.anonymous())
                        .code())
                .isEqualTo(FaultCode.RATE_LIMITED);
    }

    @Test
    void aHashOfAnotherCostIsRenewed() {
        // Given
        Person ana = users.person();
        users.sql(
                "UPDATE account SET password_hash = $2 WHERE id = $1",
                ana.id(),
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
        // When
        Session session = users.logIn(ana.email(), "password");
        // Then
        assertThat(users.isAccepted(session)).isTrue();
        String stored = await(users.database().query("SELECT password_hash FROM account WHERE id = $1", ana.id()))
                .iterator()
                .next()
                .getString(0);
        assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(users.isAccepted(users.logIn(ana.email(), "password"))).isTrue();
    }

    @Test
    void adminsAreMarkedInTheirToken() {
        // Given
        Person admin = users.person();
        users.sql("UPDATE account SET admin = true WHERE id = $1", admin.id());
        // When
        Session session = users.logIn(admin.email(), PASSWORD);
        // Then
        assertThat(decode(session.accessToken().split("\\.")[1])).contains("\"roles\":[\"user\",\"admin\"]");
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
