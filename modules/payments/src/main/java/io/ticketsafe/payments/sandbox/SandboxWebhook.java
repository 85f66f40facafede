package io.ticketsafe.payments.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.payments.provider.WebhookReader;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The sandbox's messages: {@code {"paymentId": …, "type": …}}, signed as {@link WebhookSignature} says. */
public final class SandboxWebhook implements WebhookReader {
    private final WebhookSignature signature;

    public SandboxWebhook(String secret) {
        this.signature = new WebhookSignature(secret);
    }

    @Override
    public UUID paymentOf(Map<String, String> headers, String body) {
        String header = headers.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(WebhookSignature.HEADER))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        signature.verify(header, body, Instant.now());
        try {
            JsonNode message = Json.MAPPER.readTree(body);
            if (message != null && message.path("type").isTextual()) {
                return UUID.fromString(message.path("paymentId").asText());
            }
        } catch (JsonProcessingException | IllegalArgumentException malformed) {
            throw ServiceFault.invalid("", "A message has a paymentId and a type.");
        }
        throw ServiceFault.invalid("", "A message has a paymentId and a type.");
    }
}
