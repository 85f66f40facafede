package io.ticketsafe.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OperationsTest {
    @Test
    void everyOperationIsFoundByItsAddress() {
        assertThat(Operations.all())
                .hasSizeGreaterThan(40)
                .allSatisfy(operation ->
                        assertThat(Operations.at(operation.address())).hasValue(operation));
    }

    @Test
    void everyOperationTravelsAsRecordsAndAnswersWithinHalfAMinute() {
        assertThat(Operations.all()).allSatisfy(operation -> {
            assertThat(operation.requestType().isRecord()).isTrue();
            assertThat(operation.replyType().isRecord()).isTrue();
            assertThat(operation.timeout()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
            assertThat(operation.roles()).isNotEmpty();
        });
    }

    @Test
    void factsReachTheirConsumersOnly() {
        assertThat(Facts.consumersOf(Facts.ORDER_PAID)).containsExactly(Facts.TO_REPORTS);
        assertThat(Facts.consumersOf(Facts.PAYMENT_CAPTURED)).containsExactly(Facts.TO_TICKETS);
        assertThat(Facts.consumersOf("unheard.of")).isEmpty();
    }
}
