package io.ticketsafe.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.contract.Facts.PaymentChanged;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DomainEventTest {
    @Test
    void dataOfANewerReleaseIsReadWithoutWhatIsNew() {
        // Given
        PaymentChanged told =
                new PaymentChanged(UUID.randomUUID(), UUID.randomUUID(), new Money(100, "BRL"), MethodType.CARD, null);
        DomainEvent fact = DomainEvent.of(
                UUID.randomUUID(), "payments", Facts.PAYMENT_CAPTURED, told.paymentId(), Instant.EPOCH, told);
        // When
        ((ObjectNode) fact.data()).put("newMember", true);
        // Then
        assertThat(fact.dataAs(PaymentChanged.class)).isEqualTo(told);
    }
}
