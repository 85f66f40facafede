package io.ticketsafe.contract.reports;

import static io.ticketsafe.contract.BusOperation.forUsers;

import io.ticketsafe.contract.BusOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reports, made from domain events; usually up to date within a second. */
public interface ReportOperations {
    BusOperation<EventReport, Report> SALES = forUsers("ticketsafe.reports.v1.sales", EventReport.class, Report.class)
            .within(Duration.ofSeconds(10));

    BusOperation<EventReport, Report> ATTENDANCE = forUsers(
                    "ticketsafe.reports.v1.attendance", EventReport.class, Report.class)
            .within(Duration.ofSeconds(10));

    /** A row per event. */
    BusOperation<SummaryReport, Report> SUMMARY = forUsers(
                    "ticketsafe.reports.v1.summary", SummaryReport.class, Report.class)
            .within(Duration.ofSeconds(10));

    /**
     * @param by what to group by: sales {@code day, section, ticketType, channel, paymentMethod}; attendance
     *     {@code hour, gate, section}; several give a row per combination; absent: totals alone
     */
    record EventReport(UUID eventId, List<String> by) {}

    record SummaryReport(UUID organizationId) {}

    /**
     * A table.
     *
     * @param columns names of the members of each row, in order
     * @param rows values are strings, whole numbers and amounts in minor units ({@code …Minor})
     * @param totals the same figures over everything
     */
    record Report(
            UUID eventId,
            UUID organizationId,
            String currency,
            Instant generatedAt,
            List<String> by,
            List<String> columns,
            List<Map<String, Object>> rows,
            Map<String, Object> totals) {}
}
