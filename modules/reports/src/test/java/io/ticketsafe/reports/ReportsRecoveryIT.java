package io.ticketsafe.reports;

import static io.ticketsafe.contract.payments.PaymentOperations.MethodType.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import io.ticketsafe.dev.MongoStore;
import io.ticketsafe.dev.TestStores;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportsRecoveryIT {
    private static final ReportsConfig IMPATIENT = new ReportsConfig(Duration.ofSeconds(1), null, null);

    @Test
    void readModelsOutliveTheService() {
        try (ReportsFixture fixture = new ReportsFixture()) {
            // Given
            String first = fixture.deploy(ReportsConfig.defaults());
            Story story = fixture.story();
            fixture.tell(story.sale("2027-03-02T12:00:00", CARD, "A", "B").paid());
            Report before = fixture.sales(story.event, "section");
            // When
            ServiceHarness.await(fixture.harness.vertx().undeploy(first));
            fixture.deploy(ReportsConfig.defaults());
            // Then
            assertThat(fixture.sales(story.event, "section").rows()).isEqualTo(before.rows());
        }
    }

    @Test
    void factsAreNotAcknowledgedWhileMongoIsAway() {
        MongoStore mongo = TestStores.shared().stores().mongo();
        try (ReportsFixture fixture = new ReportsFixture()) {
            // Given
            fixture.deploy(IMPATIENT);
            Story story = fixture.story();
            fixture.tell(story.published("Concert", Story.DOORS));
            var sold = story.sale("2027-03-02T12:00:00", CARD, "A").paid();
            // When
            mongo.stop();
            ServiceFault told = Refusals.of(() -> fixture.tell(sold));
            ServiceFault asked = Refusals.of(() -> fixture.sales(story.event));
            mongo.start();
            fixture.tell(sold);
            // Then
            assertThat(told.code()).isEqualTo(FaultCode.UNAVAILABLE);
            assertThat(asked.code()).isEqualTo(FaultCode.UNAVAILABLE);
            assertThat(fixture.sales(story.event).totals()).contains(entry("ticketsSold", 1L));
        } finally {
            mongo.start();
        }
    }

    @Test
    void theServiceStartsWithoutMongo() {
        MongoStore mongo = TestStores.shared().stores().mongo();
        try (ReportsFixture fixture = new ReportsFixture()) {
            // Given
            mongo.stop();
            fixture.deploy(IMPATIENT);
            boolean readyWithout = isReady(fixture);
            // When
            mongo.start();
            Story story = fixture.story();
            fixture.tell(story.sale("2027-03-02T12:00:00", CARD, "A").paid());
            // Then
            assertThat(readyWithout).isFalse();
            assertThat(isReady(fixture)).isTrue();
            assertThat(fixture.sales(story.event).totals()).contains(entry("ticketsSold", 1L));
            JsonObject indexes = new JsonObject()
                    .put(
                            "all",
                            ServiceHarness.await(
                                    fixture.harness.context().stores().mongo().listIndexes("report_tickets")));
            assertThat(indexes.encode()).contains("eventId", "organizationId");
        } finally {
            mongo.start();
        }
    }

    private static boolean isReady(ReportsFixture fixture) {
        return ServiceHarness.await(fixture.harness.context().health().checkStatus("mongo-reports"))
                .getUp();
    }
}
