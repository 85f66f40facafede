package io.ticketsafe.payments.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.common.config.Secret;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.payments.provider.WebhookReader;
import io.ticketsafe.payments.webhook.WebhookSignature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Stripe's events (docs.stripe.com/api/events/object), whatever their version and type: taken from them is only which of our
 * payments, and perhaps which refund, they are about. Intents, their charges and our refunds carry our ids in their metadata; refunds that
 * somebody makes in the dashboard, and disputes, only name the intent. All other events are acknowledged and forgotten, or Stripe would repeat them for days.
 */
public final class StripeWebhook implements WebhookReader {
    private final WebhookSignature signature;

    /** @param secrets of the endpoints; without any, every message is refused */
    public StripeWebhook(List<Secret> secrets) {
        this.signature = new WebhookSignature(
                "stripe-signature", secrets.stream().map(Secret::value).toList());
    }

    @Override
    public Optional<Heard> read(Map<String, String> headers, String body) {
        signature.verify(headers, body, Instant.now());
        JsonNode event = parse(body);
        if (!event.path("type").isTextual() || event.path("account").isTextual()) {
            return Optional.empty();
        }
        JsonNode object = event.path("data").path("object");
        JsonNode metadata = object.path("metadata");
        UUID paymentId = StripeIntent.uuid(metadata.path(StripeIntent.PAYMENT_ID));
        String refundKey = metadata.path(StripeRefunds.KEY).asText(null);
        String intent = object.path("payment_intent").asText(null);
        boolean withoutUs =
                refundKey == null && mayBeWithoutUs(event.path("type").asText());
        return paymentId == null && !(withoutUs && intent != null)
                ? Optional.empty()
                : Optional.of(new Heard(paymentId, intent, refundKey, withoutUs));
    }

    private static boolean mayBeWithoutUs(String type) {
        return type.startsWith("refund.") || type.startsWith("charge.refund") || type.startsWith("charge.dispute.");
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode event = Json.MAPPER.readTree(body);
            if (event != null && event.isObject()) {
                return event;
            }
        } catch (JsonProcessingException malformed) {
            throw ServiceFault.invalid("", "An event is a JSON object.");
        }
        throw ServiceFault.invalid("", "An event is a JSON object.");
    }
}
