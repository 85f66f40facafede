package io.ticketsafe.payments.webhook;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.Webhook;
import io.ticketsafe.payments.payment.PaymentFlow;
import io.ticketsafe.payments.payment.PaymentRecord;
import io.ticketsafe.payments.payment.PaymentStore;
import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.WebhookReader;
import io.ticketsafe.payments.provider.WebhookReader.Heard;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Hears from providers. A message only says which payment to look at; where that stands is read at the provider. */
public final class WebhookService {
    private static final Logger log = LoggerFactory.getLogger(WebhookService.class);
    private static final Duration LATER = Duration.ofSeconds(10);

    private final Map<String, WebhookReader> readers;
    private final PaymentStore payments;
    private final PaymentFlow flow;
    private final BiFunction<PaymentRecord, Deadline, Future<Void>> comparison;
    private final Duration budget;

    /**
     * @param readers by the provider's name
     * @param comparison of a payment whose money went back without us, came back, or is disputed
     */
    public WebhookService(
            Map<String, WebhookReader> readers,
            PaymentStore payments,
            PaymentFlow flow,
            BiFunction<PaymentRecord, Deadline, Future<Void>> comparison,
            Duration budget) {
        this.readers = Map.copyOf(readers);
        this.payments = requireNonNull(payments);
        this.flow = requireNonNull(flow);
        this.comparison = requireNonNull(comparison);
        this.budget = requireNonNull(budget);
    }

    public Future<Nothing> hear(Webhook message) {
        WebhookReader reader = message.provider() == null ? null : readers.get(message.provider());
        if (reader == null) {
            throw ServiceFault.notFound("provider");
        }
        Map<String, String> headers = message.headers() == null ? Map.of() : message.headers();
        return reader.read(headers, message.body() == null ? "" : message.body())
                .map(heard -> lookAt(heard, message.provider()))
                .orElse(Future.succeededFuture(Nothing.NOTHING));
    }

    private Future<Nothing> lookAt(Heard heard, String provider) {
        Deadline deadline = Deadline.inBackground(budget);
        Future<PaymentRecord> found =
                heard.paymentId() == null ? payments.get(provider, heard.ref()) : payments.get(heard.paymentId());
        return found.compose(payment -> payment.provider().equals(provider)
                        ? flow.settle(payment, deadline)
                        : Future.failedFuture(ServiceFault.notFound("payment")))
                .compose(settled -> flow.settleRefund(settled, heard.refundKey(), deadline)
                        .compose(cameBack -> heard.withoutUs() || cameBack
                                ? comparison.apply(settled, deadline)
                                : Future.succeededFuture()))
                .map(Nothing.NOTHING)
                .recover(failure -> answer(failure, provider, heard));
    }

    /** A provider repeats what was refused, so a payment that is not ours is acknowledged, and forgotten. */
    private static Future<Nothing> answer(Throwable failure, String provider, Heard heard) {
        if (failure instanceof ProviderUnavailable) {
            return Future.failedFuture(ServiceFault.unavailable("The provider cannot be reached.", LATER));
        }
        if (failure instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND) {
            log.atLevel(heard.paymentId() == null ? Level.DEBUG : Level.WARN)
                    .addKeyValue("provider", provider)
                    .addKeyValue("paymentId", heard.paymentId())
                    .log("provider told of a payment that is not known here");
            return Future.succeededFuture(Nothing.NOTHING);
        }
        return Future.failedFuture(failure);
    }
}
