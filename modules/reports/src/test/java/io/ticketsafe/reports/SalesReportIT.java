package io.ticketsafe.reports;

import static io.ticketsafe.contract.payments.PaymentOperations.MethodType.CARD;
import static io.ticketsafe.contract.payments.PaymentOperations.MethodType.PIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ticketsafe.contract.Facts.TicketCharges;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import io.ticketsafe.reports.Story.Sale;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SalesReportIT {
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
    void anEventWithoutSalesHasZeroTotals() {
        // Given
        Story story = fixture.story();
        fixture.tell(story.published("Concert", Story.DOORS));
        // When
        Report report = fixture.sales(story.event, "section");
        // Then
        assertThat(report.currency()).isEqualTo("BRL");
        assertThat(report.organizationId()).isEqualTo(fixture.organization);
        assertThat(report.rows()).isEmpty();
        assertThat(report.columns())
                .containsExactly(
                        "section",
                        "orders",
                        "ticketsSold",
                        "ticketsRefunded",
                        "ticketsNet",
                        "grossMinor",
                        "refundedMinor",
                        "netMinor",
                        "feesMinor",
                        "commissionMinor",
                        "payoutMinor");
        assertThat(longs(report, "orders", "ticketsSold", "netMinor")).containsExactly(0L, 0L, 0L);
    }

    @Test
    void figuresAreGroupedByWhatIsAskedForAndSortedByIt() {
        // Given
        Story story = fixture.story();
        fixture.tell(
                story.published("Concert", Story.DOORS),
                story.sale("2027-03-02T02:00:00", CARD, "B", "A").paid(),
                story.sale("2027-03-02T12:00:00", PIX, "A", "A").paid());
        // When
        Report report = fixture.sales(story.event, "day", "section", "paymentMethod");
        // Then: two in the morning in UTC is the evening before in São Paulo
        assertThat(report.rows())
                .extracting(row -> List.of(row.get("day"), row.get("section"), row.get("paymentMethod")))
                .containsExactly(
                        List.of("2027-03-01", "A", "card"),
                        List.of("2027-03-01", "B", "card"),
                        List.of("2027-03-02", "A", "pix"));
        assertThat(report.rows()).extracting(row -> row.get("orders")).containsExactly(1L, 1L, 1L);
        assertThat(report.rows()).extracting(row -> row.get("ticketsSold")).containsExactly(1L, 1L, 2L);
        assertThat(report.rows()).extracting(row -> row.get("grossMinor")).containsExactly(10_000L, 10_000L, 20_000L);
        assertThat(longs(report, "orders", "ticketsSold", "grossMinor")).containsExactly(2L, 4L, 40_000L);
    }

    @Test
    void everyRowHasTheColumnsInTheirOrder() {
        // Given
        Story story = fixture.story();
        fixture.tell(story.sale("2027-03-02T12:00:00", PIX, "A").paid());
        // When
        Report report = fixture.sales(story.event, "channel", "ticketType");
        // Then
        assertThat(report.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.keySet()).containsExactlyElementsOf(report.columns()))
                .satisfies(row -> assertThat(row).contains(entry("channel", "direct"), entry("ticketType", "full")));
    }

    @Test
    void aRefundCountsOnItsOwnDay() {
        // Given
        Story story = fixture.story();
        Sale sale = story.sale("2027-03-02T12:00:00", CARD, "A", "A", "B");
        // When
        fixture.tell(sale.paid(), sale.refunded("2027-03-05T12:00:00", 0, 2));
        // Then
        Report byDay = fixture.sales(story.event, "day");
        assertThat(byDay.rows()).extracting(row -> row.get("day")).containsExactly("2027-03-02", "2027-03-05");
        assertThat(byDay.rows()).extracting(row -> row.get("netMinor")).containsExactly(30_000L, -20_000L);
        assertThat(longs(byDay, "orders", "ticketsSold", "ticketsRefunded", "ticketsNet"))
                .containsExactly(1L, 3L, 2L, 1L);
        assertThat(longs(byDay, "grossMinor", "refundedMinor", "netMinor")).containsExactly(30_000L, 20_000L, 10_000L);
    }

    @Test
    void aChangeOfPlacesStaysWithTheMethodThatPaidAndItsSeller() {
        // Given
        Story story = fixture.story();
        Sale sale = story.sale("2027-03-02T12:00:00", CARD, "A", "A");
        // When
        fixture.tell(sale.paid(), sale.changed("2027-03-03T12:00:00", "B"));
        // Then
        Report report = fixture.sales(story.event, "paymentMethod");
        assertThat(report.rows()).extracting(row -> row.get("paymentMethod")).containsExactly("card");
        assertThat(longs(report, "ticketsSold", "ticketsRefunded", "ticketsNet"))
                .containsExactly(3L, 1L, 2L);
        assertThat(fixture.sales(story.event, "seller").rows())
                .extracting(row -> row.get("seller"))
                .containsExactly("");
    }

    @Test
    void feesAndCommissionGoBackWithTheirTickets() {
        // Given
        Story story = fixture.story();
        Sale byBuyer =
                story.sale("2027-03-02T12:00:00", CARD, "A", "A").with(new TicketCharges(null, 500, FeePayer.BUYER, 0));
        Sale byOrganizer = story.sale("2027-03-02T12:00:00", CARD, "B", "B", "B")
                .with(new TicketCharges(null, 300, FeePayer.ORGANIZER, 1_000));
        // When
        fixture.tell(
                byBuyer.paid(),
                byBuyer.refunded("2027-03-03T12:00:00", 0),
                byOrganizer.paid(),
                byOrganizer.refunded("2027-03-03T12:00:00", 1));
        // Then
        Report report = fixture.sales(story.event, "section");
        assertThat(report.rows()).extracting(row -> row.get("feesMinor")).containsExactly(500L, 600L);
        assertThat(report.rows()).extracting(row -> row.get("commissionMinor")).containsExactly(0L, 2_000L);
        assertThat(report.rows()).extracting(row -> row.get("payoutMinor")).containsExactly(10_000L, 17_400L);
        assertThat(longs(report, "netMinor", "feesMinor", "commissionMinor", "payoutMinor"))
                .containsExactly(30_000L, 1_100L, 2_000L, 27_400L);
    }

    @Test
    void factsThatComeAgainChangeNothing() {
        // Given
        Story story = fixture.story();
        Sale sale = story.sale("2027-03-02T12:00:00", CARD, "A", "B");
        var paid = sale.paid();
        var refunded = sale.refunded("2027-03-02T13:00:00", 1);
        fixture.tell(paid, refunded);
        Report before = fixture.sales(story.event, "section");
        // When
        fixture.tell(paid, paid);
        fixture.tell(refunded);
        fixture.tell(paid, refunded, paid);
        // Then
        Report after = fixture.sales(story.event, "section");
        assertThat(after.rows()).isEqualTo(before.rows());
        assertThat(after.totals()).isEqualTo(before.totals());
    }

    @Test
    void aRefundMayBeHeardOfBeforeItsSale() {
        // Given
        Story story = fixture.story();
        Sale sale = story.sale("2027-03-02T12:00:00", CARD, "A", "B");
        fixture.tell(sale.refunded("2027-03-02T13:00:00", 1));
        Report early = fixture.sales(story.event);
        // When
        fixture.tell(sale.paid());
        // Then
        Report late = fixture.sales(story.event);
        assertThat(longs(early, "ticketsSold", "ticketsRefunded")).containsExactly(0L, 0L);
        assertThat(longs(late, "ticketsSold", "ticketsRefunded", "netMinor")).containsExactly(2L, 1L, 10_000L);
    }

    @Test
    void aSaleMayBeHeardOfBeforeItsEvent() {
        // Given
        Story story = fixture.story();
        // When
        fixture.tell(story.sale("2027-03-02T01:00:00", CARD, "A").paid());
        // Then
        Report report = fixture.sales(story.event, "day");
        assertThat(report.rows()).extracting(row -> row.get("day")).containsExactly("2027-03-01");
        assertThat(report.currency()).isNull();
    }

    @Test
    void anEventThatNobodyKnowsHasItsDaysInUtc() {
        // Given
        Story unknown = new Story(fixture.organization);
        // When: it is applied, so that the facts behind it are not held up
        fixture.tell(unknown.sale("2027-03-02T01:00:00", CARD, "A").paid());
        // Then
        ServiceFault refusal = Refusals.of(() -> fixture.sales(unknown.event, "day"));
        fixture.know(unknown);
        Report report = fixture.sales(unknown.event, "day");
        assertThat(refusal.code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(report.rows()).extracting(row -> row.get("day")).containsExactly("2027-03-02");
    }

    private static List<Long> longs(Report report, String... names) {
        return List.of(names).stream()
                .map(name -> ((Number) report.totals().get(name)).longValue())
                .toList();
    }
}
