package io.ticketsafe.payments.sandbox;

import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.webhook.WebhookSignature;
import java.time.Instant;
import java.util.List;

/** Signs as the sandbox's bank does. */
public final class TestSignatures {
    private TestSignatures() {}

    public static String withDevSecret(String body, Instant at) {
        String secret = PaymentsConfig.defaults().sandbox().webhookSecret().value();
        return new WebhookSignature(SandboxWebhook.HEADER, List.of(secret)).sign(body, at);
    }
}
