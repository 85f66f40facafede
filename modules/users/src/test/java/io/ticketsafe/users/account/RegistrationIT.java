package io.ticketsafe.users.account;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.contract.users.UserOperations.LOG_IN;
import static io.ticketsafe.contract.users.UserOperations.ME;
import static io.ticketsafe.contract.users.UserOperations.REGISTER;
import static io.ticketsafe.users.UsersService.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.UserOperations.Login;
import io.ticketsafe.contract.users.UserOperations.Register;
import io.ticketsafe.contract.users.UserOperations.User;
import io.ticketsafe.users.UsersService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegistrationIT {
    private static UsersService users;

    @BeforeAll
    static void start() {
        users = new UsersService();
    }

    @AfterAll
    static void stop() {
        users.close();
    }

    @Test
    void whoRegistersMayLogInAtOnce() {
        // Given
        String email = users.newAddress();
        // When
        User registered = register(email, PASSWORD, "Zé \"O'Hara\" 🎭 אבג");
        // Then
        User me = users.call(ME, Nothing.NOTHING, users.as(users.logIn(email, PASSWORD)));
        assertThat(me).isEqualTo(registered);
        assertThat(me.email()).isEqualTo(email);
        assertThat(me.name()).isEqualTo("Zé \"O'Hara\" 🎭 אבג");
        assertThat(users.count(
                        "SELECT count(*) FROM account WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'"))
                .isPositive();
    }

    @Test
    void aTakenAddressAnswersLikeAFreeOneAndChangesNothing() {
        // Given
        String email = users.newAddress();
        User first = register(email, PASSWORD, "First");
        // When
        User second = register(email.toUpperCase(Locale.ROOT), "another password", "Second");
        // Then
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.id().version()).isEqualTo(first.id().version());
        assertThat(second.email()).isEqualTo(email.toUpperCase(Locale.ROOT));
        assertThat(second.name()).isEqualTo("Second");
        assertThat(Records.write(second).fieldNames())
                .isEqualTo(Records.write(first).fieldNames());
        assertThat(users.call(ME, Nothing.NOTHING, users.as(users.logIn(email, PASSWORD))))
                .isEqualTo(first);
        assertThat(users.refusal(LOG_IN, new Login(email, "another password"), users.anonymous())
                        .code())
                .isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @Test
    void ofManyWhoRegisterOneAddressAtOnceOneGetsTheAccount() {
        // Given
        String email = users.newAddress();
        // When
        List<Future<User>> rivals = IntStream.range(0, 8)
                .mapToObj(i -> users.harness()
                        .context()
                        .bus()
                        .call(REGISTER, new Register(email, "password of rival " + i, "Rival " + i), users.anonymous()))
                .toList();
        await(Future.join(rivals));
        // Then
        assertThat(users.count("SELECT count(*) FROM account WHERE email_key = $1", email))
                .isOne();
        UUID owner = await(users.database().query("SELECT id FROM account WHERE email_key = $1", email))
                .iterator()
                .next()
                .getUUID("id");
        assertThat(rivals).extracting(rival -> rival.result().id()).containsOnlyOnce(owner);
    }

    @Test
    void saysEverythingThatIsWrong() {
        // When
        ServiceFault fault =
                users.refusal(REGISTER, new Register("no address", "short", "x".repeat(10_000)), users.anonymous());
        ServiceFault missing = users.refusal(REGISTER, new Register(null, null, null), users.anonymous());
        // Then
        assertThat(fault.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(pointers(fault)).containsExactly("/email", "/password", "/name");
        assertThat(pointers(missing)).containsExactly("/email", "/password", "/name");
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswer() {
        // Given
        Register request = new Register(users.newAddress(), PASSWORD, "Ana");
        Call call = users.anonymous("key-" + UUID.randomUUID());
        User first = users.call(REGISTER, request, call);
        // When
        User repeated = users.call(REGISTER, request, call);
        // Then
        assertThat(repeated).isEqualTo(first);
        assertThat(users.refusal(REGISTER, new Register(request.email(), "another password", "Ana"), call)
                        .code())
                .isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void twoPeopleMayUseTheSameKey() {
        // Given
        Call call = users.anonymous("1");
        User first = users.call(REGISTER, new Register(users.newAddress(), PASSWORD, "Ana"), call);
        // When
        User second = users.call(REGISTER, new Register(users.newAddress(), PASSWORD, "Ana"), call);
        // Then
        assertThat(second.email()).isNotEqualTo(first.email());
    }

    private static User register(String email, String password, String name) {
        return users.call(REGISTER, new Register(email, password, name), users.anonymous());
    }

    static List<String> pointers(ServiceFault fault) {
        return fault.members().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer"))
                .toList();
    }
}
