package io.ticketsafe.events.event;

import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.Fee;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import java.util.List;

/** Events as everybody may see them: what an organiser pays to platform and agencies is nobody else's business. */
final class PublicTerms {
    private PublicTerms() {}

    /** Whether the event says something that not everybody may see. */
    static boolean hidesSomething(EventDetails details) {
        return details.sale().commissionPercent() != null
                || details.ticketTypes().stream().anyMatch(type -> isHidden(type.fee()));
    }

    static Event of(Event event) {
        return new Event(
                event.id(),
                event.organizationId(),
                event.venue(),
                event.title(),
                event.description(),
                event.startsAt(),
                event.endsAt(),
                event.status(),
                types(event.ticketTypes()),
                rules(event.sale()),
                event.attributes(),
                event.version(),
                event.createdAt(),
                event.updatedAt());
    }

    private static List<TicketType> types(List<TicketType> types) {
        return types.stream()
                .map(type -> isHidden(type.fee())
                        ? new TicketType(type.code(), type.name(), type.price(), type.sections())
                        : type)
                .toList();
    }

    private static SaleRules rules(SaleRules sale) {
        return new SaleRules(
                sale.opensAt(),
                sale.closesAt(),
                sale.maxPerOrder(),
                sale.maxPerBuyer(),
                sale.holdMinutes(),
                null,
                sale.maxPerPosOrder(),
                sale.refunds());
    }

    private static boolean isHidden(Fee fee) {
        return fee != null && fee.paidBy() == FeePayer.ORGANIZER;
    }
}
