package io.ticketsafe.payments.stripe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Parameters of one request, form-encoded. The same ones in the same order for the same row: Stripe refuses to repeat a key with
 * other parameters.
 */
final class StripeForm {
    private final Map<String, String> parameters = new LinkedHashMap<>();

    static StripeForm empty() {
        return new StripeForm();
    }

    StripeForm with(String name, Object value) {
        parameters.put(name, String.valueOf(value));
        return this;
    }

    boolean isEmpty() {
        return parameters.isEmpty();
    }

    String encoded() {
        return parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
