package io.ticketsafe.payments.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.ticketsafe.contract.Json;
import io.ticketsafe.payments.stripe.StripeBooks.Reply;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Stripe over HTTP, from its documented answers: keys, versions, idempotency (also of its failures), with troubles on demand. Requests
 * are told apart by their last word: create, confirm, capture, cancel, refunds, read.
 */
public final class StripeDouble implements AutoCloseable {
    public static final String KEY = "sk_test_double";
    public static final String VERSION = "2025-09-30.clover";

    /** What goes wrong with one request. */
    public enum Trouble {
        /** It never comes. */
        LOST_REQUEST,
        /** It is done, and the connection breaks. */
        LOST_ANSWER,
        /** It is done, and the answer comes after the caller's patience. */
        LATE_ANSWER,
        /** Stripe fails, and remembers that it did. */
        FAILURE,
        /** Stripe fails with the act done, and remembers that it did. */
        FAILURE_AFTER_EFFECT,
        TOO_MANY,
        /** Another request has the same object right now. */
        LOCKED,
        /** Something in between answers. */
        BAD_GATEWAY
    }

    private record Stored(String path, Map<String, String> form, Reply reply, long inFlightUntilNanos) {}

    private static final Set<Trouble> NOT_DONE =
            Set.of(Trouble.LOST_REQUEST, Trouble.TOO_MANY, Trouble.LOCKED, Trouble.BAD_GATEWAY);
    private static final long LATE_MS = 1_500;

    private final StripeBooks books = new StripeBooks();
    private final Map<String, Stored> keys = new HashMap<>();
    private final Map<String, Deque<Trouble>> troubles = new HashMap<>();
    private final Map<String, Runnable> befores = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private String acceptedKey = KEY;
    private final WireMockServer server;

    public StripeDouble() {
        server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .containerThreads(16)
                .disableRequestJournal()
                .extensions(new Answers()));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse()));
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    public synchronized void next(String act, Trouble... inOrder) {
        troubles.computeIfAbsent(act, name -> new ArrayDeque<>()).addAll(List.of(inOrder));
    }

    /** Something happens just before the next request of that act is answered. */
    public synchronized void before(String act, Runnable happens) {
        befores.put(act, happens);
    }

    public synchronized void acceptKey(String key) {
        acceptedKey = key;
    }

    /** As after 24 hours. */
    public synchronized void forgetKeys() {
        keys.clear();
    }

    public synchronized void nextRefund(String status, String errorCode) {
        books.nextRefund(status, errorCode);
    }

    /** How often Stripe was asked, by the last word. */
    public synchronized long count(String act, UUID paymentId) {
        ObjectNode intent = books.intentOf(paymentId.toString());
        String id = intent == null ? "none" : intent.path("id").asText();
        return requests.stream()
                .filter(request -> request.startsWith(act + " "))
                .filter(request -> request.contains(paymentId.toString()) || request.contains(id))
                .count();
    }

    public synchronized String statusOf(UUID paymentId) {
        ObjectNode intent = books.intentOf(paymentId.toString());
        return intent == null ? null : intent.path("status").asText();
    }

    public synchronized JsonNode intentOf(UUID paymentId) {
        ObjectNode intent = books.intentOf(paymentId.toString());
        return intent == null ? null : intent.deepCopy();
    }

    public synchronized int intentsOf(UUID paymentId) {
        return books.intentsOf(paymentId.toString()).size();
    }

    /** Over all intents of the payment. */
    public synchronized long receivedBy(UUID paymentId) {
        return books.intentsOf(paymentId.toString()).stream()
                .mapToLong(intent -> intent.path("amount_received").asLong())
                .sum();
    }

    public synchronized List<JsonNode> refundsOf(UUID paymentId) {
        return books.refundsOf(paymentId.toString()).stream()
                .<JsonNode>map(ObjectNode::deepCopy)
                .toList();
    }

    public synchronized void setRefundStatus(UUID paymentId, String status) {
        books.refundsOf(paymentId.toString()).forEach(refund -> refund.put("status", status));
    }

    /** The payer passes the second step. */
    public synchronized void passAction(UUID paymentId) {
        ObjectNode intent = books.intentOf(paymentId.toString());
        intent.put("status", "requires_capture")
                .put("amount_capturable", intent.path("amount").asLong());
        intent.putNull("next_action");
    }

    /** The payer fails the second step, or lets a Pix expire. */
    public synchronized void failAttempt(UUID paymentId, String code, String message) {
        ObjectNode intent = books.intentOf(paymentId.toString());
        intent.put("status", "requires_payment_method").putNull("next_action");
        intent.putObject("last_payment_error")
                .put("type", "invalid_request_error")
                .put("code", code)
                .put("message", message);
    }

    public synchronized void payPix(UUID paymentId) {
        ObjectNode intent = books.intentOf(paymentId.toString());
        intent.put("status", "succeeded")
                .put("amount_received", intent.path("amount").asLong());
        intent.put("latest_charge", "ch_pix").putNull("next_action");
    }

    /** Somebody moves another amount, in Stripe's dashboard. */
    public synchronized void receive(UUID paymentId, long amount) {
        ObjectNode intent = books.intentOf(paymentId.toString());
        intent.put("status", "succeeded").put("amount_received", amount).put("amount_capturable", 0);
    }

    /** The payment's first intent is paid, too; its id. */
    public synchronized String payFirst(UUID paymentId) {
        ObjectNode intent = books.intentsOf(paymentId.toString()).get(0);
        String id = intent.path("id").asText();
        intent.put("status", "succeeded")
                .put("amount_received", intent.path("amount").asLong());
        intent.put("latest_charge", "ch_" + id).putNull("next_action");
        return id;
    }

    /** Somebody refunds in Stripe's dashboard; the refund. */
    public synchronized JsonNode refundByHand(String intentId, long amount) {
        return books.handle(
                        "POST",
                        StripeRefunds.PATH,
                        Map.of("payment_intent", intentId, "amount", String.valueOf(amount)))
                .body();
    }

    public synchronized void setRefundsByHand(String status) {
        books.refundsOf("").forEach(refund -> refund.put("status", status));
    }

    /** The payer of this intent has asked their bank to take the money back. */
    public synchronized void dispute(String intent) {
        books.dispute(intent);
    }

    /** As if the payment had been made a month ago. */
    public synchronized void makeOld(UUID paymentId) {
        ObjectNode intent = books.intentOf(paymentId.toString());
        intent.put("created", intent.path("created").asLong() - 30 * 24 * 3_600);
    }

    @Override
    public void close() {
        server.stop();
    }

    private synchronized ResponseDefinition answer(Request request) {
        String method = request.getMethod().getName();
        URI uri = URI.create(request.getUrl());
        Map<String, String> form = decode(method.equals("POST") ? request.getBodyAsString() : uri.getRawQuery());
        String act = actOf(method, uri.getPath());
        requests.add(act + " " + uri.getPath() + " " + form);
        if (!("Bearer " + acceptedKey).equals(request.getHeader("Authorization"))) {
            return reply(StripeBooks.error(401, "invalid_request_error", null, null, "Invalid API Key provided"))
                    .build();
        }
        if (!VERSION.equals(request.getHeader("Stripe-Version"))) {
            return reply(StripeBooks.error(400, "invalid_request_error", null, null, "Invalid Stripe API version"))
                    .build();
        }
        Runnable before = befores.remove(act);
        if (before != null) {
            before.run();
        }
        Deque<Trouble> waiting = troubles.get(act);
        Trouble trouble = waiting == null ? null : waiting.poll();
        return method.equals("POST")
                ? post(uri.getPath(), form, request.getHeader("Idempotency-Key"), trouble)
                : troubled(books.handle(method, uri.getPath(), form), trouble).build();
    }

    private ResponseDefinition post(String path, Map<String, String> form, String key, Trouble trouble) {
        Stored stored = keys.get(key);
        if (stored != null) {
            return replay(stored, path, form).build();
        }
        if (trouble != null && NOT_DONE.contains(trouble)) {
            return troubled(null, trouble).build();
        }
        boolean failure = trouble == Trouble.FAILURE || trouble == Trouble.FAILURE_AFTER_EFFECT;
        Reply done = trouble == Trouble.FAILURE ? null : books.handle("POST", path, form);
        Reply reply = failure ? StripeBooks.error(500, "api_error", null, null, "Something went wrong") : done;
        long inFlightMs = trouble == Trouble.LATE_ANSWER ? LATE_MS : 0;
        boolean executed = reply.status() != 400
                || !reply.body().path("error").path("param").isTextual();
        if (executed) {
            keys.put(key, new Stored(path, form, reply, System.nanoTime() + inFlightMs * 1_000_000));
        }
        return troubled(reply, trouble).build();
    }

    private static ResponseDefinitionBuilder replay(Stored stored, String path, Map<String, String> form) {
        if (System.nanoTime() < stored.inFlightUntilNanos()) {
            return reply(StripeBooks.error(
                    409, "invalid_request_error", "idempotency_key_in_use", null, "Another request is in progress"));
        }
        if (!stored.path().equals(path) || !stored.form().equals(form)) {
            return reply(StripeBooks.error(
                    400,
                    "idempotency_error",
                    null,
                    null,
                    "Keys for idempotent requests can only be used with the same parameters they were first used"
                            + " with."));
        }
        return reply(stored.reply()).withHeader("Idempotent-Replayed", "true");
    }

    private static ResponseDefinitionBuilder troubled(Reply reply, Trouble trouble) {
        if (trouble == null) {
            return reply(reply);
        }
        return switch (trouble) {
            case LOST_REQUEST, LOST_ANSWER -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
            case LATE_ANSWER -> reply(reply).withFixedDelay(Math.toIntExact(LATE_MS));
            case FAILURE, FAILURE_AFTER_EFFECT -> reply(reply);
            case TOO_MANY -> reply(StripeBooks.error(429, "invalid_request_error", "rate_limit", null, "Too many"));
            case LOCKED ->
                reply(StripeBooks.error(429, "invalid_request_error", "lock_timeout", null, "Another has it"));
            case BAD_GATEWAY -> aResponse().withStatus(502).withBody("<html>Bad gateway</html>");
        };
    }

    private static ResponseDefinitionBuilder reply(Reply reply) {
        return aResponse()
                .withStatus(reply.status())
                .withHeader("Content-Type", "application/json")
                .withHeader("Request-Id", "req_" + UUID.randomUUID())
                .withBody(reply.body().toString());
    }

    private static String actOf(String method, String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (last) {
            case "payment_intents" -> method.equals("POST") ? "create" : "list";
            case "confirm", "capture", "cancel", "search" -> last;
            case "refunds" -> method.equals("POST") ? "refund" : "refunds";
            default -> "read";
        };
    }

    private static Map<String, String> decode(String form) {
        Map<String, String> decoded = new LinkedHashMap<>();
        if (form != null && !form.isEmpty()) {
            for (String pair : form.split("&")) {
                String[] nameAndValue = pair.split("=", 2);
                decoded.put(
                        URLDecoder.decode(nameAndValue[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(nameAndValue[1], StandardCharsets.UTF_8));
            }
        }
        return decoded;
    }

    /** An event as Stripe sends it. */
    public static String event(String type, JsonNode object) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("id", "evt_" + UUID.randomUUID()).put("object", "event").put("api_version", VERSION);
        event.put("created", 1_777_896_000)
                .put("livemode", false)
                .put("pending_webhooks", 1)
                .put("type", type);
        event.putObject("data").set("object", object);
        return event.toPrettyString();
    }

    /** WireMock's way in. */
    private final class Answers implements ResponseDefinitionTransformerV2 {
        @Override
        public ResponseDefinition transform(ServeEvent event) {
            return answer(event.getRequest());
        }

        @Override
        public String getName() {
            return "stripe";
        }
    }
}
