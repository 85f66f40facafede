package io.ticketsafe.reports;

import static io.ticketsafe.contract.payments.PaymentOperations.MethodType.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ticketsafe.contract.reports.ReportOperations.Report;
import io.ticketsafe.reports.Story.Sale;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AttendanceReportIT {
    private static ReportsFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new ReportsFixture();
        fixture.deploy(ReportsConfig.defaults());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void beforeTheDoorsOpenEverybodyIsMissing() {
        // Given
        Story story = fixture.story();
        fixture.tell(story.sale("2027-03-02T12:00:00", CARD, "A", "B").paid());
        // When
        Report report = fixture.attendance(story.event);
        // Then
        assertThat(report.rows()).isEmpty();
        assertThat(report.columns()).containsExactly("checkedIn");
        assertThat(report.totals())
                .containsExactly(
                        entry("ticketsValid", 2L),
                        entry("checkedIn", 0L),
                        entry("noShows", 2L),
                        entry("ratePercent", 0));
    }

    @Test
    void scansAreCountedByHourOfTheVenueAndGate() {
        // Given
        Story story = fixture.story();
        Sale sale = story.sale("2027-03-02T12:00:00", CARD, "A", "A", "B");
        fixture.tell(
                sale.paid(),
                story.checkedIn(sale.tickets.get(0), "north", "2027-03-20T21:59:59"),
                story.checkedIn(sale.tickets.get(1), null, "2027-03-20T22:00:00"));
        // When
        Report report = fixture.attendance(story.event, "hour", "gate");
        // Then
        assertThat(report.columns()).containsExactly("hour", "gate", "checkedIn");
        assertThat(report.rows())
                .extracting(row -> List.of(row.get("hour"), row.get("gate"), row.get("checkedIn")))
                .containsExactly(List.of("2027-03-20T18:00", "north", 1L), List.of("2027-03-20T19:00", "", 1L));
        assertThat(report.totals())
                .contains(
                        entry("ratePercent", 67),
                        entry("firstCheckInAt", "2027-03-20T21:59:59Z"),
                        entry("lastCheckInAt", "2027-03-20T22:00:00Z"));
    }

    @Test
    void aSectionAloneAlsoTellsWhoIsMissing() {
        // Given
        Story story = fixture.story();
        Sale sale = story.sale("2027-03-02T12:00:00", CARD, "A", "A", "B", "C");
        // When
        fixture.tell(
                sale.paid(),
                sale.refunded("2027-03-03T12:00:00", 3),
                story.checkedIn(sale.tickets.get(0), "north", "2027-03-20T21:00:00"));
        // Then
        Report report = fixture.attendance(story.event, "section");
        assertThat(report.columns()).containsExactly("section", "ticketsValid", "checkedIn", "noShows");
        assertThat(report.rows())
                .extracting(row ->
                        List.of(row.get("section"), row.get("ticketsValid"), row.get("checkedIn"), row.get("noShows")))
                .containsExactly(List.of("A", 2L, 1L, 1L), List.of("B", 1L, 0L, 1L));
    }

    @Test
    void aScanMayBeHeardOfBeforeItsSaleAndAgain() {
        // Given
        Story story = fixture.story();
        Sale sale = story.sale("2027-03-02T12:00:00", CARD, "A", "B");
        var scan = story.checkedIn(sale.tickets.get(0), "north", "2027-03-20T21:00:00");
        // When
        fixture.tell(scan, scan);
        fixture.tell(sale.paid());
        fixture.tell(scan);
        // Then
        assertThat(fixture.attendance(story.event).totals())
                .contains(entry("ticketsValid", 2L), entry("checkedIn", 1L), entry("noShows", 1L));
    }
}
