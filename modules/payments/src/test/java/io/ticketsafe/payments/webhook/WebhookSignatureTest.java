package io.ticketsafe.payments.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final String BODY = "{\"paymentId\":\"1\",\"type\":\"é\"}";
    private final WebhookSignature signature = of("0123456789abcdef");

    @Test
    void itIsTheHmacOfTimeAndBody() {
        // openssl: printf '1.a' | openssl dgst -sha256 -hmac 0123456789abcdef
        assertThat(signature.sign("a", Instant.ofEpochSecond(1)))
                .isEqualTo("t=1,v1=1f20571ee0612e999d526d3c4aa3f5449ebe61ec73604ef83b406c2aae70a84e");
    }

    @Test
    void whatWasSignedIsTaken() {
        assertThatCode(() -> signature.verify(signature.sign(BODY, NOW), BODY, NOW))
                .doesNotThrowAnyException();
    }

    @Test
    void oneOfSeveralSignaturesIsEnough() {
        String old = of("another-secret-that-goes").sign(BODY, NOW);
        String both = old + "," + signature.sign(BODY, NOW).replaceFirst("t=[0-9]+,", "");
        assertThatCode(() -> signature.verify(both, BODY, NOW)).doesNotThrowAnyException();
    }

    @Test
    void oneOfSeveralSecretsIsEnough() {
        WebhookSignature both = of("the-next-secret-of-it", "0123456789abcdef");
        assertThatCode(() -> both.verify(signature.sign(BODY, NOW), BODY, NOW)).doesNotThrowAnyException();
        assertThatThrownBy(() -> of("the-next-secret-of-it").verify(signature.sign(BODY, NOW), BODY, NOW))
                .isInstanceOf(ServiceFault.class);
        assertThatThrownBy(() -> of().verify(signature.sign(BODY, NOW), BODY, NOW))
                .isInstanceOf(ServiceFault.class);
    }

    /** Signed outside of this code, with {@code openssl dgst -sha256 -hmac} and with Python's hmac. */
    @ParameterizedTest
    @CsvFileSource(resources = "/webhook-signatures.csv", delimiter = '|', numLinesToSkip = 1)
    void recordedSignaturesAreTaken(String secret, long seconds, String body, String header) {
        Instant at = Instant.ofEpochSecond(seconds);
        assertThatCode(() -> of(secret).verify(header, body, at)).doesNotThrowAnyException();
        assertRefused(header.replace("v1=", "v0="), body, at);
        assertThatThrownBy(() -> of(secret).verify(header, body + "\n", at)).isInstanceOf(ServiceFault.class);
    }

    @Test
    void namesOfHeadersHaveNoCase() {
        Map<String, String> headers = Map.of("Stripe-Signature", signature.sign(BODY, NOW));
        assertThatCode(() -> signature.verify(headers, BODY, NOW)).doesNotThrowAnyException();
        assertThatThrownBy(() -> signature.verify(Map.of(), BODY, NOW)).isInstanceOf(ServiceFault.class);
    }

    @Test
    void fiveMinutesAreTheLimit() {
        String signed = signature.sign(BODY, NOW);
        assertThatCode(() -> signature.verify(signed, BODY, NOW.plus(Duration.ofMinutes(5))))
                .doesNotThrowAnyException();
        assertRefused(signed, BODY, NOW.plus(Duration.ofMinutes(5)).plusSeconds(1));
        assertRefused(signed, BODY, NOW.minus(Duration.ofMinutes(5)).minusSeconds(1));
    }

    @Test
    void anotherBodyTimeOrSecretIsRefused() {
        assertRefused(signature.sign(BODY, NOW), BODY + " ", NOW);
        assertRefused(signature.sign(BODY, NOW).replace("t=1777896000", "t=1777896001"), BODY, NOW);
        assertRefused(of("another-secret-entirely").sign(BODY, NOW), BODY, NOW);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "t=", "t=x,v1=00", "v1=00", "t=1777896000", "t=1777896000,v1=zz", "t=1777896000,v1="})
    void whatIsNoSignatureIsRefused(String header) {
        assertRefused(header, BODY, NOW);
    }

    private static WebhookSignature of(String... secrets) {
        return new WebhookSignature("stripe-signature", List.of(secrets));
    }

    private void assertRefused(String header, String body, Instant now) {
        assertThatThrownBy(() -> signature.verify(header, body, now))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED));
    }
}
