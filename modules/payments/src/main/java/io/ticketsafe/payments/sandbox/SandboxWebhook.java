package io.ticketsafe.payments.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.payments.provider.WebhookReader;
import io.ticketsafe.payments.webhook.WebhookSignature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The sandbox's messages: {@code {"paymentId": …, "type": …}}, signed as {@link WebhookSignature} says. */
public final class SandboxWebhook implements WebhookReader {
    static final String HEADER = "sandbox-signature";

    private final WebhookSignature signature;

    public SandboxWebhook(String secret) {
        this.signature = new WebhookSignature(HEADER, List.of(secret));
    }

    @Override
    public Optional<Heard> read(Map<String, String> headers, String body) {
        signature.verify(headers, body, Instant.now());
        try {
            JsonNode message = Json.MAPPER.readTree(body);
            if (message != null && message.path("type").isTextual()) {
                return Optional.of(
                        Heard.of(UUID.fromString(message.path("paymentId").asText())));
            }
        } catch (JsonProcessingException | IllegalArgumentException malformed) {
            throw ServiceFault.invalid("", "A message has a paymentId and a type.");
        }
        throw ServiceFault.invalid("", "A message has a paymentId and a type.");
    }
}
