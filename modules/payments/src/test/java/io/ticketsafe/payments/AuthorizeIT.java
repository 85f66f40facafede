package io.ticketsafe.payments;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.payments.PaymentsFixture.card;
import static io.ticketsafe.payments.PaymentsFixture.pix;
import static io.ticketsafe.payments.PaymentsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentId;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizeIT {
    private static PaymentsFixture payments;

    @BeforeAll
    static void start() {
        payments = new PaymentsFixture(PaymentsFixture.config());
    }

    @AfterAll
    static void stop() {
        payments.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_approve", "tok_slow", "tok_timeout_then_approve", "tok_flaky"})
    void aGoodCardIsAuthorizedOnce(String token) {
        // Given
        Authorize request = request(card(token));
        // When
        Authorization answer = payments.authorize(request);
        // Then
        assertThat(answer.state()).isEqualTo(AuthorizationState.AUTHORIZED);
        assertThat(answer.payment().status()).isEqualTo(PaymentStatus.PENDING);
        assertThat(answer.payment().amount()).isEqualTo(PaymentsFixture.PRICE);
        assertThat(payments.bankState(request.paymentId())).isEqualTo("authorized");
        assertThat(payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_AUTHORIZED);
    }

    @ParameterizedTest
    @CsvSource({
        "tok_decline, CARD_DECLINED",
        "tok_insufficient_funds, INSUFFICIENT_FUNDS",
        "tok_from_elsewhere, VALIDATION"
    })
    void aBadCardFailsWithItsReason(String token, FaultCode reason) {
        // Given
        Authorize request = request(card(token));
        // When
        Authorization answer = payments.authorize(request);
        // Then
        assertThat(answer.state()).isEqualTo(AuthorizationState.FAILED);
        assertThat(answer.failure()).isEqualTo(reason);
        assertThat(answer.payment().status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(answer.payment().failure().code()).isEqualTo(reason);
        assertThat(payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_FAILED);
    }

    @Test
    void aSecondStepAuthorizesWhenThePayerPassesIt() {
        // Given
        Authorize request = request(card("tok_action"));
        Authorization asked = payments.authorize(request);
        assertThat(asked.state()).isEqualTo(AuthorizationState.REQUIRES_ACTION);
        assertThat(asked.payment().nextAction().type()).isEqualTo("redirect");
        assertThat(asked.payment().nextAction().url())
                .isEqualTo("/v1/sandbox/actions/" + request.paymentId() + "/complete");
        // When
        payments.completeAction(request.paymentId());
        payments.completeAction(request.paymentId());
        // Then
        assertThat(payments.authorize(request).state()).isEqualTo(AuthorizationState.AUTHORIZED);
        assertThat(payments.get(request.paymentId()).nextAction()).isNull();
        assertThat(payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_AUTHORIZED);
    }

    @Test
    void repeatingAnswersWhatIsKnown() {
        // Given
        Authorize request = request(card("tok_decline"));
        Authorization first = payments.authorize(request);
        // When
        Authorization second = payments.authorize(request);
        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void twentyRepeatsAtOnceMakeOneCharge() {
        // Given
        Authorize request = request(card("tok_approve"));
        // When
        List<Future<Authorization>> answers = Stream.generate(() -> payments.harness
                        .context()
                        .bus()
                        .call(PaymentOperations.AUTHORIZE, request, payments.harness.serviceCall()))
                .limit(20)
                .toList();
        await(Future.join(answers));
        // Then
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.result().state()).isEqualTo(AuthorizationState.AUTHORIZED));
        assertThat(payments.number("SELECT count(*) FROM sandbox_charge WHERE payment_id = $1", request.paymentId()))
                .isEqualTo(1);
        assertThat(payments.allFactsAbout(request.paymentId())).containsExactly(Facts.PAYMENT_AUTHORIZED);
    }

    @Test
    void anIdStandsForOnePaymentOnly() {
        // Given
        Authorize request = request(card("tok_approve"));
        payments.authorize(request);
        Authorize other = new Authorize(
                request.paymentId(),
                request.orderId(),
                request.eventId(),
                request.organizationId(),
                request.payerId(),
                new Money(1, "BRL"),
                request.method(),
                request.expiresAt());
        // When / Then
        assertThatThrownBy(() -> payments.authorize(other)).satisfies(refusedWith(FaultCode.WRONG_STATE));
    }

    @Test
    void noCardNumberIsTakenNorKept() {
        // Given
        Authorize request = request(card("4242 4242 4242 4242"));
        // When / Then
        assertThatThrownBy(() -> payments.authorize(request)).isInstanceOfSatisfying(ServiceFault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.VALIDATION);
            assertThat(fault.members().getJsonArray("errors").getJsonObject(0).getString("pointer"))
                    .isEqualTo("/method/token");
        });
        assertThat(payments.number("SELECT count(*) FROM payment WHERE id = $1", request.paymentId()))
                .isZero();
    }

    @Test
    void theTokenIsForgottenOnceTheProviderHasAnswered() {
        // Given
        Authorize request = request(card("tok_approve"));
        // When
        payments.authorize(request);
        // Then
        assertThat(payments.row("SELECT token_box FROM payment WHERE id = $1", request.paymentId())
                        .getBuffer(0))
                .isNull();
    }

    @Test
    void whatDoesNotFitTheMethodIsRefused() {
        assertThatThrownBy(() -> payments.authorize(request(new Method(MethodType.PIX, "tok_approve"))))
                .satisfies(refusedWith(FaultCode.VALIDATION));
        assertThatThrownBy(() -> payments.authorize(request(card(null)))).satisfies(refusedWith(FaultCode.VALIDATION));
        assertThatThrownBy(() -> payments.authorize(request(card("x".repeat(256)))))
                .satisfies(refusedWith(FaultCode.VALIDATION));
    }

    @Test
    void onlyThePayerSeesThePayment() {
        // Given
        Authorize request = request(pix());
        payments.authorize(request);
        PaymentId id = new PaymentId(request.paymentId());
        // When
        PaymentOperations.Payment seen =
                payments.harness.call(PaymentOperations.GET, id, payments.harness.userCall(request.payerId()));
        // Then
        assertThat(seen.id()).isEqualTo(request.paymentId());
        assertThatThrownBy(
                        () -> payments.harness.call(PaymentOperations.GET, id, payments.harness.userCall(Ids.next())))
                .satisfies(refusedWith(FaultCode.NOT_FOUND));
        assertThatThrownBy(() -> payments.harness.call(
                        PaymentOperations.GET, new PaymentId(Ids.next()), payments.harness.serviceCall()))
                .satisfies(refusedWith(FaultCode.NOT_FOUND));
    }

    static Consumer<Throwable> refusedWith(FaultCode code) {
        return thrown -> assertThat(thrown)
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }
}
