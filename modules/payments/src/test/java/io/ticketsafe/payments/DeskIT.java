package io.ticketsafe.payments;

import static io.ticketsafe.payments.AuthorizeIT.refusedWith;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentId;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Money that was taken in at a desk, here without any other provider. */
class DeskIT {
    private static final Method CASH = new Method(MethodType.CASH, null);

    private static PaymentsFixture payments;

    @BeforeAll
    static void start() {
        payments = new PaymentsFixture(PaymentsFixture.config(
                PaymentsFixture.config().providerTimeout(),
                PaymentsFixture.config().providerBudget(),
                false));
    }

    @AfterAll
    static void stop() {
        payments.close();
    }

    @Test
    void whatASellerTookIsCapturedAtOnce() {
        // Given
        Authorize request = request(new Method(MethodType.TERMINAL, null, "NSU 004217"));
        // When
        Authorization authorization = payments.authorize(request);
        Authorization captured = payments.capture(request.paymentId());
        Payment payment = payments.get(request.paymentId());
        // Then
        assertThat(authorization.state()).isEqualTo(AuthorizationState.CAPTURED);
        assertThat(captured).isEqualTo(authorization);
        assertThat(payment.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(payment.reference()).isEqualTo("NSU 004217");
        assertThat(payment.recordedBy()).isEqualTo(request.payerId());
        assertThat(payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_CAPTURED);
    }

    @Test
    void aRepeatIsTheSamePaymentAndAnotherRequestIsRefused() {
        // Given
        Authorize request = request(CASH);
        Authorization first = payments.authorize(request);
        // When
        Authorization again = payments.authorize(request);
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(payments.number("SELECT count(*) FROM ledger WHERE payment_id = $1", request.paymentId()))
                .isEqualTo(2);
        Authorize other = new Authorize(
                request.paymentId(),
                request.orderId(),
                request.eventId(),
                request.organizationId(),
                request.payerId(),
                request.amount(),
                new Method(MethodType.CASH, null, "receipt 7"),
                request.expiresAt());
        assertThatThrownBy(() -> payments.authorize(other)).satisfies(refusedWith(FaultCode.WRONG_STATE));
    }

    @Test
    void theMoneyIsBookedAsCash() {
        // Given
        UUID id = cash();
        // When
        payments.refund(Ids.next(), id, 2_500);
        // Then
        long left = payments.number(
                "SELECT sum(amount_minor)::bigint FROM ledger WHERE payment_id = $1 AND account = 'cash'", id);
        assertThat(left).isEqualTo(PaymentsFixture.PRICE.amountMinor() - 2_500);
        assertThat(payments.number("SELECT count(*) FROM ledger WHERE payment_id = $1 AND account = 'provider'", id))
                .isZero();
        assertThat(payments.number("SELECT sum(amount_minor)::bigint FROM ledger WHERE payment_id = $1", id))
                .isZero();
    }

    @Test
    void aRefundIsDoneOnceItIsWrittenDown() {
        // Given
        UUID id = cash();
        UUID refund = Ids.next();
        // When
        RefundStatus part = payments.refund(refund, id, 2_500).status();
        RefundStatus again = payments.refund(refund, id, 2_500).status();
        // Then
        assertThat(part).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(again).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(payments.get(id).status()).isEqualTo(PaymentStatus.PARTIALLY_REFUNDED);
        assertThatThrownBy(() -> payments.refund(Ids.next(), id, PaymentsFixture.PRICE.amountMinor() - 2_499))
                .satisfies(refusedWith(FaultCode.WRONG_STATE));
    }

    @Test
    void whatIsGivenUpGoesBack() {
        // Given
        UUID id = cash();
        // When
        Authorization voided = payments.voidPayment(id);
        // Then
        assertThat(voided.state()).isEqualTo(AuthorizationState.CAPTURED);
        assertThat(payments.get(id).status()).isEqualTo(PaymentStatus.REFUNDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "4242 4242 4242 4242", "tok 4242424242424242"})
    void aReferenceIsALineWithoutACardNumber(String reference) {
        Authorize request = request(new Method(MethodType.TERMINAL, null, reference));
        assertThatThrownBy(() -> payments.authorize(request)).satisfies(refusedWith(FaultCode.VALIDATION));
    }

    @Test
    void cardsAndPixAreNotTakenHere() {
        assertThatThrownBy(() -> payments.authorize(request(PaymentsFixture.pix())))
                .satisfies(refusedWith(FaultCode.METHOD_UNAVAILABLE));
    }

    @Test
    void whoSellsAtTheDeskSeesWhatWasTakenThere() {
        // Given
        UUID desk = Ids.next();
        Authorize request = request(CASH);
        payments.authorize(new Authorize(
                request.paymentId(),
                request.orderId(),
                request.eventId(),
                request.organizationId(),
                request.payerId(),
                request.amount(),
                request.method(),
                request.expiresAt(),
                null,
                desk));
        UUID colleague = member(desk, MemberRole.SALES);
        UUID gate = member(desk, MemberRole.GATE);
        // When
        Payment seen = see(colleague, request.paymentId());
        // Then
        assertThat(seen.recordedBy()).isEqualTo(request.payerId());
        assertThatThrownBy(() -> see(gate, request.paymentId())).satisfies(refusedWith(FaultCode.FORBIDDEN));
        assertThatThrownBy(() -> see(request.payerId(), request.paymentId()))
                .satisfies(refusedWith(FaultCode.NOT_FOUND));
    }

    private static UUID member(UUID organization, MemberRole role) {
        UUID user = Ids.next();
        payments.harness.member(organization, user, role);
        return user;
    }

    private static Payment see(UUID user, UUID paymentId) {
        return payments.harness.call(PaymentOperations.GET, new PaymentId(paymentId), payments.harness.userCall(user));
    }

    private static UUID cash() {
        Authorize request = request(CASH);
        payments.authorize(request);
        return request.paymentId();
    }
}
