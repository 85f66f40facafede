package io.ticketsafe.payments.payment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refunds that did not go as they should: counted, and logged for whoever looks after them. */
final class RefundMeters {
    private static final Logger log = LoggerFactory.getLogger(RefundMeters.class);

    private final Counter refused;
    private final Counter failed;
    private final Counter returned;

    RefundMeters(MeterRegistry meters) {
        refused = counter(meters, "refused", "Refusals of refunds that will be asked for again");
        failed = counter(
                meters, "failed", "Refunds that their provider will not make, and that a human must look after");
        returned = counter(meters, "returned", "Refunds whose money came back to the provider after they were done");
    }

    private static Counter counter(MeterRegistry meters, String what, String description) {
        return Counter.builder("ticketsafe.payments.refunds." + what)
                .description(description)
                .register(meters);
    }

    void refused(RefundRecord refund, String why) {
        refused.increment();
        report(refund, why, "provider refused a refund; it will be asked for again");
    }

    void failed(RefundRecord refund, String why) {
        failed.increment();
        report(refund, why, "provider refused a refund; somebody must look after it");
    }

    void returned(RefundRecord refund, String why) {
        returned.increment();
        report(refund, why, "money of a refund came back to the provider; somebody must look after it");
    }

    private static void report(RefundRecord refund, String why, String what) {
        log.atError()
                .addKeyValue("refundId", refund.id())
                .addKeyValue("paymentId", refund.paymentId())
                .addKeyValue("refusals", refund.refusals())
                .addKeyValue("reason", why)
                .log(what);
    }
}
