package io.ticketsafe.tickets;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.GetAvailability;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import org.junit.jupiter.api.Test;

class TicketsVerticleIT {
    @Test
    void itSellsOnceItIsDeployed() {
        try (ServiceHarness harness = ServiceHarness.start("tickets")) {
            // Given
            harness.deploy(new TicketsVerticle(harness.context(), TicketsConfig.defaults()));
            SaleSheet sheet = sheet().seated("A", 5).build();
            harness.call(SaleOperations.OPEN, sheet, harness.serviceCall());
            // When
            Hold hold = harness.call(
                    HoldOperations.HOLD, BoxOffice.bestOf(sheet.eventId(), 2), harness.userCall(Ids.next()));
            // Then
            assertThat(hold.seats()).containsExactly("A-1-1", "A-1-2");
            assertThat(harness.call(
                                    SaleOperations.AVAILABILITY,
                                    new GetAvailability(sheet.eventId()),
                                    harness.anonymousCall())
                            .sections()
                            .get(0)
                            .held())
                    .isEqualTo(2);
            assertThat(await(harness.context().health().checkStatus("redis")).getUp())
                    .isTrue();
            assertThat(await(harness.context().health().checkStatus("postgres-tickets"))
                            .getUp())
                    .isTrue();
        }
    }
}
