package io.ticketsafe.reports;

import static io.ticketsafe.contract.payments.PaymentOperations.MethodType.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.reports.ReportOperations;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import io.ticketsafe.contract.reports.ReportOperations.SummaryReport;
import io.ticketsafe.reports.Story.Sale;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryReportIT {
    @Test
    void everyPublishedEventHasARow() {
        try (ReportsFixture fixture = new ReportsFixture()) {
            // Given
            fixture.deploy(ReportsConfig.defaults());
            Story concert = fixture.story();
            Story play = fixture.story();
            Sale sale = concert.sale("2027-03-02T12:00:00", CARD, "A", "B");
            Sale paidLate = concert.sale("2027-03-02T12:00:00", CARD, "A");
            fixture.tell(
                    concert.published("Concert", Story.DOORS),
                    play.published("Play \u202e\uD83C\uDFAD \"quoted\"", Story.DOORS),
                    sale.paid(),
                    sale.refunded("2027-03-03T12:00:00", 0),
                    concert.checkedIn(sale.tickets.get(1), "north", "2027-03-20T21:00:00"),
                    concert.expired(Ids.next()),
                    concert.expired(paidLate.order),
                    paidLate.paid());
            // When
            Report report = fixture.harness.call(
                    ReportOperations.SUMMARY, new SummaryReport(fixture.organization), fixture.asManager());
            // Then
            assertThat(report.rows())
                    .allSatisfy(row -> assertThat(row.keySet()).containsExactlyElementsOf(report.columns()))
                    .extracting(row -> List.of(
                            row.get("title"),
                            row.get("capacity"),
                            row.get("ticketsSold"),
                            row.get("ordersLapsed"),
                            row.get("checkedIn")))
                    .containsExactlyInAnyOrder(
                            List.of("Concert", 12_000, 3L, 1L, 1L),
                            List.of("Play \u202e\uD83C\uDFAD \"quoted\"", 12_000, 0L, 0L, 0L));
            assertThat(report.totals())
                    .contains(
                            entry("events", 2),
                            entry("orders", 2L),
                            entry("ticketsNet", 2L),
                            entry(
                                    "money",
                                    List.of(Map.of(
                                            "currency",
                                            "BRL",
                                            "grossMinor",
                                            30_000L,
                                            "refundedMinor",
                                            10_000L,
                                            "netMinor",
                                            20_000L,
                                            "feesMinor",
                                            0L,
                                            "commissionMinor",
                                            0L,
                                            "payoutMinor",
                                            20_000L))));
        }
    }

    @Test
    void anOlderFactDoesNotReplaceANewerOne() {
        try (ReportsFixture fixture = new ReportsFixture()) {
            // Given
            fixture.deploy(ReportsConfig.defaults());
            Story story = fixture.story();
            var published = story.published("Old", Story.DOORS);
            fixture.tell(published, story.updated("New", Story.DOORS.plusMillis(1)));
            // When
            fixture.tell(published);
            // Then
            Report report = fixture.harness.call(
                    ReportOperations.SUMMARY, new SummaryReport(fixture.organization), fixture.asManager());
            assertThat(report.rows()).extracting(row -> row.get("title")).containsExactly("New");
        }
    }
}
