package io.ticketsafe.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.reports.ReportOperations.Report;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportsTest {
    @ParameterizedTest
    @CsvSource({
        "text/csv, CSV",
        "'application/json, text/csv', JSON",
        "'application/json;q=0.5, text/csv', CSV",
        "'text/html, */*;q=0.8', JSON",
        "text/*, CSV",
        "image/svg+xml, SVG",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, XLSX",
        "application/xml, JSON",
        "'text/csv;q=rubbish', JSON",
        "';,;=', JSON"
    })
    void comeAsWanted(String accept, ReportFormat format) {
        assertThat(ReportFormat.wanted(accept)).isEqualTo(format);
    }

    @Test
    void comeAsJsonWhenNothingIsSaid() {
        assertThat(ReportFormat.wanted(null)).isEqualTo(ReportFormat.JSON);
    }

    @Test
    void csvHasTheColumnsInOrderAndNoFormulas() {
        Report report = new Report(
                null,
                null,
                "BRL",
                null,
                List.of("section"),
                List.of("section", "ticketsSold", "netMinor"),
                List.of(
                        Map.of("netMinor", -12500L, "section", "=HYPERLINK(\"x\")", "ticketsSold", 3),
                        Map.of("section", "São \"A\", left", "ticketsSold", 1),
                        Map.of("section", "@x"),
                        Map.of("section", "-1"),
                        Map.of("section", "+1")),
                Map.of());

        assertThat(CsvReport.write(report)).isEqualTo("""
                        section,ticketsSold,netMinor\r
                        "'=HYPERLINK(""x"")",3,-12500\r
                        "São ""A"", left",1,\r
                        '@x,,\r
                        '-1,,\r
                        '+1,,\r
                        """);
    }
}
