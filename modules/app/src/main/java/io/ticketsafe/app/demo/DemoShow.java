package io.ticketsafe.app.demo;

import static io.ticketsafe.app.demo.DemoVenues.BOXES;
import static io.ticketsafe.app.demo.DemoVenues.FLOOR;
import static io.ticketsafe.app.demo.DemoVenues.LOWER;
import static io.ticketsafe.app.demo.DemoVenues.TIMEZONE;
import static io.ticketsafe.app.demo.DemoVenues.UPPER;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.CreateEvent;
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.VenueOperations.CreateVenue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** The two events on sale, each in its venue. */
enum DemoShow {
    ARENA("Aurora World Tour", "Two hours of light and sound.", 60, 21) {
        @Override
        CreateVenue venue(UUID organizationId) {
            return DemoVenues.arena(organizationId);
        }

        @Override
        List<TicketType> ticketTypes() {
            return List.of(
                    type("floor", "Floor", 48_000, FLOOR),
                    type("lower", "Lower tier", 32_000, LOWER),
                    type("upper", "Upper tier", 18_000, UPPER),
                    type("upper-half", "Upper tier, half price for students", 9_000, UPPER),
                    type("box", "Box", 72_000, BOXES));
        }
    },
    THEATRE("Noite de Bossa", "A quiet evening with standing room.", 67, 20) {
        @Override
        CreateVenue venue(UUID organizationId) {
            return DemoVenues.theatre(organizationId);
        }

        @Override
        List<TicketType> ticketTypes() {
            return List.of(
                    type("standing", "Standing", 6_000, List.of("PIT")),
                    type("stalls", "Stalls", 14_000, List.of("STALLS")),
                    type("balcony", "Balcony", 9_500, List.of("BALCONY")));
        }
    };

    private static final String CURRENCY = "BRL";
    private static final Duration LENGTH = Duration.ofHours(3);
    private static final int MOST_PER_ORDER = 10;
    private static final int HOLD_MINUTES = 10;

    private final String title;
    private final String description;
    private final int daysAhead;
    private final int hour;

    DemoShow(String title, String description, int daysAhead, int hour) {
        this.title = title;
        this.description = description;
        this.daysAhead = daysAhead;
        this.hour = hour;
    }

    abstract CreateVenue venue(UUID organizationId);

    abstract List<TicketType> ticketTypes();

    String title() {
        return title;
    }

    CreateEvent event(UUID organizationId, UUID venueId) {
        ZoneId zone = ZoneId.of(TIMEZONE);
        Instant startsAt = LocalDate.now(zone)
                .plusDays(daysAhead)
                .atTime(hour, 0)
                .atZone(zone)
                .toInstant();
        return new CreateEvent(
                organizationId,
                venueId,
                title,
                description,
                startsAt,
                startsAt.plus(LENGTH),
                ticketTypes(),
                new SaleRules(null, null, MOST_PER_ORDER, null, HOLD_MINUTES),
                null);
    }

    private static TicketType type(String code, String name, long amountMinor, List<String> sections) {
        return new TicketType(code, name, new Money(amountMinor, CURRENCY), sections);
    }
}
