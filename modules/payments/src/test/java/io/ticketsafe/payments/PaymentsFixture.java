package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.PaySandboxPix;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentId;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.contract.payments.PaymentOperations.RefundState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The payments service on a database of its own, and a tickets service that remembers the facts it hears. */
public final class PaymentsFixture implements AutoCloseable {
    public static final Money PRICE = new Money(12_500, "BRL");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final ServiceHarness harness = ServiceHarness.start("payments");
    public final Database database = harness.context().stores().postgres("payments");
    private final List<DomainEvent> facts = new ArrayList<>();
    private String deployment;

    public PaymentsFixture(PaymentsConfig config) {
        await(harness.context().bus().serve(Facts.TO_TICKETS, (batch, call) -> {
            synchronized (facts) {
                facts.addAll(batch.events());
            }
            return Future.succeededFuture(Nothing.NOTHING);
        }));
        deploy(config);
    }

    /** Patient with the machine, quick where a token makes the bank late. */
    public static PaymentsConfig config() {
        return config(Duration.ofMillis(500), Duration.ofSeconds(8), true);
    }

    /** @param budget one attempt fits in, if it is answered */
    public static PaymentsConfig config(Duration timeout, Duration budget, boolean sandbox) {
        return new PaymentsConfig(
                timeout,
                budget,
                null,
                Duration.ofSeconds(10),
                Duration.ofMillis(50),
                null,
                null,
                new PaymentsConfig.Sandbox(sandbox, null, null, Duration.ofMillis(50), null),
                null,
                null,
                null);
    }

    public void deploy(PaymentsConfig config) {
        deployment = await(harness.vertx().deployVerticle(new PaymentsVerticle(harness.context(), config)));
    }

    public void undeploy() {
        await(harness.vertx().undeploy(deployment));
    }

    public static Consumer<Throwable> refusedWith(FaultCode code) {
        return failure -> assertThat(failure)
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    public static Method card(String token) {
        return new Method(MethodType.CARD, token);
    }

    public static Method pix() {
        return new Method(MethodType.PIX, null);
    }

    public static Authorize request(Method method) {
        return new Authorize(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                Ids.next(),
                Ids.next(),
                PRICE,
                method,
                Instant.now().plus(10, ChronoUnit.MINUTES));
    }

    public Authorization authorize(Authorize request) {
        return harness.call(PaymentOperations.AUTHORIZE, request, harness.serviceCall());
    }

    public Authorization capture(UUID paymentId) {
        return harness.call(PaymentOperations.CAPTURE, new PaymentId(paymentId), harness.serviceCall());
    }

    public Authorization voidPayment(UUID paymentId) {
        return harness.call(PaymentOperations.VOID, new PaymentId(paymentId), harness.serviceCall());
    }

    public RefundState refund(UUID refundId, UUID paymentId, long amountMinor) {
        return harness.call(
                PaymentOperations.REFUND,
                new RefundPayment(refundId, paymentId, new Money(amountMinor, "BRL"), "because"),
                harness.serviceCall());
    }

    public Payment payPix(UUID paymentId) {
        return payPix(paymentId, null);
    }

    /** @param amountMinor null for what is due */
    public Payment payPix(UUID paymentId, Long amountMinor) {
        return harness.call(
                PaymentOperations.PAY_SANDBOX_PIX, new PaySandboxPix(paymentId, amountMinor), harness.anonymousCall());
    }

    public Payment completeAction(UUID paymentId) {
        return harness.call(
                PaymentOperations.COMPLETE_SANDBOX_ACTION, new PaymentId(paymentId), harness.anonymousCall());
    }

    public Payment get(UUID paymentId) {
        return harness.call(PaymentOperations.GET, new PaymentId(paymentId), harness.serviceCall());
    }

    /** A payment with its money taken. */
    public UUID captured() {
        Authorize request = request(card("tok_approve"));
        authorize(request);
        capture(request.paymentId());
        return request.paymentId();
    }

    public Row row(String sql, Object... parameters) {
        return await(database.query(sql, parameters)).iterator().next();
    }

    public long number(String sql, Object... parameters) {
        return row(sql, parameters).getLong(0);
    }

    public String bankState(UUID paymentId) {
        return row("SELECT state FROM sandbox_charge WHERE payment_id = $1", paymentId)
                .getString(0);
    }

    /** As if the payment had stood still for as long as recovery waits. */
    public void makeDue(UUID paymentId) {
        await(database.query("UPDATE payment SET recheck_at = now() WHERE id = $1", paymentId));
        await(database.query(
                "UPDATE refund SET recheck_at = now() WHERE payment_id = $1 AND state = 'requested'", paymentId));
    }

    /** Types of the facts heard about the payment, in order. */
    public List<String> factsAbout(UUID paymentId) {
        synchronized (facts) {
            return facts.stream()
                    .filter(fact -> fact.subject().equals(paymentId.toString()))
                    .map(DomainEvent::type)
                    .toList();
        }
    }

    /** What was heard about the payment, once nothing is left to tell. */
    public List<String> allFactsAbout(UUID paymentId) {
        eventually(() -> number("SELECT count(*) FROM outbox_delivery") == 0);
        return factsAbout(paymentId);
    }

    /** Waits for what is bound to come, by asking again whenever the database has answered something else. */
    public void eventually(BooleanSupplier condition) {
        long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > patienceEnds) {
                throw new AssertionError("it did not come about");
            }
            await(database.ping());
        }
    }

    @Override
    public void close() {
        undeploy();
        harness.close();
    }
}
