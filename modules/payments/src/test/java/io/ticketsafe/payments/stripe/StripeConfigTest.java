package io.ticketsafe.payments.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.Secret;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.PaymentsConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeConfigTest {
    private static final String RETURN = "https://shop.example/paid";

    @Test
    void itIsOffUnlessItIsSwitchedOn() {
        assertThat(StripeConfig.defaults().enabled()).isFalse();
        assertThat(StripeConfig.defaults().unfitForProduction()).isNull();
        assertThat(PaymentsConfig.defaults().newPayments()).containsEntry(MethodType.CARD, "sandbox");
    }

    @Test
    void whenItIsOnNewPaymentsGoThereUnlessSomethingElseIsSaid() {
        assertThat(payments(null).newPayments())
                .containsEntry(MethodType.CARD, "stripe")
                .containsEntry(MethodType.PIX, "stripe");
        assertThat(payments("sandbox").newPayments())
                .containsEntry(MethodType.CARD, "stripe")
                .containsEntry(MethodType.PIX, "sandbox");
        assertThatThrownBy(() -> payments("elsewhere")).hasMessageStartingWith("pixProvider must be sandbox or stripe");
        assertThatThrownBy(
                        () -> new PaymentsConfig(null, null, null, null, null, "stripe", null, null, null, null, null))
                .hasMessageStartingWith("cardProvider must be a provider that is enabled");
    }

    @Test
    void keyAndReturnUrlAreRequired() {
        assertThatThrownBy(() -> stripe(null, RETURN, null, null)).hasMessage("apiKey is required");
        assertThatThrownBy(() -> stripe("sk_live_1", null, null, null)).hasMessage("returnUrl is required");
        assertThatThrownBy(() -> stripe("sk_live_1", "shop.example", null, null))
                .hasMessageStartingWith("returnUrl must");
    }

    @Test
    void secretsAreNotShown() {
        StripeConfig config = stripe("sk_live_sesame", RETURN, null, "whsec_abracadabra_1");
        assertThat(config.toString()).doesNotContain("sesame").doesNotContain("abracadabra");
        assertThatThrownBy(() -> stripe("sk live sesame", RETURN, null, null))
                .hasMessageStartingWith("apiKey must")
                .hasMessageNotContaining("sesame");
        assertThatThrownBy(() -> stripe("sk_live_1", RETURN, null, "sesame"))
                .hasMessageStartingWith("webhookSecrets must")
                .hasMessageNotContaining("sesame");
    }

    @ParameterizedTest
    @CsvSource({
        "sk_test_1234, https://api.stripe.com, whsec_0123456789abcdef, apiKey",
        "rk_test_1234, https://api.stripe.com, whsec_0123456789abcdef, apiKey",
        "sk_live_1234, http://api.stripe.com, whsec_0123456789abcdef, baseUrl",
        "sk_live_1234, https://api.stripe.com, , webhookSecrets"
    })
    void productionRefusesWhatIsForTrying(String key, String baseUrl, String secret, String culprit) {
        assertThat(stripe(key, RETURN, baseUrl, secret).unfitForProduction()).startsWith(culprit + " ");
    }

    @Test
    void productionTakesTheRealThing() {
        assertThat(stripe("rk_live_1234", RETURN, null, "whsec_0123456789abcdef")
                        .unfitForProduction())
                .isNull();
    }

    private static PaymentsConfig payments(String pixProvider) {
        return new PaymentsConfig(
                null,
                null,
                null,
                null,
                null,
                null,
                pixProvider,
                null,
                stripe("sk_live_1", RETURN, null, null),
                null,
                null);
    }

    private static StripeConfig stripe(String key, String returnUrl, String baseUrl, String secret) {
        return new StripeConfig(
                true,
                key == null ? null : new Secret(key),
                secret == null ? null : List.of(new Secret(secret)),
                returnUrl,
                baseUrl,
                null,
                null);
    }
}
