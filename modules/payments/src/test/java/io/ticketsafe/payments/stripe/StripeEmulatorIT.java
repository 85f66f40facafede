package io.ticketsafe.payments.stripe;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.Secret;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.payments.provider.ChargeState.Declined;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.RefundOutcome;
import io.ticketsafe.payments.provider.RefundOutcome.Refunded;
import io.ticketsafe.payments.provider.RefundOutcome.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our client, refunds and reading of errors against an emulator that others wrote, the npm package {@code stripe-stateful-mock}. It
 * has charges and refunds, but no PaymentIntents, so the money to send back is taken with the older charges. Runs only
 * where {@code STRIPE_EMULATOR_URL} names it:
 *
 * <pre>
 * PORT=8000 npx stripe-stateful-mock@0.0.16 &amp;
 * STRIPE_EMULATOR_URL=http://127.0.0.1:8000 mvn -pl modules/payments -am verify -Dtest=none -Dit.test=StripeEmulatorIT \
 *   -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
@EnabledIfEnvironmentVariable(named = "STRIPE_EMULATOR_URL", matches = "http.+")
class StripeEmulatorIT {
    private static final long TAKEN = 10_000;
    private static Vertx vertx;
    private static StripeClient client;
    private static StripeRefunds refunds;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        StripeConfig config = new StripeConfig(
                true,
                new Secret("sk_test_emulator"),
                null,
                "https://shop.example",
                System.getenv("STRIPE_EMULATOR_URL"),
                null,
                null);
        client = new StripeClient(vertx, config, Duration.ofSeconds(10), 16);
        refunds = new StripeRefunds(client);
    }

    @AfterAll
    static void stop() {
        client.close();
        await(vertx.close());
    }

    @Test
    void theSameKeyIsDoneOnceAndSaysThatItIsReplayed() {
        // Given
        String key = newKey();
        StripeAnswer first = charge("tok_visa", TAKEN, key);
        // When
        StripeAnswer second = charge("tok_visa", TAKEN, key);
        // Then
        assertThat(first.isStale()).isFalse();
        assertThat(second.replayed()).isTrue();
        assertThat(second.body().path("id")).isEqualTo(first.body().path("id"));
    }

    @Test
    void theSameKeyForSomethingElseIsStale() {
        // Given
        String key = newKey();
        charge("tok_visa", TAKEN, key);
        // When
        StripeAnswer other = charge("tok_visa", TAKEN + 1, key);
        // Then
        assertThat(other.isSuccess()).isFalse();
        assertThat(other.isStale()).isTrue();
        assertThat(other.error().isOtherParameters()).isTrue();
    }

    @Test
    void aFailureIsNoAnswerAndItsReplayIsKnownAsOne() {
        // Given
        String key = newKey();
        assertThatThrownBy(() -> charge("tok_500", TAKEN, key)).isInstanceOf(ProviderUnavailable.class);
        // When
        StripeAnswer replayed = charge("tok_500", TAKEN, key);
        // Then
        assertThat(replayed.status()).isEqualTo(500);
        assertThat(replayed.isStale()).isTrue();
    }

    @Test
    void tooManyRequestsAreNoAnswer() {
        assertThatThrownBy(() -> charge("tok_429", TAKEN, newKey())).isInstanceOf(ProviderUnavailable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "tok_chargeDeclined, CARD_DECLINED",
        "tok_chargeDeclinedInsufficientFunds, INSUFFICIENT_FUNDS",
        "tok_chargeDeclinedExpiredCard, CARD_DECLINED",
        "tok_chargeDeclinedIncorrectCvc, CARD_DECLINED"
    })
    void declinesAreUnderstood(String token, FaultCode reason) {
        // When
        StripeAnswer answer = charge(token, TAKEN, newKey());
        // Then
        assertThat(answer.status()).isEqualTo(402);
        assertThat(StripeStates.declined("ch", answer.error()))
                .isInstanceOfSatisfying(
                        Declined.class, declined -> assertThat(declined.code()).isEqualTo(reason));
    }

    @Test
    void refundsInPartsUntilNothingIsLeft() {
        // Given
        String ref = taken();
        // When
        RefundOutcome part = refund(ref, 4_000, newKey());
        RefundOutcome tooMuch = refund(ref, 6_001, newKey());
        RefundOutcome rest = refund(ref, 6_000, newKey());
        RefundOutcome more = refund(ref, 1, newKey());
        // Then
        assertThat(part).isInstanceOf(Refunded.class);
        assertThat(tooMuch).isInstanceOf(Refused.class);
        assertThat(rest).isInstanceOf(Refunded.class);
        assertThat(more).isInstanceOf(Refused.class);
        assertThat(refundedOf(ref)).isEqualTo(TAKEN);
    }

    @Test
    void oneKeyIsOneRefundHoweverOftenAndAtOnce() {
        // Given
        String ref = taken();
        String key = newKey();
        UUID paymentId = UUID.randomUUID();
        // When
        List<Future<RefundOutcome>> repeats = Stream.generate(
                        () -> refunds.refund(ref, paymentId, new Money(1_000, "USD"), key))
                .limit(10)
                .toList();
        await(Future.join(repeats));
        // Then
        assertThat(repeats)
                .extracting(Future::result)
                .containsOnly(repeats.get(0).result());
        assertThat(refundedOf(ref)).isEqualTo(1_000);
        assertThat(await(refunds.find(ref, key)))
                .isEqualTo(Optional.of(repeats.get(0).result()));
        assertThat(await(refunds.find(ref, newKey()))).isEmpty();
    }

    private static StripeAnswer charge(String token, long amount, String key) {
        StripeForm form = StripeForm.empty()
                .with("amount", amount)
                .with("currency", "usd")
                .with("source", token);
        return await(client.post("/v1/charges", form, key));
    }

    private static String taken() {
        return charge("tok_visa", TAKEN, newKey()).body().path("id").asText();
    }

    private static RefundOutcome refund(String ref, long amount, String key) {
        return await(refunds.refund(ref, UUID.randomUUID(), new Money(amount, "USD"), key));
    }

    private static long refundedOf(String ref) {
        return await(client.get("/v1/charges/" + ref, StripeForm.empty()))
                .body()
                .path("amount_refunded")
                .asLong();
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }
}
