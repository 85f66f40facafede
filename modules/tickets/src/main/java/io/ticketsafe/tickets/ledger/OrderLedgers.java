package io.ticketsafe.tickets.ledger;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerEntry;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerOf;
import io.ticketsafe.contract.payments.PaymentOperations.OrderLedger;
import io.ticketsafe.tickets.order.OrderAccess;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.refund.RefundStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks payments what was booked for an order. An order can be read without: nobody waits long for this. */
public final class OrderLedgers {
    private static final Logger log = LoggerFactory.getLogger(OrderLedgers.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(800);

    private final Bus bus;
    private final OrderAccess access;
    private final RefundStore refunds;

    public OrderLedgers(Bus bus, OrderAccess access, RefundStore refunds) {
        this.bus = requireNonNull(bus);
        this.access = requireNonNull(access);
        this.refunds = requireNonNull(refunds);
    }

    /**
     * The entries as the caller may see them, who may see the order; null when they cannot be had in time. Never fails.
     */
    public Future<List<LedgerEntry>> of(OrderRow order, Call call) {
        Future<OrderLedger> booked =
                bus.callAsService(PaymentOperations.LEDGER_OF_ORDER, new LedgerOf(order.id()), call);
        Future<LedgerSight> sight = access.sightOfMoney(call, order);
        Future<Map<UUID, UUID>> refundIds = refunds.idsByAskedAs(order.id());
        return Future.all(booked, sight, refundIds)
                .map(done ->
                        LedgerViews.of(booked.result().entries(), sight.result(), order.agencyId(), refundIds.result()))
                .timeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> {
                    log.atWarn()
                            .addKeyValue("orderId", order.id())
                            .addKeyValue("reason", failure.getMessage())
                            .log("order is shown without its ledger");
                    return null;
                });
    }
}
