package io.ticketsafe.payments.stripe;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.PaymentsFixture;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.PaymentProvider.AuthorizeCharge;
import io.ticketsafe.payments.provider.PaymentProvider.Charge;
import io.ticketsafe.payments.provider.ProviderAct;
import io.ticketsafe.payments.provider.ProviderGate;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.Providers;
import io.ticketsafe.payments.stripe.StripeDouble.Trouble;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of Stripe's answers are held against Stripe; here the first one spares it. */
class StripeBreakerIT {
    private static final Money PRICE = new Money(12_500, "BRL");
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private final Vertx vertx = Vertx.vertx();
    private final StripeDouble stripe = new StripeDouble();
    private StripeProvider provider;
    private ProviderGate gate;

    @BeforeEach
    void start() {
        provider = new StripeProvider(
                vertx, StripeShop.config(stripe.url(), PATIENCE).stripe(), PATIENCE, 4);
        PaymentsConfig limits = new PaymentsConfig(
                PATIENCE,
                PATIENCE,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new PaymentsConfig.Breaker(Duration.ofMinutes(1), 1, 1, Duration.ofMinutes(10)),
                null);
        gate = new Providers(vertx, new SimpleMeterRegistry(), limits, List.of(provider), Map.of())
                .named(StripeProvider.NAME)
                .gate();
    }

    @AfterEach
    void stop() {
        provider.close();
        await(vertx.close());
        stripe.close();
    }

    @Test
    void aKeyThatAnotherCallOfOursHasIsNot() {
        // Given
        Charge charge = charge(null, Instant.now());
        stripe.next("create", Trouble.LATE_ANSWER);
        Future<ChargeState> first = authorize(charge);
        for (int i = 0; i < 500 && stripe.intentsOf(charge.paymentId()) == 0; i++) {
            await(vertx.timer(5));
        }
        // When
        ChargeState second = await(authorize(charge));
        // Then
        assertThat(second).isInstanceOf(ChargeState.Authorized.class);
        assertThat(await(first)).isInstanceOf(ChargeState.Authorized.class);
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void anObjectThatAnotherCallHasIsNot() {
        // Given
        stripe.next("confirm", Trouble.LOCKED);
        // When
        ChargeState state = await(authorize(charge(null, Instant.now())));
        // Then
        assertThat(state).isInstanceOf(ChargeState.Authorized.class);
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void tooManyRequestsAre() {
        // Given
        stripe.next("confirm", Trouble.TOO_MANY);
        // When / Then
        assertThatThrownBy(() -> await(authorize(charge(null, Instant.now())))).isInstanceOf(ProviderUnavailable.class);
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void aChargeThatIsNotThereIsNot() {
        // Given
        Charge unknown = charge("pi_of_another_account", Instant.now());
        Charge lost = charge(null, Instant.now().minus(Duration.ofHours(30)));
        // When / Then
        assertNotKnown(gate.call(ProviderAct.READ, Deadline.in(PATIENCE), () -> provider.read(unknown)));
        assertNotKnown(
                gate.call(ProviderAct.REFUND, Deadline.in(PATIENCE), () -> provider.refund(lost, PRICE, "a-refund")));
        assertThat(gate.isOpen()).isFalse();
    }

    private static void assertNotKnown(Future<?> call) {
        assertThatThrownBy(() -> await(call))
                .isInstanceOfSatisfying(
                        ProviderUnavailable.class,
                        failure -> assertThat(failure.isOfOneCharge()).isTrue());
    }

    private Future<ChargeState> authorize(Charge charge) {
        AuthorizeCharge asked = new AuthorizeCharge(
                charge, PaymentsFixture.card(StripeBooks.VISA), null, charge.paymentId() + ":authorize");
        return gate.call(ProviderAct.AUTHORIZE, Deadline.in(PATIENCE), () -> provider.authorize(asked));
    }

    private static Charge charge(String ref, Instant createdAt) {
        return new Charge(Ids.next(), Ids.next(), MethodType.CARD, ref, PRICE, createdAt);
    }
}
