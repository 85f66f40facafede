package io.ticketsafe.tickets.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.tickets.order.SettlementRules.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementRulesTest {
    private static final Set<Attempt.State> OPEN =
            EnumSet.of(Attempt.State.AUTHORIZING, Attempt.State.INTERRUPTED, Attempt.State.REQUIRES_ACTION);
    private static final List<AuthorizationState> MONEY =
            List.of(AuthorizationState.AUTHORIZED, AuthorizationState.CAPTURED);

    private static Verdict verdict(OrderStatus order, Attempt.State attempt, AuthorizationState answer) {
        return SettlementRules.verdict(order, false, false, attempt, answer);
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void moneyForAnOpenAttemptIssuesOnlyWhatMayStillBeIssued(OrderStatus order) {
        Verdict expected = switch (order) {
            case PENDING -> Verdict.ISSUE;
            case EXPIRED -> Verdict.ISSUE_LATE;
            case PAID, PARTIALLY_REFUNDED, REFUNDED, CANCELED -> Verdict.GIVE_BACK;
        };
        for (AuthorizationState answer : MONEY) {
            assertThat(OPEN)
                    .allSatisfy(attempt ->
                            assertThat(verdict(order, attempt, answer)).isEqualTo(expected));
        }
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void aCanceledEventTakesNoMoney(OrderStatus order) {
        assertThat(OPEN)
                .allSatisfy(attempt -> assertThat(
                                SettlementRules.verdict(order, true, false, attempt, AuthorizationState.CAPTURED))
                        .isEqualTo(Verdict.GIVE_BACK));
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void anEventThatIsOverTakesNoLateMoney(OrderStatus order) {
        Verdict expected = order == OrderStatus.PENDING ? Verdict.ISSUE : Verdict.GIVE_BACK;
        assertThat(OPEN)
                .allSatisfy(attempt -> assertThat(
                                SettlementRules.verdict(order, false, true, attempt, AuthorizationState.CAPTURED))
                        .isEqualTo(expected));
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void moneyForAnAttemptThatHasPaidIsNoNews(OrderStatus order) {
        for (AuthorizationState answer : MONEY) {
            assertThat(verdict(order, Attempt.State.ISSUED, answer)).isEqualTo(Verdict.KNOWN);
            assertThat(verdict(order, Attempt.State.CAPTURED, answer)).isEqualTo(Verdict.KNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void moneyForAnAttemptThatWasGivenUpGoesBack(OrderStatus order) {
        for (AuthorizationState answer : MONEY) {
            assertThat(List.of(Attempt.State.FAILED, Attempt.State.VOIDING, Attempt.State.VOIDED))
                    .allSatisfy(attempt ->
                            assertThat(verdict(order, attempt, answer)).isEqualTo(Verdict.GIVE_BACK));
        }
    }

    @Test
    void aRefusalFailsWhatIsOpenAndTakesBackWhatWasIssued() {
        assertThat(OPEN)
                .allSatisfy(attempt -> assertThat(verdict(OrderStatus.PENDING, attempt, AuthorizationState.FAILED))
                        .isEqualTo(Verdict.FAIL));
        assertThat(verdict(OrderStatus.PAID, Attempt.State.ISSUED, AuthorizationState.FAILED))
                .isEqualTo(Verdict.UNCOLLECTABLE);
        assertThat(verdict(OrderStatus.PAID, Attempt.State.ISSUED, AuthorizationState.VOIDED))
                .isEqualTo(Verdict.UNCOLLECTABLE);
        assertThat(verdict(OrderStatus.PAID, Attempt.State.CAPTURED, AuthorizationState.FAILED))
                .isEqualTo(Verdict.KNOWN);
        assertThat(verdict(OrderStatus.EXPIRED, Attempt.State.VOIDING, AuthorizationState.VOIDED))
                .isEqualTo(Verdict.END);
    }

    @Test
    void aSecondStepIsAskedForOnlyWhileTheAttemptRuns() {
        assertThat(verdict(OrderStatus.PENDING, Attempt.State.AUTHORIZING, AuthorizationState.REQUIRES_ACTION))
                .isEqualTo(Verdict.REQUIRE_ACTION);
        assertThat(verdict(OrderStatus.PAID, Attempt.State.ISSUED, AuthorizationState.REQUIRES_ACTION))
                .isEqualTo(Verdict.WAIT);
    }
}
