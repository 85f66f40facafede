package io.ticketsafe.payments.sandbox;

import io.ticketsafe.payments.PaymentsConfig;
import java.time.Instant;

/** Signs as the sandbox's bank does. */
public final class TestSignatures {
    private TestSignatures() {}

    public static String withDevSecret(String body, Instant at) {
        String secret = PaymentsConfig.defaults().sandbox().webhookSecret().value();
        return new WebhookSignature(secret).sign(body, at);
    }
}
