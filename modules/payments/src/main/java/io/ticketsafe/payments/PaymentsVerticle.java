package io.ticketsafe.payments;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.outbox.OutboxRelay;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.payments.desk.DeskProvider;
import io.ticketsafe.payments.ledger.LedgerCheck;
import io.ticketsafe.payments.ledger.LedgerService;
import io.ticketsafe.payments.payment.PaymentDomain;
import io.ticketsafe.payments.payment.PaymentService;
import io.ticketsafe.payments.provider.Providers;
import io.ticketsafe.payments.provider.WebhookReader;
import io.ticketsafe.payments.reconciliation.Reconciliation;
import io.ticketsafe.payments.sandbox.SandboxDesk;
import io.ticketsafe.payments.sandbox.SandboxProvider;
import io.ticketsafe.payments.sandbox.SandboxWebhook;
import io.ticketsafe.payments.stripe.StripeProvider;
import io.ticketsafe.payments.stripe.StripeWebhook;
import io.ticketsafe.payments.webhook.WebhookService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The payments service: puts the parts together, registers its operations and starts its background work. */
public final class PaymentsVerticle extends VerticleBase {
    private static final String SCHEMA = "payments";
    private static final String HEALTH = "postgres-payments";
    private static final String STRIPE_HEALTH = "stripe";
    private static final Duration SWEEP_PAUSE = Duration.ofMinutes(10);
    private static final Duration LONGEST_LOOK_PAUSE = Duration.ofSeconds(30);
    private static final Duration BALANCE_PAUSE = Duration.ofMinutes(1);
    private static final int PAYMENTS_PER_BALANCE = 1_000;

    private final ServiceContext context;
    private final PaymentsConfig config;
    private StripeProvider stripe;
    private Providers providers;
    private OutboxRelay relay;
    private BackgroundJob recovery;
    private BackgroundJob sweeper;
    private Reconciliation reconciliation;
    private BackgroundJob comparing;
    private BackgroundJob balance;

    public PaymentsVerticle(ServiceContext context, PaymentsConfig config) {
        this.context = requireNonNull(context);
        this.config = requireNonNull(config);
    }

    @Override
    public Future<?> start() {
        Database database = context.stores().postgres(SCHEMA);
        SandboxProvider sandbox =
                config.sandbox().enabled() ? new SandboxProvider(vertx, database, config.sandbox()) : null;
        stripe = config.stripe().enabled()
                ? new StripeProvider(vertx, config.stripe(), config.providerTimeout(), config.maxCallsInFlight())
                : null;
        providers = new Providers(
                vertx,
                context.meters(),
                config,
                Stream.of(sandbox, stripe, new DeskProvider())
                        .filter(Objects::nonNull)
                        .toList(),
                config.newPayments());
        PaymentDomain domain = PaymentDomain.on(context, database, providers, config);
        relay = new OutboxRelay(context, database, SCHEMA);
        recovery = new BackgroundJob(
                vertx,
                "recovery of payments",
                config.recoveryPause(),
                () -> domain.recovery().run());
        Idempotency idempotency = new Idempotency(database);
        sweeper = new BackgroundJob(vertx, "sweep of payments", SWEEP_PAUSE, idempotency::forgetOld);
        reconciliation = new Reconciliation(database, domain.flow(), providers, context.meters(), config);
        comparing = new BackgroundJob(
                vertx, "comparison with the providers' charges", lookPause(), () -> reconciliation.run());
        LedgerCheck check = new LedgerCheck(database, context.meters(), PAYMENTS_PER_BALANCE);
        balance = new BackgroundJob(vertx, "trial balance", BALANCE_PAUSE, check::run);
        context.health()
                .register(
                        HEALTH,
                        promise -> database.ping()
                                .onSuccess(alive -> promise.tryComplete(Status.OK()))
                                .onFailure(failure -> promise.tryComplete(Status.KO())));
        if (stripe != null) {
            context.health().register(STRIPE_HEALTH, promise -> promise.tryComplete(Status.OK(troubleOf(stripe))));
        }
        providers.tellHealth(context.health());
        LedgerService ledger = new LedgerService(database, context.memberships());
        return Future.all(
                        servePayments(domain.service()),
                        serveProviders(domain),
                        serveSandbox(sandbox, domain),
                        ledger.serve(context.bus()))
                .compose(served -> relay.start())
                .onSuccess(relaying -> {
                    recovery.start();
                    sweeper.start();
                    comparing.start();
                    balance.start();
                });
    }

    @Override
    public Future<?> stop() {
        context.health().unregister(HEALTH);
        if (stripe != null) {
            context.health().unregister(STRIPE_HEALTH);
        }
        providers.close(context.health());
        return Future.join(List.of(relay.stop(), recovery.stop(), sweeper.stop(), comparing.stop(), balance.stop()))
                .onComplete(stopped -> {
                    reconciliation.close();
                    if (stripe != null) {
                        stripe.close();
                    }
                });
    }

    /** A detail of readiness only: a provider that cannot be used keeps nobody from holding seats, or from another provider. */
    private static JsonObject troubleOf(StripeProvider stripe) {
        return stripe.trouble() == null ? new JsonObject() : new JsonObject().put("trouble", stripe.trouble());
    }

    /** What is due stands in the database, so that it is done once by many instances. */
    private Duration lookPause() {
        Duration every = config.reconciliation().every();
        return every.compareTo(LONGEST_LOOK_PAUSE) < 0 ? every : LONGEST_LOOK_PAUSE;
    }

    private Future<?> servePayments(PaymentService payments) {
        Bus bus = context.bus();
        return Future.all(List.of(
                bus.serve(PaymentOperations.AUTHORIZE, (request, call) -> payments.authorize(request)),
                bus.serve(PaymentOperations.CAPTURE, (request, call) -> payments.capture(request.paymentId())),
                bus.serve(PaymentOperations.VOID, (request, call) -> payments.voidPayment(request.paymentId())),
                bus.serve(PaymentOperations.STATE, (request, call) -> payments.state(request.paymentId())),
                bus.serve(PaymentOperations.REFUND, (request, call) -> payments.refund(request)),
                bus.serve(PaymentOperations.GET, (request, call) -> payments.get(request.paymentId(), call))));
    }

    private Future<?> serveProviders(PaymentDomain domain) {
        Map<String, WebhookReader> readers = new HashMap<>();
        if (config.sandbox().enabled()) {
            readers.put(
                    SandboxProvider.NAME,
                    new SandboxWebhook(config.sandbox().webhookSecret().value()));
        }
        if (stripe != null) {
            readers.put(StripeProvider.NAME, new StripeWebhook(config.stripe().webhookSecrets()));
        }
        WebhookService webhooks = new WebhookService(
                readers, domain.payments(), domain.flow(), reconciliation::lookAt, config.providerBudget());
        return context.bus().serve(PaymentOperations.WEBHOOK, (request, call) -> webhooks.hear(request));
    }

    private Future<?> serveSandbox(SandboxProvider sandbox, PaymentDomain domain) {
        Bus bus = context.bus();
        if (sandbox == null) {
            ServiceFault none = ServiceFault.notFound("payment");
            return Future.all(
                    bus.serve(PaymentOperations.PAY_SANDBOX_PIX, (request, call) -> Future.failedFuture(none)),
                    bus.serve(PaymentOperations.COMPLETE_SANDBOX_ACTION, (request, call) -> Future.failedFuture(none)));
        }
        SandboxDesk desk = new SandboxDesk(sandbox, domain.payments(), domain.flow(), config.providerBudget());
        return Future.all(
                bus.serve(PaymentOperations.PAY_SANDBOX_PIX, (request, call) -> desk.payPix(request)),
                bus.serve(PaymentOperations.COMPLETE_SANDBOX_ACTION, (request, call) -> desk.completeAction(request)));
    }
}
