package io.ticketsafe.payments;

import java.time.Duration;

/**
 * Settings of the payments service; what is absent gets its default.
 *
 * @param providerTimeout longest wait for one answer of a provider (6 s)
 * @param providerBudget longest time for all attempts of one act together; under the 12 s of the bus operations (9 s)
 * @param maxCallsInFlight calls to providers at once; more are refused with UNAVAILABLE (64)
 * @param recoverAfter how long a payment or refund may stand still before it is taken up again (30 s)
 * @param recoveryPause between two looks for what stands still, ± a quarter (10 s)
 */
public record PaymentsConfig(
        Duration providerTimeout,
        Duration providerBudget,
        Integer maxCallsInFlight,
        Duration recoverAfter,
        Duration recoveryPause,
        Sandbox sandbox) {
    private static final Duration LONGEST_BUDGET = Duration.ofSeconds(10);

    public PaymentsConfig {
        providerTimeout = providerTimeout == null ? Duration.ofSeconds(6) : providerTimeout;
        providerBudget = providerBudget == null ? Duration.ofSeconds(9) : providerBudget;
        maxCallsInFlight = maxCallsInFlight == null ? 64 : maxCallsInFlight;
        recoverAfter = recoverAfter == null ? Duration.ofSeconds(30) : recoverAfter;
        recoveryPause = recoveryPause == null ? Duration.ofSeconds(10) : recoveryPause;
        sandbox = sandbox == null ? Sandbox.defaults() : sandbox;
        require(isPositive(providerTimeout), "payments.providerTimeout must be positive");
        require(isPositive(providerBudget), "payments.providerBudget must be positive");
        require(
                providerBudget.compareTo(LONGEST_BUDGET) <= 0,
                "payments.providerBudget must be at most " + LONGEST_BUDGET.toSeconds() + " s");
        require(maxCallsInFlight > 0, "payments.maxCallsInFlight must be positive");
        require(isPositive(recoverAfter), "payments.recoverAfter must be positive");
        require(isPositive(recoveryPause), "payments.recoveryPause must be positive");
    }

    public static PaymentsConfig defaults() {
        return new PaymentsConfig(null, null, null, null, null, null);
    }

    /** Whether a secret stands in the source code, which production must refuse. */
    public boolean hasDevSecret() {
        return sandbox.enabled() && Sandbox.DEV_WEBHOOK_SECRET.equals(sandbox.webhookSecret());
    }

    /**
     * The built-in provider that moves no money.
     *
     * @param enabled false in production: its operations answer NOT_FOUND then, and no payment can be made with it (true)
     * @param webhookSecret signs the sandbox's webhooks; at least 16 characters
     * @param slowAnswer how long {@code tok_slow} takes (5 s)
     * @param baseUrl what stands before {@code /v1/…} in the link of a next action (nothing: a relative link)
     */
    public record Sandbox(Boolean enabled, String webhookSecret, Duration slowAnswer, String baseUrl) {
        static final String DEV_WEBHOOK_SECRET = "whsec_sandbox_for_development_only";
        private static final int SHORTEST_SECRET = 16;

        public Sandbox {
            enabled = enabled == null || enabled;
            webhookSecret = webhookSecret == null ? DEV_WEBHOOK_SECRET : webhookSecret;
            slowAnswer = slowAnswer == null ? Duration.ofSeconds(5) : slowAnswer;
            baseUrl = baseUrl == null ? "" : baseUrl;
            require(
                    webhookSecret.length() >= SHORTEST_SECRET,
                    "payments.sandbox.webhookSecret must be at least " + SHORTEST_SECRET + " characters long");
            require(isPositive(slowAnswer), "payments.sandbox.slowAnswer must be positive");
            require(!baseUrl.endsWith("/"), "payments.sandbox.baseUrl must be without a slash at its end");
        }

        public static Sandbox defaults() {
            return new Sandbox(null, null, null, null);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Sandbox[enabled=" + enabled + ", slowAnswer=" + slowAnswer + ", baseUrl=" + baseUrl + "]";
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
