package io.ticketsafe.contract.reports;

import static io.ticketsafe.contract.BusOperation.forUsers;

import io.ticketsafe.contract.BusOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reports, made from domain events; usually up to date within a second. For members of the organisation except gate
 * staff. Rows are sorted by what they are grouped by; without a grouping there are totals alone. Days and hours are
 * those of the event's time zone. VALIDATION for an unknown or repeated {@code by}, and for more rows than allowed.
 */
public interface ReportOperations {
    /**
     * Columns: the groups, then {@code orders, ticketsSold, ticketsRefunded, ticketsNet, grossMinor, refundedMinor,
     * netMinor} (prices alone), {@code feesMinor} (the platform's, whoever pays them), {@code commissionMinor} (of agencies) and
     * {@code payoutMinor} (what the organiser gets), these three less what went back; the totals have the same figures. A refund
     * counts on the day it is made.
     */
    BusOperation<EventReport, Report> SALES = forUsers("ticketsafe.reports.v1.sales", EventReport.class, Report.class)
            .within(Duration.ofSeconds(10))
            .repeatable();

    /**
     * Columns: the groups, then {@code checkedIn}; by section alone {@code ticketsValid, checkedIn, noShows}. Totals: {@code
     * ticketsValid, checkedIn, noShows, ratePercent} and, once somebody came, {@code firstCheckInAt, lastCheckInAt}.
     */
    BusOperation<EventReport, Report> ATTENDANCE = forUsers(
                    "ticketsafe.reports.v1.attendance", EventReport.class, Report.class)
            .within(Duration.ofSeconds(10))
            .repeatable();

    /**
     * A row per published event, the latest first. Columns: {@code eventId, title, startsAt, capacity, currency}, those of
     * sales, {@code ordersLapsed} (expired or cancelled unpaid), {@code checkedIn}. Totals: {@code events}, the counts, and
     * {@code money}, a list of {@code {currency, grossMinor, refundedMinor, netMinor, feesMinor, commissionMinor, payoutMinor}}.
     */
    BusOperation<SummaryReport, Report> SUMMARY = forUsers(
                    "ticketsafe.reports.v1.summary", SummaryReport.class, Report.class)
            .within(Duration.ofSeconds(10))
            .repeatable();

    /**
     * @param by what to group by: sales {@code day, section, ticketType, channel, paymentMethod}; attendance
     *     {@code hour, gate, section}; several give a row per combination; absent: totals alone
     */
    record EventReport(UUID eventId, List<String> by) {}

    record SummaryReport(UUID organizationId) {}

    /**
     * A table.
     *
     * @param currency of all amounts; absent for a summary, whose rows name theirs, and before the event is published
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
