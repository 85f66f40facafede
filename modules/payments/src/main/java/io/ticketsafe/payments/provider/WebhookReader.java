package io.ticketsafe.payments.provider;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Understands one provider's messages. */
@FunctionalInterface
public interface WebhookReader {
    /**
     * The payment that the message is about, nothing when it is about none of ours; what it says beyond that is not believed, but read at the provider. UNAUTHENTICATED
     * when the signature is wrong or too old, VALIDATION when the body is not understood.
     *
     * @param body exactly as it came
     */
    Optional<Heard> read(Map<String, String> headers, String body);

    /**
     * @param paymentId null where the message only says the charge's {@code ref}
     * @param ref the provider's own id of the charge; may be null where the payment is said
     * @param refundKey key of the refund that the message is about; null when it is about none of ours
     * @param withoutUs money went back, or was to, that we perhaps did not ask for, or the payer disputes it
     */
    record Heard(UUID paymentId, String ref, String refundKey, boolean withoutUs) {
        public static Heard of(UUID paymentId) {
            return new Heard(paymentId, null, null, false);
        }
    }
}
