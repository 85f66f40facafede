package io.ticketsafe.payments.provider;

import java.util.Map;
import java.util.UUID;

/** Understands one provider's messages. */
@FunctionalInterface
public interface WebhookReader {
    /**
     * The payment that the message is about; what it says beyond that is not believed, but read at the provider. UNAUTHENTICATED
     * when the signature is wrong or too old, VALIDATION when the body is not understood.
     *
     * @param body exactly as it came
     */
    UUID paymentOf(Map<String, String> headers, String body);
}
