package io.ticketsafe.tickets.sale;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The sale of one event: its sheet, made ready for quick look-ups. Immutable. */
public final class Sale {
    private final long number;
    private final boolean canceled;
    private final SaleSheet sheet;

    Sale(long number, boolean canceled, SaleSheet sheet) {
        this.number = number;
        this.canceled = canceled;
        this.sheet = requireNonNull(sheet);
    }

    public UUID eventId() {
        return sheet.eventId();
    }

    /** Small number of this sale, part of the id of each of its holds. */
    public long number() {
        return number;
    }

    public boolean isCanceled() {
        return canceled;
    }

    public SaleSheet sheet() {
        return sheet;
    }

    /** What one place of the section costs with this ticket type; empty when the type is unknown or does not cover the section. */
    public Optional<Money> price(String section, String ticketType) {
        return sheet.ticketTypes().stream()
                .filter(type -> type.code().equals(ticketType) && covers(type, section))
                .map(TicketType::price)
                .findFirst();
    }

    private static boolean covers(TicketType type, String section) {
        List<String> sections = type.sections();
        return sections == null || sections.isEmpty() || sections.contains(section);
    }
}
