package io.ticketsafe.reports;

import static io.ticketsafe.contract.payments.PaymentOperations.MethodType.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.Batch;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.reports.ReportOperations;
import io.ticketsafe.contract.reports.ReportOperations.EventReport;
import io.ticketsafe.contract.reports.ReportOperations.SummaryReport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportsAccessIT {
    private static ReportsFixture fixture;
    private static Story story;

    @BeforeAll
    static void start() {
        fixture = new ReportsFixture();
        fixture.deploy(new ReportsConfig(null, 2, null));
        story = fixture.story();
        fixture.tell(story.published("Concert", Story.DOORS));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(MemberRole.class)
    void membersReadReportsUnlessTheyOnlyScan(MemberRole role) {
        // Given
        UUID user = UUID.randomUUID();
        fixture.harness.member(fixture.organization, user, role);
        // When
        ServiceFault refusal = Refusals.of(() -> sales(fixture.harness.userCall(user)));
        // Then
        assertThat(refusal == null ? null : refusal.code())
                .isEqualTo(role == MemberRole.GATE ? FaultCode.FORBIDDEN : null);
    }

    @Test
    void strangersLearnNothing() {
        // Given
        Call stranger = fixture.harness.userCall(UUID.randomUUID());
        // When
        ServiceFault ofEvent = Refusals.of(() -> sales(stranger));
        ServiceFault ofOrganization = Refusals.of(() ->
                fixture.harness.call(ReportOperations.SUMMARY, new SummaryReport(fixture.organization), stranger));
        ServiceFault ofNobody = Refusals.of(() -> sales(fixture.harness.anonymousCall()));
        // Then
        assertThat(ofEvent.code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(ofOrganization.code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(ofNobody.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
    }

    @Test
    void anUnknownEventIsNotFound() {
        // When
        ServiceFault refusal = Refusals.of(() -> fixture.sales(UUID.randomUUID(), "day"));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal.detail()).contains("event");
    }

    @ParameterizedTest
    @CsvSource({"weather", "Day", "hour", "''", "$day"})
    void anUnknownGroupIsPointedAt(String name) {
        // When
        ServiceFault refusal = Refusals.of(() -> fixture.sales(story.event, name));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(refusal.members().getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("query/by");
    }

    @Test
    void aGroupIsNamedOnce() {
        // When
        ServiceFault refusal = Refusals.of(() -> fixture.attendance(story.event, "gate", "hour", "gate"));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.VALIDATION);
    }

    @Test
    void aReportWithTooManyRowsIsRefused() {
        // Given: at most two rows here
        Story big = fixture.story();
        fixture.tell(big.sale("2027-03-02T12:00:00", CARD, "A", "B", "C").paid());
        // When
        ServiceFault refusal = Refusals.of(() -> fixture.sales(big.event, "section"));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.VALIDATION);
    }

    @Test
    void onlyServicesTellFacts() {
        // When
        ServiceFault refusal =
                Refusals.of(() -> fixture.harness.call(Facts.TO_REPORTS, new Batch(List.of()), fixture.asManager()));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.FORBIDDEN);
    }

    @Test
    void factsOfOtherTypesAreAcknowledgedAndIgnored() {
        // Given
        DomainEvent foreign = DomainEvent.of(
                UUID.randomUUID(), "weather", "ticketsafe.weather.rain.started.v1", "sky", Story.DOORS, Map.of());
        // When
        ServiceFault refusal = Refusals.of(() -> fixture.tell(foreign));
        // Then
        assertThat(refusal).isNull();
    }

    @Test
    void aBatchIsBounded() {
        // Given
        List<DomainEvent> tooMany = Collections.nCopies(201, story.published("Concert", Story.DOORS));
        // When
        ServiceFault refusal = Refusals.of(
                () -> fixture.harness.call(Facts.TO_REPORTS, new Batch(tooMany), fixture.harness.serviceCall()));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.VALIDATION);
    }

    private static void sales(Call call) {
        fixture.harness.call(ReportOperations.SALES, new EventReport(story.event, null), call);
    }
}
