package io.ticketsafe.events.sale;

import io.ticketsafe.contract.events.EventOperations.RefundRules;
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import io.ticketsafe.contract.events.VenueOperations.Row;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.events.VenueOperations.Venue;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRefunds;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRow;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import io.ticketsafe.contract.tickets.SaleOperations.SheetSection;
import io.ticketsafe.events.channel.Assigned;
import io.ticketsafe.events.event.EventDetails;
import io.ticketsafe.events.event.StoredEvent;
import io.ticketsafe.events.venue.SeatNames;
import java.util.List;

/** Makes what the tickets service sells by: every default resolved, every seat by its name. */
final class SaleSheets {
    private static final int NO_CAP = 0;

    private SaleSheets() {}

    /** @param version that the event has once the sheet is in force */
    static SaleSheet of(StoredEvent event, Venue venue, long version, Assigned assigned) {
        EventDetails details = event.details();
        return new SaleSheet(
                event.id(),
                event.organizationId(),
                version,
                details.title(),
                venue.name(),
                venue.timezone(),
                details.startsAt(),
                details.endsAt(),
                venue.sections().stream().map(SaleSheets::section).toList(),
                details.ticketTypes(),
                rules(event),
                Assignments.of(event.id(), assigned));
    }

    /** A sale without an opening time has always been open, which any moment before the publishing says. */
    private static SheetRules rules(StoredEvent event) {
        SaleRules sale = event.details().sale();
        return new SheetRules(
                sale.opensAt() == null ? event.createdAt() : sale.opensAt(),
                sale.closesAt() == null ? event.details().endsAt() : sale.closesAt(),
                sale.maxPerOrder(),
                sale.maxPerBuyer() == null ? NO_CAP : sale.maxPerBuyer(),
                sale.holdMinutes(),
                sale.commissionPercent(),
                sale.maxPerPosOrder(),
                refunds(sale.refunds()));
    }

    private static SheetRefunds refunds(RefundRules rules) {
        return rules == null
                ? null
                : new SheetRefunds(
                        !Boolean.FALSE.equals(rules.allowed()),
                        rules.untilHoursBefore() == null ? 0 : rules.untilHoursBefore());
    }

    private static SheetSection section(Section section) {
        List<SheetRow> rows = section.kind() == SectionKind.STANDING ? List.of() : rows(section.rows());
        return new SheetSection(section.code(), section.name(), section.kind(), section.capacity(), rows);
    }

    private static List<SheetRow> rows(List<Row> rows) {
        double[] point = FocalSeats.point(rows);
        return rows.stream()
                .map(row -> {
                    List<String> accessible = row.accessible() == null ? List.of() : row.accessible();
                    Integer focal = point == null ? null : FocalSeats.of(row, point);
                    return new SheetRow(row.label(), SeatNames.of(row.seats()), accessible, focal);
                })
                .toList();
    }
}
