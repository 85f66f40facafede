package io.ticketsafe.app.saga;

import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.payment.PaymentDomain;
import io.ticketsafe.payments.payment.PaymentService;
import io.ticketsafe.payments.provider.Providers;
import io.ticketsafe.payments.provider.WebhookReader;
import io.ticketsafe.payments.reconciliation.Reconciliation;
import io.ticketsafe.payments.webhook.WebhookService;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What {@code PaymentsVerticle} wires, with the simulated bank as the only provider. */
final class PaymentsProcess extends SimulatedProcess {
    private static final Duration LOOK_PAUSE = Duration.ofSeconds(30);

    private final PaymentsConfig config = PaymentsConfig.defaults();
    private final PaymentDomain domain;
    private final Reconciliation reconciliation;
    private final BackgroundJob recovery;
    private final BackgroundJob comparing;
    private final FactsRelay relay;

    PaymentsProcess(World world, String name) {
        super(world, name, "payments");
        Providers providers = new Providers(
                context().vertx(),
                context().meters(),
                config,
                List.of(new BankProvider(world, this)),
                Map.of(MethodType.CARD, BankProvider.NAME, MethodType.PIX, BankProvider.NAME));
        domain = PaymentDomain.on(context(), database(), providers, config);
        recovery = new BackgroundJob(
                context().vertx(),
                "recovery of payments",
                config.recoveryPause(),
                () -> domain.recovery().run());
        reconciliation = new Reconciliation(
                database(), domain.flow(), providers, context().meters(), config);
        comparing = new BackgroundJob(
                context().vertx(), "comparison with the bank's charges", LOOK_PAUSE, () -> reconciliation.run());
        relay = new FactsRelay(context(), database());
    }

    @Override
    Future<?> start() {
        Bus bus = context().bus();
        PaymentService payments = domain.service();
        WebhookService webhooks = new WebhookService(
                Map.of(
                        BankProvider.NAME,
                        (headers, body) -> Optional.of(WebhookReader.Heard.of(UUID.fromString(body)))),
                domain.payments(),
                domain.flow(),
                reconciliation::lookAt,
                config.providerBudget());
        return Future.all(List.of(
                        bus.serve(PaymentOperations.AUTHORIZE, (request, call) -> authorize(payments, request)),
                        bus.serve(PaymentOperations.STATE, (request, call) -> payments.state(request.paymentId())),
                        bus.serve(PaymentOperations.CAPTURE, (request, call) -> payments.capture(request.paymentId())),
                        bus.serve(PaymentOperations.VOID, (request, call) -> payments.voidPayment(request.paymentId())),
                        bus.serve(PaymentOperations.REFUND, (request, call) -> payments.refund(request)),
                        bus.serve(PaymentOperations.GET, (request, call) -> payments.get(request.paymentId(), call)),
                        bus.serve(PaymentOperations.WEBHOOK, (request, call) -> webhooks.hear(request))))
                .onSuccess(served -> {
                    recovery.start();
                    relay.start();
                    if (bug() != PlantedBug.BOOKS_NEVER_COMPARED) {
                        comparing.start();
                    }
                });
    }

    private Future<Authorization> authorize(PaymentService payments, Authorize request) {
        Future<Authorization> asked = payments.authorize(request);
        return bug() != PlantedBug.CAPTURE_BEFORE_CLAIM
                ? asked
                : asked.compose(answer -> answer.state() == AuthorizationState.AUTHORIZED
                        ? payments.capture(request.paymentId()).map(answer)
                        : Future.succeededFuture(answer));
    }
}
