package io.ticketsafe.events.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.events.EventOperations.CreateEvent;
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import java.time.Instant;
import java.util.List;

/** What an organiser says about an event, and may say anew: the members that a merge patch can name. */
public record EventDetails(
        String title,
        String description,
        Instant startsAt,
        Instant endsAt,
        List<TicketType> ticketTypes,
        SaleRules sale,
        JsonNode attributes) {

    static final int DEFAULT_MAX_PER_ORDER = 10;
    static final int DEFAULT_HOLD_MINUTES = 10;

    static EventDetails of(CreateEvent request) {
        return new EventDetails(
                request.title(),
                request.description(),
                request.startsAt(),
                request.endsAt(),
                request.ticketTypes(),
                request.sale(),
                request.attributes());
    }

    /** The currency of all its prices. */
    public String currency() {
        return ticketTypes.get(0).price().currency();
    }
}
