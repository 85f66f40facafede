package io.ticketsafe.payments.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentChecksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242424242424242",
                "4242 4242 4242 4242",
                "4242-4242-4242-4242",
                "378282246310005",
                "4222222222222",
                "6304000000000000000"
            })
    void cardNumbersAreRecognised(String text) {
        assertThat(PaymentChecks.isCardNumber(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"4242424242424241", "tok_approve", "42", "424242424242", "00000000000000000000", "", "4242x4242"
            })
    void otherTextsAreNot(String text) {
        assertThat(PaymentChecks.isCardNumber(text)).isFalse();
    }

    @Test
    void aCardWithATokenAndAPixWithoutAreFine() {
        assertThatCode(() -> PaymentChecks.require(request("BRL", 1, new Method(MethodType.CARD, "tok_approve"))))
                .doesNotThrowAnyException();
        assertThatCode(() -> PaymentChecks.require(request("BRL", 1, new Method(MethodType.PIX, null))))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsWrongIsPointedAt() {
        assertPointer("/method/token", request("BRL", 1, new Method(MethodType.CARD, " ")));
        assertPointer("/method/token", request("BRL", 1, new Method(MethodType.CARD, "tok\0")));
        assertPointer("/method/token", request("BRL", 1, new Method(MethodType.CARD, "4242424242424242")));
        assertPointer("/method/token", request("BRL", 1, new Method(MethodType.PIX, "tok")));
        assertPointer("/method/type", request("USD", 1, new Method(MethodType.PIX, null)));
        assertPointer("/method/type", request("BRL", 1, null));
        assertPointer("/amount", request("BRL", 0, new Method(MethodType.PIX, null)));
        assertPointer(
                "/paymentId",
                new Authorize(
                        null, id(), id(), id(), id(), new Money(1, "BRL"), new Method(MethodType.PIX, null), null));
    }

    private static void assertPointer(String pointer, Authorize request) {
        assertThatThrownBy(() -> PaymentChecks.require(request))
                .isInstanceOfSatisfying(
                        ServiceFault.class,
                        fault -> assertThat(fault.members()
                                        .getJsonArray("errors")
                                        .getJsonObject(0)
                                        .getString("pointer"))
                                .isEqualTo(pointer));
    }

    private static Authorize request(String currency, long amountMinor, Method method) {
        return new Authorize(id(), id(), id(), id(), id(), new Money(amountMinor, currency), method, null);
    }

    private static UUID id() {
        return UUID.randomUUID();
    }
}
