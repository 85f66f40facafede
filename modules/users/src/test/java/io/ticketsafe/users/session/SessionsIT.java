package io.ticketsafe.users.session;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.contract.users.UserOperations.LOG_IN;
import static io.ticketsafe.contract.users.UserOperations.LOG_OUT;
import static io.ticketsafe.contract.users.UserOperations.REFRESH;
import static io.ticketsafe.users.UsersService.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.UserOperations.Login;
import io.ticketsafe.contract.users.UserOperations.Refresh;
import io.ticketsafe.contract.users.UserOperations.Session;
import io.ticketsafe.users.UsersService;
import io.ticketsafe.users.UsersService.Person;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionsIT {
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
    void aRefreshTokenIsExchangedForItsSuccessor() {
        // Given
        Session first = users.person().session();
        // When
        Session second = refresh(first);
        // Then
        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(users.isAccepted(second)).isTrue();
        assertThat(users.isAccepted(first)).isTrue();
        assertThat(users.isAccepted(refresh(refresh(second)))).isTrue();
    }

    @Test
    void aTokenUsedTwiceEndsTheWholeFamily() {
        // Given
        Person ana = users.person();
        Session otherDevice = users.logIn(ana.email(), PASSWORD);
        Session second = refresh(ana.session());
        Session third = refresh(second);
        // When
        FaultCode code = refusal(ana.session().refreshToken());
        // Then
        assertThat(code).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(refusal(third.refreshToken())).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(users.isRefusedSoon(ana.session())).isTrue();
        assertThat(users.isRefusedSoon(third)).isTrue();
        assertThat(users.isAccepted(refresh(otherDevice))).isTrue();
    }

    @Test
    void ofManyWhoComeWithOneTokenAtOnceOneWins() {
        // Given
        Session session = users.person().session();
        // When
        List<Future<Session>> rivals = IntStream.range(0, 10)
                .mapToObj(i -> users.harness()
                        .context()
                        .bus()
                        .call(REFRESH, new Refresh(session.refreshToken()), users.anonymous()))
                .toList();
        await(Future.join(rivals).otherwiseEmpty());
        // Then
        assertThat(rivals).filteredOn(Future::succeeded).hasSize(1);
        assertThat(rivals)
                .filteredOn(Future::failed)
                .allSatisfy(rival -> assertThat(rival.cause()).hasMessage("This refresh token is not valid."));
        assertThat(users.isRefusedSoon(session)).isTrue();
    }

    @Test
    void tokensThatWereNeverIssuedAreRefused() {
        assertThat(refusal("")).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(refusal("nonsense \u0000 🎫")).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(refusal("x".repeat(513))).isEqualTo(FaultCode.VALIDATION);
        assertThat(refusal(null)).isEqualTo(FaultCode.VALIDATION);
    }

    @Test
    void anExpiredTokenIsRefusedAndItsSessionIsNotEnded() {
        // Given
        Session session = users.person().session();
        users.sql(
                "UPDATE refresh_token SET expires_at = now() - interval '1 s' WHERE hash = $1",
                Buffer.buffer(RefreshToken.hash(session.refreshToken())));
        // When
        FaultCode code = refusal(session.refreshToken());
        // Then
        assertThat(code).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(users.isAccepted(session)).isTrue();
    }

    @Test
    void loggingOutEndsTheSessionEverywhere() {
        // Given
        Person ana = users.person();
        Session otherDevice = users.logIn(ana.email(), PASSWORD);
        assertThat(users.isAccepted(ana.session())).isTrue();
        // When
        users.call(LOG_OUT, Nothing.NOTHING, users.as(ana.session()));
        // Then
        assertThat(users.isRefusedSoon(ana.session())).isTrue();
        assertThat(refusal(ana.session().refreshToken())).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(users.isAccepted(otherDevice)).isTrue();
    }

    @Test
    void tokensAreStoredAsHashesOnly() {
        // Given
        Session session = users.person().session();
        // Then
        assertThat(users.count(
                        "SELECT count(*) FROM refresh_token WHERE position($1::bytea IN hash) > 0",
                        Buffer.buffer(session.refreshToken())))
                .isZero();
        assertThat(users.count(
                        "SELECT count(*) FROM refresh_token WHERE hash = $1",
                        Buffer.buffer(RefreshToken.hash(session.refreshToken()))))
                .isOne();
    }

    @Test
    void theOldestOfTooManySessionsCanNoLongerBeRefreshed() {
        // Given
        Person ana = users.person();
        users.sql(
                "INSERT INTO session (id, account_id, created_at, expires_at) SELECT gen_random_uuid(), $1,"
                        + " now() + i * interval '1 ms', now() + interval '1 day' FROM generate_series(1, 1000) i",
                ana.id());
        // When
        Session newest = users.logIn(ana.email(), PASSWORD);
        // Then
        assertThat(refusal(ana.session().refreshToken())).isEqualTo(FaultCode.UNAUTHENTICATED);
        assertThat(users.isAccepted(refresh(newest))).isTrue();
        assertThat(users.count("SELECT count(*) FROM session WHERE account_id = $1", ana.id()))
                .isEqualTo(1_000);
    }

    @Test
    void noSessionOpensForAnAccountThatIsJustBeingErased() {
        // Given
        Person ana = users.person();
        SqlConnection erasing = await(users.database().connection());
        Transaction transaction = await(erasing.begin());
        await(Database.query(erasing, "DELETE FROM session WHERE account_id = $1", ana.id()));
        await(Database.query(
                erasing,
                "UPDATE account SET status = 'erased', email = NULL, email_key = NULL, name = NULL, password_hash = NULL"
                        + " WHERE id = $1",
                ana.id()));
        // When
        Future<Session> logIn =
                users.harness().context().bus().call(LOG_IN, new Login(ana.email(), PASSWORD), users.anonymous());
        users.awaitSomebodyWhoWaitsFor(erasing);
        await(transaction.commit());
        await(erasing.close());
        // Then
        assertThatThrownBy(() -> await(logIn))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED));
        assertThat(users.count("SELECT count(*) FROM session WHERE account_id = $1", ana.id()))
                .isZero();
    }

    private static Session refresh(Session session) {
        return users.call(REFRESH, new Refresh(session.refreshToken()), users.anonymous());
    }

    private static FaultCode refusal(String token) {
        return users.refusal(REFRESH, new Refresh(token), users.anonymous()).code();
    }
}
