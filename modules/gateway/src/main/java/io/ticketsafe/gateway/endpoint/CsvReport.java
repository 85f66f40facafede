package io.ticketsafe.gateway.endpoint;

import io.ticketsafe.contract.reports.ReportOperations.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The rows of a report as CSV (RFC 4180), safe to open in a spreadsheet. */
final class CsvReport {
    private static final String STARTS_A_FORMULA = "=+-@\t\r";

    private CsvReport() {}

    static String write(Report report) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord(report.columns());
            for (Map<String, Object> row : report.rows()) {
                List<Object> cells = report.columns().stream()
                        .map(column -> guarded(row.get(column)))
                        .toList();
                printer.printRecord(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection). */
    private static Object guarded(Object value) {
        return value instanceof String text && !text.isEmpty() && STARTS_A_FORMULA.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : value;
    }
}
