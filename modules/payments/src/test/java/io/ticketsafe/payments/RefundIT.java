package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.AuthorizeIT.refusedWith;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.contract.payments.PaymentOperations.RefundState;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RefundIT {
    private static PaymentsFixture payments;

    @BeforeAll
    static void start() {
        payments = new PaymentsFixture(PaymentsFixture.config());
    }

    @AfterAll
    static void stop() {
        payments.close();
    }

    @Test
    void partsGoBackUntilNothingIsLeft() {
        // Given
        UUID id = payments.captured();
        // When
        RefundState part = payments.refund(Ids.next(), id, 5_000);
        PaymentStatus afterPart = payments.get(id).status();
        payments.refund(Ids.next(), id, 7_500);
        // Then
        assertThat(part.status()).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(afterPart).isEqualTo(PaymentStatus.PARTIALLY_REFUNDED);
        assertThat(payments.get(id).status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(payments.get(id).refunded()).isEqualTo(PaymentsFixture.PRICE);
        assertThatThrownBy(() -> payments.refund(Ids.next(), id, 1)).satisfies(refusedWith(FaultCode.WRONG_STATE));
        assertThat(payments.allFactsAbout(id))
                .containsExactly(
                        Facts.PAYMENT_AUTHORIZED,
                        Facts.PAYMENT_CAPTURED,
                        Facts.REFUND_SUCCEEDED,
                        Facts.REFUND_SUCCEEDED);
    }

    @Test
    void everyGroupOfTheLedgerBalances() {
        // Given
        UUID id = payments.captured();
        // When
        payments.refund(Ids.next(), id, 100);
        // Then
        assertThat(payments.number("SELECT count(*) FROM ledger WHERE payment_id = $1", id))
                .isEqualTo(4);
        assertThat(payments.number("SELECT count(*) FROM (SELECT 1 FROM ledger GROUP BY entry_group, currency"
                        + " HAVING sum(amount_minor) <> 0) unbalanced"))
                .isZero();
    }

    @Test
    void theLedgerCanOnlyGrowAndMustBalance() {
        // Given
        UUID id = payments.captured();
        String half =
                "INSERT INTO ledger (entry_group, line, account, party, kind, amount_minor, payment_id, order_id, event_id,"
                        + " organization_id, currency) SELECT $2, line, account, party, kind, 7, payment_id, order_id,"
                        + " event_id, organization_id, currency FROM ledger WHERE entry_group = $1 LIMIT 1";
        // When / Then
        assertThatThrownBy(() -> await(payments.database.query("DELETE FROM ledger WHERE payment_id = $1", id)))
                .hasStackTraceContaining("append-only");
        assertThatThrownBy(() -> await(payments.database.query("UPDATE ledger SET amount_minor = 1")))
                .hasStackTraceContaining("append-only");
        assertThatThrownBy(() -> await(payments.database.query(half, id, Ids.next())))
                .isInstanceOf(PgException.class)
                .hasStackTraceContaining("does not balance");
    }

    @Test
    void aRefundIdIsOneRefund() {
        // Given
        UUID id = payments.captured();
        UUID refundId = Ids.next();
        // When
        List<Future<RefundState>> repeats = Stream.generate(() -> payments.harness
                        .context()
                        .bus()
                        .call(
                                PaymentOperations.REFUND,
                                new RefundPayment(refundId, id, new Money(4_000, "BRL"), "twice"),
                                payments.harness.serviceCall()))
                .limit(10)
                .toList();
        await(Future.join(repeats));
        // Then
        assertThat(repeats)
                .allSatisfy(repeat -> assertThat(repeat.result().status()).isEqualTo(RefundStatus.SUCCEEDED));
        assertThat(payments.get(id).refunded().amountMinor()).isEqualTo(4_000);
        assertThatThrownBy(() -> payments.refund(refundId, id, 4_001)).satisfies(refusedWith(FaultCode.WRONG_STATE));
    }

    @Test
    void rivalsCannotRefundMoreThanWasPaid() {
        // Given
        UUID id = payments.captured();
        // When
        List<Future<RefundState>> rivals = Stream.generate(() -> payments.harness
                        .context()
                        .bus()
                        .call(
                                PaymentOperations.REFUND,
                                new RefundPayment(Ids.next(), id, new Money(5_000, "BRL"), null),
                                payments.harness.serviceCall()))
                .limit(8)
                .toList();
        await(Future.join(rivals).otherwiseEmpty());
        // Then
        assertThat(rivals).filteredOn(Future::succeeded).hasSize(2);
        assertThat(payments.get(id).refunded().amountMinor()).isEqualTo(10_000);
    }

    @Test
    void whatTheBankRefusesFailsAndCanBeAskedForAgain() {
        // Given
        UUID id = payments.captured();
        await(payments.database.query(
                "UPDATE sandbox_charge SET refunded_minor = amount_minor WHERE payment_id = $1", id));
        UUID refundId = Ids.next();
        // When
        RefundState refused = payments.refund(refundId, id, 12_500);
        await(payments.database.query("UPDATE sandbox_charge SET refunded_minor = 0 WHERE payment_id = $1", id));
        RefundState again = payments.refund(Ids.next(), id, 12_500);
        // Then
        assertThat(refused.status()).isEqualTo(RefundStatus.FAILED);
        assertThat(payments.refund(refundId, id, 12_500).status()).isEqualTo(RefundStatus.FAILED);
        assertThat(again.status()).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(payments.allFactsAbout(id)).endsWith(Facts.REFUND_FAILED, Facts.REFUND_SUCCEEDED);
    }

    @Test
    void whatWasNotCapturedCannotGoBack() {
        // Given
        Authorize request = request(card("tok_approve"));
        payments.authorize(request);
        // When / Then
        assertThatThrownBy(() -> payments.refund(Ids.next(), request.paymentId(), 1))
                .satisfies(refusedWith(FaultCode.WRONG_STATE));
        assertThatThrownBy(() -> payments.refund(Ids.next(), Ids.next(), 1))
                .satisfies(refusedWith(FaultCode.NOT_FOUND));
        assertThatThrownBy(() -> payments.refund(Ids.next(), request.paymentId(), 0))
                .satisfies(refusedWith(FaultCode.VALIDATION));
    }

    @Test
    void anotherCurrencyIsRefused() {
        // Given
        UUID id = payments.captured();
        RefundPayment dollars = new RefundPayment(Ids.next(), id, new Money(1, "USD"), null);
        // When / Then
        assertThatThrownBy(
                        () -> payments.harness.call(PaymentOperations.REFUND, dollars, payments.harness.serviceCall()))
                .satisfies(refusedWith(FaultCode.VALIDATION));
    }
}
