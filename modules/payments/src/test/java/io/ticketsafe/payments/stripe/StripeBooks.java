package io.ticketsafe.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.contract.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Stripe does with intents and refunds, as its documentation says: states, declines of its test cards, errors. Not thread-safe; the
 * double takes one request at a time.
 */
final class StripeBooks {
    static final String VISA = "pm_card_visa";
    static final String DECLINED = "pm_card_visa_chargeDeclined";
    static final String POOR = "pm_card_visa_chargeDeclinedInsufficientFunds";
    static final String EXPIRED = "pm_card_chargeDeclinedExpiredCard";
    static final String ACTION = "pm_card_authenticationRequired";
    static final String BANK_WANTS_ACTION = "pm_card_bankWantsAuthentication";
    private static final Set<String> CURRENCIES = Set.of("brl", "usd", "eur", "jpy", "isk", "kwd");
    private static final long SMALLEST = 50;

    private final Map<String, ObjectNode> intents = new LinkedHashMap<>();
    private final Map<String, ObjectNode> refunds = new LinkedHashMap<>();
    private final Set<String> disputed = new HashSet<>();
    private String nextRefundStatus = "succeeded";
    private String nextRefundError;

    record Reply(int status, JsonNode body) {}

    Reply handle(String method, String path, Map<String, String> form) {
        String[] parts = path.split("/");
        boolean post = method.equals("POST");
        if (path.equals("/v1/payment_intents")) {
            return post ? create(form) : list(form);
        } else if (path.equals("/v1/payment_intents/search")) {
            return search(form.get("query"));
        } else if (path.equals("/v1/refunds")) {
            return post ? refund(form) : listRefunds(form);
        } else if (path.startsWith("/v1/payment_intents/") && intents.containsKey(parts[3])) {
            ObjectNode intent = intents.get(parts[3]);
            return !post
                    ? ok("latest_charge".equals(form.get("expand[]")) ? expanded(intent) : intent)
                    : switch (parts[4]) {
                        case "confirm" -> confirm(intent, form);
                        case "capture" -> capture(intent);
                        case "cancel" -> cancel(intent, form);
                        default -> error(404, "invalid_request_error", null, null, "Unrecognized request URL");
                    };
        }
        return error(404, "invalid_request_error", "resource_missing", "intent", "No such payment_intent");
    }

    private Reply create(Map<String, String> form) {
        if (!CURRENCIES.contains(form.get("currency"))) {
            return error(
                    400,
                    "invalid_request_error",
                    null,
                    "currency",
                    "Invalid currency: " + form.get("currency") + ". Stripe currently supports these currencies: …");
        }
        if (Long.parseLong(form.get("amount")) < SMALLEST) {
            return error(
                    400, "invalid_request_error", "amount_too_small", "amount", "Amount must be at least R$0.50 brl");
        }
        String id = "pi_" + (intents.size() + 1) + "Double";
        ObjectNode intent = Json.MAPPER.createObjectNode();
        intent.put("id", id).put("object", "payment_intent");
        intent.put("amount", Long.parseLong(form.get("amount")));
        intent.put("amount_capturable", 0).put("amount_received", 0);
        intent.put("capture_method", form.get("capture_method"));
        intent.put("client_secret", id + "_secret_x");
        intent.put("created", Instant.now().getEpochSecond());
        intent.put("currency", form.get("currency"));
        intent.putNull("last_payment_error").putNull("latest_charge").putNull("next_action");
        intent.put("livemode", false).put("status", "requires_payment_method");
        intent.putArray("payment_method_types").add(form.get("payment_method_types[]"));
        intent.set("metadata", metadata(form));
        intents.put(id, intent);
        return ok(intent);
    }

    private Reply confirm(ObjectNode intent, Map<String, String> form) {
        if (!Set.of("requires_payment_method", "requires_confirmation")
                .contains(intent.path("status").asText())) {
            return unexpectedState(intent, "confirm");
        }
        if ("pix".equals(form.get("payment_method_data[type]"))) {
            return pix(intent, Long.parseLong(form.get("payment_method_options[pix][expires_at]")));
        }
        String token = form.getOrDefault("payment_method", form.get("payment_method_data[card][token]"));
        String card = token == null ? String.valueOf(form.get("confirmation_token")) : token;
        boolean threeDs = "any".equals(form.get("payment_method_options[card][request_three_d_secure]"));
        if (threeDs) {
            intent.putObject("payment_method_options").putObject("card").put("request_three_d_secure", "any");
        }
        return switch (card) {
            case VISA, "tok_visa", "ctoken_visa" -> {
                intent.put("status", "requires_capture")
                        .put("amount_capturable", intent.path("amount").asLong());
                intent.putNull("last_payment_error")
                        .put("latest_charge", "ch_" + intent.path("id").asText());
                yield ok(intent);
            }
            case ACTION -> needsAction(intent, form.get("return_url"));
            case BANK_WANTS_ACTION ->
                threeDs
                        ? needsAction(intent, form.get("return_url"))
                        : decline(intent, card, "authentication_required", "authentication_required", "Authenticate.");
            case DECLINED, "tok_chargeDeclined" ->
                decline(intent, card, "card_declined", "generic_decline", "Your card was declined.");
            case POOR ->
                decline(intent, card, "card_declined", "insufficient_funds", "Your card has insufficient funds.");
            case EXPIRED -> decline(intent, card, "expired_card", null, "Your card has expired.");
            default ->
                error(
                        400,
                        "invalid_request_error",
                        "resource_missing",
                        form.containsKey("payment_method") ? "payment_method" : "payment_method_data[card][token]",
                        "No such PaymentMethod: '" + card + "'");
        };
    }

    private Reply pix(ObjectNode intent, long expiresAt) {
        long seconds = expiresAt - Instant.now().getEpochSecond();
        if (seconds < 10 || seconds > 1_209_600) {
            return error(
                    400,
                    "invalid_request_error",
                    "parameter_invalid_integer",
                    "payment_method_options[pix][expires_at]",
                    "must be between 10 and 1209600 seconds in the future");
        }
        intent.put("status", "requires_action");
        ObjectNode action = intent.putObject("next_action");
        action.put("type", "pix_display_qr_code");
        action.putObject("pix_display_qr_code")
                .put("data", "00020101021226910014br.gov.bcb.pix")
                .put("expires_at", expiresAt)
                .put("hosted_instructions_url", "https://payments.stripe.com/pix/instructions/x")
                .put("image_url_png", "https://qr.stripe.com/x.png")
                .put("image_url_svg", "https://qr.stripe.com/x.svg");
        return ok(intent);
    }

    private static Reply needsAction(ObjectNode intent, String returnUrl) {
        intent.put("status", "requires_action").putNull("last_payment_error");
        ObjectNode action = intent.putObject("next_action");
        action.put("type", "redirect_to_url");
        action.putObject("redirect_to_url")
                .put("return_url", returnUrl)
                .put("url", "https://hooks.stripe.com/3d_secure_2/hosted?merchant=acct_x");
        return ok(intent);
    }

    private static Reply decline(ObjectNode intent, String card, String code, String declineCode, String message) {
        ObjectNode error = Json.MAPPER.createObjectNode();
        error.put("type", "card_error").put("code", code).put("message", message);
        error.put("decline_code", declineCode).put("doc_url", "https://stripe.com/docs/error-codes/" + code);
        error.putObject("payment_method").put("id", card).put("object", "payment_method");
        intent.put("status", "requires_payment_method").set("last_payment_error", error.deepCopy());
        error.set("payment_intent", intent.deepCopy());
        return new Reply(402, Json.MAPPER.createObjectNode().set("error", error));
    }

    private static Reply capture(ObjectNode intent) {
        if (!intent.path("status").asText().equals("requires_capture")) {
            return unexpectedState(intent, "captured");
        }
        intent.put("status", "succeeded")
                .put("amount_received", intent.path("amount_capturable").asLong());
        intent.put("amount_capturable", 0);
        return ok(intent);
    }

    private static Reply cancel(ObjectNode intent, Map<String, String> form) {
        if (Set.of("succeeded", "canceled", "processing")
                .contains(intent.path("status").asText())) {
            return unexpectedState(intent, "canceled");
        }
        intent.put("status", "canceled").put("cancellation_reason", form.get("cancellation_reason"));
        intent.put("amount_capturable", 0).putNull("next_action");
        return ok(intent);
    }

    private Reply refund(Map<String, String> form) {
        ObjectNode intent = intents.get(form.get("payment_intent"));
        long amount = Long.parseLong(form.get("amount"));
        if (nextRefundError != null) {
            String code = nextRefundError;
            nextRefundError = null;
            return error(400, "invalid_request_error", code, null, "Refused: " + code);
        }
        if (amount > intent.path("amount_received").asLong() - refundedOf(intent)) {
            return error(
                    400,
                    "invalid_request_error",
                    null,
                    "amount",
                    "Refund amount is greater than unrefunded amount on charge");
        }
        String id = "re_" + (refunds.size() + 1) + "Double";
        ObjectNode refund = Json.MAPPER.createObjectNode();
        refund.put("id", id).put("object", "refund").put("amount", amount);
        refund.put("currency", intent.path("currency").asText())
                .put("payment_intent", intent.path("id").asText());
        refund.put("status", nextRefundStatus).put("created", Instant.now().getEpochSecond());
        refund.set("metadata", metadata(form));
        refunds.put(id, refund);
        nextRefundStatus = "succeeded";
        return ok(refund);
    }

    long refundedOf(ObjectNode intent) {
        return refunds.values().stream()
                .filter(refund -> refund.path("payment_intent").equals(intent.path("id")))
                .filter(refund -> !Set.of("failed", "canceled")
                        .contains(refund.path("status").asText()))
                .mapToLong(refund -> refund.path("amount").asLong())
                .sum();
    }

    private Reply listRefunds(Map<String, String> query) {
        List<ObjectNode> found = new ArrayList<>(refunds.values());
        found.removeIf(refund -> !refund.path("payment_intent").asText().equals(query.get("payment_intent")));
        return page(found, query);
    }

    private Reply list(Map<String, String> query) {
        List<ObjectNode> found = new ArrayList<>();
        long since = Long.parseLong(query.getOrDefault("created[gte]", "0"));
        for (ObjectNode intent : intents.values()) {
            if (intent.path("created").asLong() >= since) {
                found.add(expanded(intent));
            }
        }
        return page(found, query);
    }

    void dispute(String intent) {
        disputed.add(intent);
    }

    private ObjectNode expanded(ObjectNode intent) {
        ObjectNode expanded = intent.deepCopy();
        if (intent.path("latest_charge").isTextual()) {
            expanded.putObject("latest_charge")
                    .put("amount_refunded", refundedOf(intent))
                    .put("disputed", disputed.contains(intent.path("id").asText()));
        }
        return expanded;
    }

    private Reply search(String query) {
        ObjectNode page = Json.MAPPER.createObjectNode().put("object", "search_result");
        ArrayNode data = page.putArray("data");
        intents.values().stream()
                .filter(intent -> query.equals("metadata[\"paymentId\"]:\""
                        + intent.path("metadata").path("paymentId").asText() + "\""))
                .forEach(data::add);
        return new Reply(200, page.put("has_more", false));
    }

    /** Newest first. */
    private static Reply page(List<ObjectNode> oldestFirst, Map<String, String> query) {
        List<ObjectNode> found = new ArrayList<>(oldestFirst);
        Collections.reverse(found);
        String after = query.get("starting_after");
        int start = 0;
        for (int i = 0; i < found.size() && after != null; i++) {
            if (found.get(i).path("id").asText().equals(after)) {
                start = i + 1;
            }
        }
        int end = Math.min(found.size(), start + Integer.parseInt(query.getOrDefault("limit", "10")));
        ObjectNode page = Json.MAPPER.createObjectNode().put("object", "list").put("has_more", end < found.size());
        ArrayNode data = page.putArray("data");
        found.subList(start, end).forEach(node -> data.add(node.deepCopy()));
        return new Reply(200, page);
    }

    /** The newest; an older one comes from a call that failed with its act done, and is never paid with. */
    ObjectNode intentOf(String paymentId) {
        List<ObjectNode> all = intentsOf(paymentId);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    List<ObjectNode> intentsOf(String paymentId) {
        return intents.values().stream()
                .filter(intent ->
                        intent.path("metadata").path("paymentId").asText().equals(paymentId))
                .toList();
    }

    List<ObjectNode> refundsOf(String paymentId) {
        return refunds.values().stream()
                .filter(refund ->
                        refund.path("metadata").path("paymentId").asText().equals(paymentId))
                .toList();
    }

    void nextRefund(String status, String errorCode) {
        nextRefundStatus = status == null ? nextRefundStatus : status;
        nextRefundError = errorCode;
    }

    private static ObjectNode metadata(Map<String, String> form) {
        ObjectNode metadata = Json.MAPPER.createObjectNode();
        form.forEach((name, value) -> {
            if (name.startsWith("metadata[")) {
                metadata.put(name.substring("metadata[".length(), name.length() - 1), value);
            }
        });
        return metadata;
    }

    private static Reply ok(ObjectNode node) {
        return new Reply(200, node.deepCopy());
    }

    private static Reply unexpectedState(ObjectNode intent, String act) {
        Reply reply = error(
                400,
                "invalid_request_error",
                "payment_intent_unexpected_state",
                null,
                "This PaymentIntent could not be " + act + " because it has a status of "
                        + intent.path("status").asText() + ".");
        ((ObjectNode) reply.body().path("error")).set("payment_intent", intent.deepCopy());
        return reply;
    }

    static Reply error(int status, String type, String code, String param, String message) {
        ObjectNode error = Json.MAPPER.createObjectNode().put("type", type).put("message", message);
        if (code != null) {
            error.put("code", code);
        }
        if (param != null) {
            error.put("param", param);
        }
        return new Reply(status, Json.MAPPER.createObjectNode().set("error", error));
    }
}
