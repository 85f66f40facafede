package io.ticketsafe.payments.payment;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.provider.Providers;

/** The parts of this package, put together. */
public record PaymentDomain(PaymentStore payments, PaymentFlow flow, PaymentService service, PaymentRecovery recovery) {

    public static PaymentDomain on(
            ServiceContext context, Database database, Providers providers, PaymentsConfig config) {
        Outbox outbox = new Outbox(context, "payments");
        PaymentStore payments = new PaymentStore(database, config.recoverAfter());
        RefundStore refunds = new RefundStore(database, config.recoverAfter());
        RefundFlow refundFlow =
                new RefundFlow(database, refunds, providers, outbox, new RefundMeters(context.meters()));
        PaymentFlow flow = new PaymentFlow(
                database, payments, refundFlow, providers, outbox, context.secrets(), config.recoverAfter());
        PaymentService service = new PaymentService(
                database, payments, flow, refundFlow, providers, context.memberships(), config.providerBudget());
        PaymentRecovery recovery =
                new PaymentRecovery(payments, refunds, flow, refundFlow, providers, config.providerBudget());
        return new PaymentDomain(payments, flow, service, recovery);
    }
}
