package io.ticketsafe.tickets.refund;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.contract.Money;
import io.ticketsafe.tickets.refund.RefundRow.State;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what became of a refund. One that was refused is asked for again for about three days, then left to a human. */
public final class RefundEnds {
    private static final Logger log = LoggerFactory.getLogger(RefundEnds.class);

    private final RefundStore refunds;
    private final MeterRegistry meters;
    private final Map<String, Counter> money = new ConcurrentHashMap<>();
    private final Counter succeeded;
    private final Counter refused;
    private final Counter failed;

    public RefundEnds(RefundStore refunds, MeterRegistry meters) {
        this.refunds = requireNonNull(refunds);
        this.meters = requireNonNull(meters);
        succeeded = Counter.builder("ticketsafe.refunds.succeeded")
                .description("Refunds whose money went back")
                .register(meters);
        refused = Counter.builder("ticketsafe.refunds.refused")
                .description("Refusals of refunds; most are asked for again later")
                .register(meters);
        failed = Counter.builder("ticketsafe.refunds.failed")
                .description("Refunds refused so often that they are left to the organiser")
                .register(meters);
    }

    /** @param askedAs the id that payments knows the refund by; nothing happens when it is an older one, or has ended */
    public Future<Void> end(SqlClient client, UUID askedAs, boolean succeeded) {
        return refunds.end(client, askedAs, succeeded).map(ended -> {
            if (ended != null && ended.state() == State.FAILED) {
                report(ended);
            } else if (ended != null && ended.state() == State.DONE) {
                count(ended.amount());
            }
            return null;
        });
    }

    private void count(Money amount) {
        succeeded.increment();
        money.computeIfAbsent(
                        amount.currency(),
                        currency -> Counter.builder("ticketsafe.refunds.money")
                                .description("Money that went back, in minor units of the currency")
                                .tag("currency", currency)
                                .register(meters))
                .increment(amount.amountMinor());
    }

    private void report(RefundRow refund) {
        refused.increment();
        if (!refund.goesOn()) {
            failed.increment();
        }
        log.atError()
                .addKeyValue("refundId", refund.id())
                .addKeyValue("orderId", refund.orderId())
                .addKeyValue("paymentId", refund.paymentId())
                .addKeyValue("askedAs", refund.askedAs())
                .addKeyValue("refusals", refund.refusals())
                .log(
                        refund.goesOn()
                                ? "refund was refused and will be asked for again"
                                : "refund failed and needs a human");
    }
}
