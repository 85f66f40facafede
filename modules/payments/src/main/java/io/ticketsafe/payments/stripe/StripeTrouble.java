package io.ticketsafe.payments.stripe;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** That Stripe refuses our key: kept for readiness, and logged now and then, since only a human can mend it. */
final class StripeTrouble {
    private static final Logger log = LoggerFactory.getLogger(StripeTrouble.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private String reason;
    private String logged;
    private long loggedNanos;

    synchronized String now() {
        return reason;
    }

    synchronized void met(int status, StripeAnswer answer, String path) {
        String met = status == 401
                ? "Stripe refuses the key (401); see payments.stripe.apiKey"
                : "the key may not do this at Stripe (403); see its rights";
        long nanos = System.nanoTime();
        if (!met.equals(logged) || nanos - loggedNanos > PAUSE_NANOS) {
            loggedNanos = nanos;
            logged = met;
            log.atError()
                    .addKeyValue("reason", met)
                    .addKeyValue("path", path)
                    .addKeyValue("providerRequestId", answer.requestId())
                    .log("Stripe cannot be used");
        }
        reason = met;
    }

    synchronized void over() {
        if (reason != null) {
            reason = null;
            log.atInfo().log("Stripe can be used again");
        }
    }
}
