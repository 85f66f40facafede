package io.ticketsafe.users.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.users.UsersConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PasswordHasher hasher =
            new PasswordHasher(vertx, new UsersConfig(null, null, null, null, null, null, 1, 2, null, null), meters);

    @BeforeEach
    void start() throws Exception {
        get(hasher.start());
    }

    @AfterEach
    void stop() throws Exception {
        get(hasher.stop());
        get(vertx.close());
    }

    @Test
    void refusesWhatIsAboveTheBoundAndRecovers() throws Exception {
        // Given
        CountDownLatch gate = new CountDownLatch(1);
        String stored = get(hasher.hash("password"));
        // When
        List<Future<PasswordHasher.Verdict>> checks = IntStream.range(0, 5)
                .mapToObj(i -> hasher.verify("password", stored, () -> pass(gate)))
                .toList();
        gate.countDown();
        Future.join(checks)
                .toCompletionStage()
                .toCompletableFuture()
                .handle((all, failure) -> all)
                .get(10, TimeUnit.SECONDS);
        // Then
        assertThat(checks).filteredOn(Future::succeeded).hasSize(3);
        assertThat(checks).filteredOn(Future::failed).allSatisfy(refused -> {
            ServiceFault fault = (ServiceFault) refused.cause();
            assertThat(fault.code()).isEqualTo(FaultCode.RATE_LIMITED);
            assertThat(fault.members().getInteger("retryAfterSeconds")).isPositive();
        });
        assertThat(get(hasher.verify("password", stored, () -> {})).matches()).isTrue();
        assertThat(meters.get("ticketsafe.users.passwords.in.flight").gauge().value())
                .isZero();
    }

    @Test
    void nothingMatchesAnUnknownAccount() throws Exception {
        assertThat(get(hasher.verify("nobody has this password", null, () -> {}))
                        .matches())
                .isFalse();
    }

    @Test
    void renewsAHashOfAnotherCostOnlyWhenItMatches() throws Exception {
        // Given
        String outdated = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        // When
        PasswordHasher.Verdict right = get(hasher.verify("password", outdated, () -> {}));
        PasswordHasher.Verdict wrong = get(hasher.verify("passwork", outdated, () -> {}));
        // Then
        assertThat(right.renewedHash()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Argon2id.verify("password", right.renewedHash())).isTrue();
        assertThat(wrong).isEqualTo(new PasswordHasher.Verdict(false, null));
    }

    private static void pass(CountDownLatch gate) {
        try {
            if (!gate.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate stayed shut");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
