package io.ticketsafe.payments.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Failure;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.payment.PaymentRecord;
import io.ticketsafe.payments.payment.PaymentState;
import io.ticketsafe.payments.provider.ChargePage.ListedCharge;
import io.ticketsafe.payments.provider.ChargePage.Standing;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every payment is of 100 reais. */
class DifferenceTest {
    private static final UUID ID = UUID.randomUUID();

    @ParameterizedTest(name = "{0} {1} of which {2} went back, at the provider {3} {4} of which {5} went back: {6}")
    @CsvSource({
        "CREATED,         0,   0,   OPEN,     0,   0,   ",
        "CREATED,         0,   0,   RESERVED, 0,   0,   MISSED_MONEY",
        "REQUIRES_ACTION, 0,   0,   OPEN,     0,   0,   ",
        "REQUIRES_ACTION, 0,   0,   ENDED,    0,   0,   ",
        "REQUIRES_ACTION, 0,   0,   CAPTURED, 100, 0,   MISSED_MONEY",
        "AUTHORIZED,      0,   0,   RESERVED, 0,   0,   ",
        "AUTHORIZED,      0,   0,   ENDED,    0,   0,   LOST_AUTHORIZATION",
        "AUTHORIZED,      0,   0,   CAPTURED, 100, 0,   MISSED_MONEY",
        "CAPTURED,        100, 0,   CAPTURED, 100, 0,   ",
        "CAPTURED,        100, 30,  CAPTURED, 100, 30,  ",
        "CAPTURED,        100, 0,   RESERVED, 0,   0,   NOT_CAPTURED",
        "CAPTURED,        100, 0,   ENDED,    0,   0,   NOT_CAPTURED",
        "CAPTURED,        100, 0,   CAPTURED, 90,  0,   WRONG_AMOUNT",
        "CAPTURED,        100, 30,  CAPTURED, 100, 0,   REFUNDED_LESS",
        "CAPTURED,        100, 0,   CAPTURED, 100, 30,  REFUNDED_MORE",
        "FAILED,          0,   0,   ENDED,    0,   0,   ",
        "VOIDED,          0,   0,   RESERVED, 0,   0,   UNWANTED_MONEY",
        "VOIDED,          0,   0,   CAPTURED, 100, 0,   UNWANTED_MONEY",
        "VOIDED,          0,   0,   CAPTURED, 100, 100, ",
        "VOIDED,          100, 100, CAPTURED, 100, 100, ",
        "VOIDED,          100, 0,   CAPTURED, 100, 0,   UNWANTED_MONEY",
        "VOIDED,          100, 100, CAPTURED, 100, 0,   REFUNDED_LESS",
        "FAILED,          100, 100, ENDED,    0,   0,   NOT_CAPTURED"
    })
    void booksDiffer(
            PaymentState state,
            long captured,
            long refunded,
            Standing standing,
            long theirCaptured,
            long theirRefunded,
            Difference difference) {
        assertThat(Difference.between(
                        charge(standing, "BRL", theirCaptured, theirRefunded), ours(state, captured, refunded), 0))
                .isEqualTo(java.util.Optional.ofNullable(difference));
    }

    @Test
    void aRefundThatWasPromisedMayOrMayNotHaveHappened() {
        PaymentRecord ours = ours(PaymentState.CAPTURED, 100, 10);
        assertThat(Difference.between(charge(Standing.CAPTURED, "BRL", 100, 10), ours, 20))
                .isEmpty();
        assertThat(Difference.between(charge(Standing.CAPTURED, "BRL", 100, 30), ours, 20))
                .isEmpty();
        assertThat(Difference.between(charge(Standing.CAPTURED, "BRL", 100, 31), ours, 20))
                .contains(Difference.REFUNDED_MORE);
        assertThat(Difference.between(charge(Standing.CAPTURED, "BRL", 100, 0), ours(PaymentState.VOIDED, 100, 0), 100))
                .isEmpty();
    }

    @Test
    void anotherCurrencyIsAnotherAmount() {
        assertThat(Difference.between(charge(Standing.RESERVED, "USD", 0, 0), ours(PaymentState.AUTHORIZED, 0, 0), 0))
                .contains(Difference.WRONG_AMOUNT);
        assertThat(Difference.between(charge(Standing.CAPTURED, "USD", 100, 0), ours(PaymentState.CAPTURED, 100, 0), 0))
                .contains(Difference.WRONG_AMOUNT);
    }

    @Test
    void moneyWithoutAPaymentIsUnknownUntilItHasGoneBack() {
        assertThat(Difference.between(charge(Standing.CAPTURED, "BRL", 100, 99), null, 0))
                .contains(Difference.UNKNOWN_PAYMENT);
        assertThat(Difference.between(charge(Standing.RESERVED, "BRL", 0, 0), null, 0))
                .contains(Difference.UNKNOWN_PAYMENT);
        assertThat(Difference.between(charge(Standing.CAPTURED, "BRL", 100, 100), null, 0))
                .isEmpty();
        assertThat(Difference.between(charge(Standing.ENDED, "BRL", 0, 0), null, 0))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED,  OPEN,     0,   0,   ",
        "CREATED,  CAPTURED, 100, 0,   DOUBLE_CHARGE",
        "CAPTURED, OPEN,     0,   0,   ",
        "CAPTURED, ENDED,    0,   0,   ",
        "CAPTURED, RESERVED, 0,   0,   DOUBLE_CHARGE",
        "CAPTURED, CAPTURED, 100, 0,   DOUBLE_CHARGE",
        "CAPTURED, CAPTURED, 100, 100, ",
        "FAILED,   CAPTURED, 100, 0,   DOUBLE_CHARGE"
    })
    void moneyOfAnotherChargeOfThePaymentIsDouble(
            PaymentState state, Standing standing, long captured, long refunded, Difference difference) {
        // Given
        PaymentRecord ours = ours(state, state == PaymentState.CAPTURED ? 100 : 0, 0);
        ListedCharge second =
                new ListedCharge("ch_2", ID, standing, new Money(100, "BRL"), captured, refunded, false, Instant.EPOCH);
        // When / Then
        assertThat(Difference.between(second, ours, 0)).isEqualTo(java.util.Optional.ofNullable(difference));
    }

    private static ListedCharge charge(Standing standing, String currency, long captured, long refunded) {
        return new ListedCharge(
                "ch_1", ID, standing, new Money(100, currency), captured, refunded, false, Instant.EPOCH);
    }

    private static PaymentRecord ours(PaymentState state, long captured, long refunded) {
        return new PaymentRecord(
                ID,
                ID,
                ID,
                ID,
                ID,
                new Money(100, "BRL"),
                null,
                MethodType.CARD,
                null,
                null,
                null,
                null,
                "sandbox",
                "ch_1",
                state,
                captured,
                null,
                refunded,
                state == PaymentState.FAILED ? new Failure(FaultCode.CARD_DECLINED, "no") : null,
                null,
                null,
                false,
                false,
                false,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
