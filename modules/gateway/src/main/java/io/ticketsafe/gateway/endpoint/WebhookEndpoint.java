package io.ticketsafe.gateway.endpoint;

import com.fasterxml.jackson.databind.node.TextNode;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Webhook;
import io.ticketsafe.gateway.http.Answer;
import io.ticketsafe.gateway.http.Endpoint;
import io.ticketsafe.gateway.http.Exchange;
import io.ticketsafe.gateway.http.Headers;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.request.JsonBodies;
import io.ticketsafe.gateway.schema.Pointer;
import io.ticketsafe.gateway.schema.Schema;
import io.ticketsafe.gateway.schema.Violations;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a payment provider sends goes on as it came: its signature covers every byte of the body. */
final class WebhookEndpoint implements Endpoint {
    private static final Set<String> NOT_ITS_BUSINESS = Set.of("authorization", "cookie", "connection", "host");
    private static final int MOST_HEADERS = 64;

    private final Bus bus;
    private final RouteSpec spec;
    private final Schema providerName;

    WebhookEndpoint(Bus bus, RouteSpec spec) {
        this.bus = bus;
        this.spec = spec;
        this.providerName = spec.pathParameters().get("provider");
    }

    @Override
    public Future<Answer> answer(Exchange exchange) {
        String provider = exchange.pathValues().get(0);
        Violations violations = new Violations();
        providerName.check(TextNode.valueOf(provider), Pointer.outside("path/provider"), violations);
        if (!violations.isEmpty()) {
            throw ServiceFault.notFound("provider");
        }
        Webhook message = new Webhook(provider, headersOf(exchange.request()), JsonBodies.text(exchange.body()));
        return bus.call(PaymentOperations.WEBHOOK, message, exchange.call())
                .map(heard -> Answer.empty(spec.successStatus()).cached(Headers.NO_STORE));
    }

    /** Names in lower case; of a header that comes twice the first. */
    private static Map<String, String> headersOf(HttpServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (headers.size() < MOST_HEADERS && !NOT_ITS_BUSINESS.contains(lower)) {
                headers.putIfAbsent(lower, value);
            }
        });
        return headers;
    }
}
