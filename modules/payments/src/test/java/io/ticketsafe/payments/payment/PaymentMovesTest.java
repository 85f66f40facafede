package io.ticketsafe.payments.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Failure;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.ChargeState.Authorized;
import io.ticketsafe.payments.provider.ChargeState.Captured;
import io.ticketsafe.payments.provider.ChargeState.Declined;
import io.ticketsafe.payments.provider.ChargeState.NotFound;
import io.ticketsafe.payments.provider.ChargeState.Pending;
import io.ticketsafe.payments.provider.ChargeState.RequiresAction;
import io.ticketsafe.payments.provider.ChargeState.Voided;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PaymentMovesTest {
    private static final ChargeState DECLINED = new Declined("r", FaultCode.CARD_DECLINED, "no");
    private static final ChargeState ACTION = new RequiresAction("r", new NextAction("redirect", "/x", null, null));

    @ParameterizedTest
    @EnumSource(
            value = PaymentState.class,
            names = {"CREATED", "REQUIRES_ACTION"})
    void anOpenPaymentFollowsTheProvider(PaymentState state) {
        PaymentRecord open = payment(state).get();
        assertThat(move(open, new Authorized("r")))
                .isEqualTo(Move.to(PaymentState.AUTHORIZED, "r", Facts.PAYMENT_AUTHORIZED));
        assertThat(move(open, new Captured("r")))
                .isEqualTo(Move.to(PaymentState.CAPTURED, "r", Facts.PAYMENT_CAPTURED)
                        .withMoney(new Money(100, "BRL")));
        assertThat(move(open, new Voided("r"))).isEqualTo(Move.to(PaymentState.VOIDED, "r", Facts.PAYMENT_VOIDED));
        assertThat(move(open, DECLINED).failure()).isEqualTo(new Failure(FaultCode.CARD_DECLINED, "no"));
        assertThat(move(open, new NotFound())).isNull();
    }

    @Test
    void aPayersActIsAskedForOnce() {
        Move asked = move(payment(PaymentState.CREATED).get(), ACTION);
        assertThat(asked.to()).isEqualTo(PaymentState.REQUIRES_ACTION);
        assertThat(asked.unfinished()).isTrue();
        assertThat(move(payment(PaymentState.REQUIRES_ACTION).get(), ACTION)).isNull();
    }

    @Test
    void aProviderThatIsStillThinkingIsAskedAgain() {
        Move remembered = move(payment(PaymentState.CREATED).get(), new Pending("r"));
        assertThat(remembered.to()).isEqualTo(PaymentState.CREATED);
        assertThat(remembered.providerRef()).isEqualTo("r");
        assertThat(remembered.unfinished()).isTrue();
    }

    @Test
    void aReservationEndsInOneOfThreeWays() {
        PaymentRecord reserved = payment(PaymentState.AUTHORIZED).get();
        assertThat(move(reserved, new Captured("r")).fact()).isEqualTo(Facts.PAYMENT_CAPTURED);
        assertThat(move(reserved, new Voided("r")).to()).isEqualTo(PaymentState.VOIDED);
        assertThat(move(reserved, DECLINED).to()).isEqualTo(PaymentState.FAILED);
        assertThat(move(reserved, new Authorized("r"))).isNull();
    }

    @Test
    void aCaptureThatNobodyWantsAnyMoreIsBookedAndNotTold() {
        Move move = move(payment(PaymentState.AUTHORIZED).voidRequested(true).get(), new Captured("r"));
        assertThat(move.captured()).isNotNull();
        assertThat(move.fact()).isNull();
    }

    @Test
    void capturedMoneyStaysCaptured() {
        PaymentRecord captured = payment(PaymentState.CAPTURED).captured(100).get();
        assertThat(move(captured, new Voided("r"))).isNull();
        assertThat(move(captured, DECLINED)).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = PaymentState.class,
            names = {"FAILED", "VOIDED"})
    void moneyForAPaymentThatWasGivenUpIsBookedOnceAndNotTold(PaymentState state) {
        Move late = move(payment(state).get(), new Captured("r"));
        assertThat(late.to()).isEqualTo(state);
        assertThat(late.captured()).isNotNull();
        assertThat(late.fact()).isNull();
        assertThat(move(payment(state).captured(100).get(), new Captured("r"))).isNull();
    }

    @Test
    void whatIsReservedForAPaymentThatWasGivenUpMustBeReleased() {
        assertThat(move(payment(PaymentState.VOIDED).get(), new Authorized("r")).unfinished())
                .isTrue();
        assertThat(move(payment(PaymentState.VOIDED).unfinished(true).get(), new Voided("r"))
                        .unfinished())
                .isFalse();
    }

    @Test
    void aChargeThatNobodyKnowsIsWaitedForAWhile() {
        PaymentRecord voided = payment(PaymentState.VOIDED).unfinished(true).get();
        assertThat(PaymentMoves.next(voided, new NotFound(), false)).isEmpty();
        assertThat(PaymentMoves.next(voided, new NotFound(), true).map(Move::unfinished))
                .contains(false);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED, 0, 0, PENDING",
        "AUTHORIZED, 0, 0, PENDING",
        "REQUIRES_ACTION, 0, 0, REQUIRES_ACTION",
        "CAPTURED, 100, 0, SUCCEEDED",
        "CAPTURED, 100, 1, PARTIALLY_REFUNDED",
        "CAPTURED, 100, 100, REFUNDED",
        "FAILED, 0, 0, FAILED",
        "VOIDED, 0, 0, CANCELED",
        "VOIDED, 100, 100, CANCELED"
    })
    void theApiShowsItsOwnStatus(PaymentState state, long captured, long refunded, PaymentStatus shown) {
        PaymentRecord payment =
                payment(state).captured(captured).refunded(refunded).get();
        assertThat(PaymentView.status(payment)).isEqualTo(shown);
        assertThat(PaymentView.payment(payment).refunded()).isEqualTo(new Money(refunded, "BRL"));
    }

    @Test
    void otherMoneyIsRefusedAndBookedAsItCame() {
        for (Money other : List.of(new Money(101, "BRL"), new Money(99, "BRL"), new Money(100, "USD"))) {
            Move reserved = move(payment(PaymentState.CREATED).get(), new Authorized("r", other));
            assertThat(reserved.to()).isEqualTo(PaymentState.FAILED);
            assertThat(reserved.failure().code()).isEqualTo(FaultCode.WRONG_AMOUNT);
            assertThat(reserved.captured()).isNull();
            assertThat(reserved.unfinished()).isTrue();
            for (PaymentState open : List.of(PaymentState.REQUIRES_ACTION, PaymentState.AUTHORIZED)) {
                Move captured = move(payment(open).get(), new Captured("r", other));
                assertThat(captured.to()).isEqualTo(PaymentState.FAILED);
                assertThat(captured.fact()).isEqualTo(Facts.PAYMENT_FAILED);
                assertThat(captured.captured()).isEqualTo(other);
            }
            Move late = move(payment(PaymentState.VOIDED).get(), new Captured("r", other));
            assertThat(late.captured()).isEqualTo(other);
            assertThat(late.fact()).isNull();
        }
    }

    private static Move move(PaymentRecord payment, ChargeState charge) {
        Optional<Move> move = PaymentMoves.next(payment, charge, false);
        return move.orElse(null);
    }

    private static Sample payment(PaymentState state) {
        return new Sample(state);
    }

    private static final class Sample {
        private final PaymentState state;
        private long capturedMinor;
        private long refundedMinor;
        private boolean voidRequested;
        private boolean unfinished;

        private Sample(PaymentState state) {
            this.state = state;
        }

        Sample captured(long minor) {
            capturedMinor = minor;
            return this;
        }

        Sample refunded(long minor) {
            refundedMinor = minor;
            return this;
        }

        Sample voidRequested(boolean requested) {
            voidRequested = requested;
            return this;
        }

        Sample unfinished(boolean work) {
            unfinished = work;
            return this;
        }

        PaymentRecord get() {
            UUID id = UUID.randomUUID();
            Failure failure = state == PaymentState.FAILED ? new Failure(FaultCode.CARD_DECLINED, "no") : null;
            return new PaymentRecord(
                    id,
                    id,
                    id,
                    id,
                    id,
                    new Money(100, "BRL"),
                    null,
                    MethodType.CARD,
                    null,
                    null,
                    null,
                    null,
                    "sandbox",
                    null,
                    state,
                    capturedMinor,
                    null,
                    refundedMinor,
                    failure,
                    null,
                    null,
                    false,
                    voidRequested,
                    unfinished,
                    Instant.EPOCH,
                    Instant.EPOCH);
        }
    }
}
