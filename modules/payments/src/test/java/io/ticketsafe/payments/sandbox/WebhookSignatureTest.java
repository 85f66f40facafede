package io.ticketsafe.payments.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final String BODY = "{\"paymentId\":\"1\",\"type\":\"é\"}";
    private final WebhookSignature signature = new WebhookSignature("0123456789abcdef");

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
        String old = new WebhookSignature("another-secret-that-goes").sign(BODY, NOW);
        String both = old + "," + signature.sign(BODY, NOW).replaceFirst("t=[0-9]+,", "");
        assertThatCode(() -> signature.verify(both, BODY, NOW)).doesNotThrowAnyException();
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
        assertRefused(new WebhookSignature("another-secret-entirely").sign(BODY, NOW), BODY, NOW);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "t=", "t=x,v1=00", "v1=00", "t=1777896000", "t=1777896000,v1=zz", "t=1777896000,v1="})
    void whatIsNoSignatureIsRefused(String header) {
        assertRefused(header, BODY, NOW);
    }

    private void assertRefused(String header, String body, Instant now) {
        assertThatThrownBy(() -> signature.verify(header, body, now))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED));
    }
}
