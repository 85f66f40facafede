package io.ticketsafe.payments;

import io.ticketsafe.common.breaker.BreakerLimits;
import io.ticketsafe.common.config.Limits;
import io.ticketsafe.common.config.Secret;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.sandbox.SandboxProvider;
import io.ticketsafe.payments.stripe.StripeConfig;
import io.ticketsafe.payments.stripe.StripeProvider;
import java.time.Duration;
import java.util.Map;

/**
 * Settings of the payments service; what is absent gets its default.
 *
 * @param providerTimeout longest wait for one answer of a provider (6 s)
 * @param providerBudget longest wait for a provider within one operation, over all attempts (9 s, so that a buyer hears within 10 s)
 * @param maxCallsInFlight calls to one provider at once that somebody waits for; new payments above it are refused with UNAVAILABLE
 *     (256). A quarter as many are for the background, apart from them
 * @param recoverAfter how long a payment or refund may stand still before it is taken up again; longer than the budget (15 s)
 * @param recoveryPause between two looks for what stands still, more or less a quarter (5 s)
 * @param cardProvider name of the provider that takes new payments by card ({@code stripe} where that is enabled, else
 *     {@code sandbox}); the others still end what they began
 * @param pixProvider the same for Pix
 */
public record PaymentsConfig(
        Duration providerTimeout,
        Duration providerBudget,
        Integer maxCallsInFlight,
        Duration recoverAfter,
        Duration recoveryPause,
        String cardProvider,
        String pixProvider,
        Sandbox sandbox,
        StripeConfig stripe,
        Breaker breaker,
        Reconciliation reconciliation) {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST_BUDGET = Duration.ofMillis(9_500);

    public PaymentsConfig {
        providerTimeout =
                Limits.within("providerTimeout", providerTimeout, Duration.ofSeconds(6), SHORTEST, LONGEST_BUDGET);
        providerBudget =
                Limits.within("providerBudget", providerBudget, Duration.ofSeconds(9), SHORTEST, LONGEST_BUDGET);
        maxCallsInFlight = Limits.within("maxCallsInFlight", maxCallsInFlight, 256, 1, 10_000);
        recoverAfter = Limits.within(
                "recoverAfter", recoverAfter, Duration.ofSeconds(15), providerBudget, Duration.ofHours(1));
        recoveryPause =
                Limits.within("recoveryPause", recoveryPause, Duration.ofSeconds(5), SHORTEST, Duration.ofMinutes(10));
        sandbox = sandbox == null ? Sandbox.defaults() : sandbox;
        stripe = stripe == null ? StripeConfig.defaults() : stripe;
        cardProvider = provider("cardProvider", cardProvider, sandbox, stripe);
        pixProvider = provider("pixProvider", pixProvider, sandbox, stripe);
        breaker = breaker == null ? Breaker.defaults() : breaker;
        reconciliation = reconciliation == null ? Reconciliation.defaults() : reconciliation;
    }

    public static PaymentsConfig defaults() {
        return new PaymentsConfig(null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The provider that takes new payments, by their method. */
    public Map<MethodType, String> newPayments() {
        return Map.of(MethodType.CARD, cardProvider, MethodType.PIX, pixProvider);
    }

    private static String provider(String name, String chosen, Sandbox sandbox, StripeConfig stripe) {
        if (chosen == null) {
            return stripe.enabled() ? StripeProvider.NAME : SandboxProvider.NAME;
        }
        boolean enabled = switch (chosen) {
            case StripeProvider.NAME -> stripe.enabled();
            case SandboxProvider.NAME -> sandbox.enabled();
            default -> throw new IllegalArgumentException(name + " must be sandbox or stripe, was \"" + chosen + "\"");
        };
        if (!enabled) {
            throw new IllegalArgumentException(name + " must be a provider that is enabled, was \"" + chosen + "\"");
        }
        return chosen;
    }

    /**
     * When a provider that mostly gives no answer is spared. A declined card is an answer.
     *
     * @param window of whose calls the rate is taken (15 s)
     * @param fewestCalls in the window; with fewer nothing is told (10)
     * @param failurePercent of calls without an answer from which on it is spared (40)
     * @param openFor after which one call tries whether it answers again (10 s)
     */
    public record Breaker(Duration window, Integer fewestCalls, Integer failurePercent, Duration openFor) {
        public Breaker {
            window = Limits.within(
                    "window", window, Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofMinutes(10));
            fewestCalls = Limits.within("fewestCalls", fewestCalls, 10, 1, 10_000);
            failurePercent = Limits.within("failurePercent", failurePercent, 40, 1, 100);
            openFor = Limits.within(
                    "openFor", openFor, Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(10));
        }

        public static Breaker defaults() {
            return new Breaker(null, null, null, null);
        }

        public BreakerLimits limits() {
            return new BreakerLimits(window, fewestCalls, failurePercent, openFor);
        }
    }

    /**
     * Comparing our books with the providers'.
     *
     * @param every pause between two passes over a provider's recent charges (5 min)
     * @param overlap how much of what a pass has read the next one reads again (1 h)
     */
    public record Reconciliation(Duration every, Duration overlap) {
        public Reconciliation {
            every = Limits.within("every", every, Duration.ofMinutes(5), SHORTEST, Duration.ofDays(1));
            overlap = Limits.within("overlap", overlap, Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(7));
        }

        public static Reconciliation defaults() {
            return new Reconciliation(null, null);
        }
    }

    /** Whether a secret stands in the source code, which production must refuse. */
    public boolean hasDevSecret() {
        return sandbox.enabled() && Sandbox.DEV_WEBHOOK_SECRET.equals(sandbox.webhookSecret());
    }

    /** Whether anybody could buy for nothing, which production must refuse unless it is wanted. */
    public boolean givesAwayInProduction() {
        return sandbox.enabled() && !sandbox.inProduction();
    }

    /**
     * The built-in provider that moves no money.
     *
     * @param enabled false in production: its operations answer NOT_FOUND then, and no payment can be made with it (true)
     * @param inProduction whether it may be enabled in the production profile, where tickets are given away with it (false)
     * @param webhookSecret signs the sandbox's webhooks; at least 16 characters
     * @param slowAnswer how long {@code tok_slow} takes (5 s)
     * @param baseUrl what stands before {@code /v1/…} in the link of a next action (nothing: a relative link)
     */
    public record Sandbox(
            Boolean enabled, Boolean inProduction, Secret webhookSecret, Duration slowAnswer, String baseUrl) {
        private static final Secret DEV_WEBHOOK_SECRET = new Secret("whsec_sandbox_for_development_only");
        private static final int SHORTEST_SECRET = 16;

        public Sandbox {
            enabled = enabled == null || enabled;
            inProduction = inProduction != null && inProduction;
            webhookSecret = webhookSecret == null ? DEV_WEBHOOK_SECRET : webhookSecret;
            slowAnswer =
                    Limits.within("slowAnswer", slowAnswer, Duration.ofSeconds(5), SHORTEST, Duration.ofMinutes(5));
            baseUrl = baseUrl == null ? "" : baseUrl;
            if (webhookSecret.value().length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException(
                        "webhookSecret must have at least " + SHORTEST_SECRET + " characters");
            }
            if (baseUrl.endsWith("/")) {
                throw new IllegalArgumentException("baseUrl must not end with a slash, was \"" + baseUrl + "\"");
            }
        }

        public static Sandbox defaults() {
            return new Sandbox(null, null, null, null, null);
        }
    }
}
