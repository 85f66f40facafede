package io.ticketsafe.reports.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.reports.ReportOperations.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void rowsAreSortedByTheirKeysFirstToLast() {
        // Given
        Table table = new Table(List.of("day", "section"), List.of("ticketsSold"));
        // When
        table.row(List.of("2027-03-02", "A")).put("ticketsSold", 1L);
        table.row(List.of("2027-03-01", "B")).put("ticketsSold", 2L);
        table.row(List.of("2027-03-01", "A")).put("ticketsSold", 3L);
        table.row(List.of("2027-03-01", "A")).put("ticketsSold", 4L);
        // Then
        Report report = table.toReport(null, null, null);
        assertThat(report.columns()).containsExactly("day", "section", "ticketsSold");
        assertThat(report.rows()).extracting(row -> row.get("ticketsSold")).containsExactly(4L, 2L, 1L);
    }
}
