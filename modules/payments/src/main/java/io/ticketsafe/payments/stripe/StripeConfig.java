package io.ticketsafe.payments.stripe;

import io.ticketsafe.common.config.Limits;
import io.ticketsafe.common.config.Secret;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How to reach Stripe; what is absent gets its default.
 *
 * @param enabled whether payments may be made with it, and its messages are heard (false)
 * @param apiKey secret or restricted key ({@code sk_…}, {@code rk_…}); required when enabled
 * @param webhookSecrets of its endpoints ({@code whsec_…}), several while one is replaced; without any its messages are refused, and what
 *     became of payments is learned by asking only
 * @param returnUrl where a payer comes back to after a second step at their bank; gets {@code payment} and {@code order} added as
 *     parameters; required when enabled
 * @param baseUrl what stands before {@code /v1/…}
 * @param apiVersion the Stripe version that answers are read in
 * @param testKeyInProduction whether the production profile may use a key of Stripe's test mode, with which nobody pays (false)
 */
public record StripeConfig(
        Boolean enabled,
        Secret apiKey,
        List<Secret> webhookSecrets,
        String returnUrl,
        String baseUrl,
        String apiVersion,
        Boolean testKeyInProduction) {
    private static final Pattern VERSION = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}(\\.[a-z]{1,20})?");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_]{8,255}");
    private static final Pattern TEST_KEY = Pattern.compile("[a-z]+_test_.*");
    private static final int SHORTEST_SECRET = 16;
    private static final int MOST_SECRETS = 8;

    public StripeConfig {
        enabled = enabled != null && enabled;
        webhookSecrets = webhookSecrets == null ? List.of() : List.copyOf(webhookSecrets);
        baseUrl = Limits.url("baseUrl", Limits.orDefault(baseUrl, "https://api.stripe.com"), "https", "http");
        apiVersion = Limits.matching(
                "apiVersion", apiVersion, "2025-09-30.clover", VERSION, "a version such as 2025-09-30.clover");
        testKeyInProduction = testKeyInProduction != null && testKeyInProduction;
        if (baseUrl.endsWith("/")) {
            throw new IllegalArgumentException("baseUrl must not end with a slash, was \"" + baseUrl + "\"");
        }
        if (apiKey != null && !KEY.matcher(apiKey.value()).matches()) {
            throw new IllegalArgumentException("apiKey must be 8 to 255 letters, digits and underscores");
        }
        if (webhookSecrets.size() > MOST_SECRETS
                || webhookSecrets.stream().anyMatch(secret -> secret.value().length() < SHORTEST_SECRET)) {
            throw new IllegalArgumentException("webhookSecrets must be at most " + MOST_SECRETS + ", of at least "
                    + SHORTEST_SECRET + " characters each");
        }
        if (enabled) {
            Limits.required("apiKey", apiKey);
            Limits.required("returnUrl", returnUrl);
        }
        if (returnUrl != null) {
            Limits.url("returnUrl", returnUrl, "https", "http");
        }
    }

    public static StripeConfig defaults() {
        return new StripeConfig(null, null, null, null, null, null, null);
    }

    /** What the production profile must refuse, beginning with the setting's name; null when there is nothing. */
    public String unfitForProduction() {
        if (!enabled) {
            return null;
        }
        if (TEST_KEY.matcher(apiKey.value()).matches() && !testKeyInProduction) {
            return "apiKey must not be one of Stripe's test mode in the production profile, since nobody pays with it;"
                    + " set testKeyInProduction to true if that is wanted";
        }
        if (!baseUrl.startsWith("https://")) {
            return "baseUrl must start with https:// in the production profile";
        }
        if (webhookSecrets.isEmpty()) {
            return "webhookSecrets is required in the production profile: without Stripe's messages late payments are"
                    + " noticed minutes later";
        }
        return null;
    }
}
