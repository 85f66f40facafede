package io.ticketsafe.contract.events;

import static io.ticketsafe.contract.BusOperation.forUsers;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.BusOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Venues and their seat maps. */
public interface VenueOperations {
    /** A venue with its seat map; for owners and managers of the organisation. */
    BusOperation<CreateVenue, Venue> CREATE = forUsers(
                    "ticketsafe.events.v1.createVenue", CreateVenue.class, Venue.class)
            .within(Duration.ofSeconds(15))
            .repeatableWithKey();

    /** A seat map as CSV; errors name the line. */
    BusOperation<ImportVenue, Venue> IMPORT = forUsers(
                    "ticketsafe.events.v1.importVenue", ImportVenue.class, Venue.class)
            .within(Duration.ofSeconds(15))
            .repeatableWithKey();

    /** For members of its organisation. */
    BusOperation<GetVenue, Venue> GET = forUsers("ticketsafe.events.v1.getVenue", GetVenue.class, Venue.class)
            .repeatable();

    enum SectionKind {
        @JsonProperty("seated")
        SEATED,
        @JsonProperty("standing")
        STANDING
    }

    /** @param timezone IANA name, e.g. {@code America/Sao_Paulo} */
    record CreateVenue(UUID organizationId, String name, String city, String timezone, List<Section> sections) {}

    /**
     * @param code short name used in seat labels, no hyphen
     * @param rows of a seated section, front first
     * @param capacity of a standing section; of a seated one in answers only
     */
    record Section(String code, String name, SectionKind kind, List<Row> rows, Integer capacity) {}

    /**
     * @param seats how many (named 1, 2, …) or the list of their names, left to right
     * @param accessible names of the seats kept for people with a disability
     * @param positions where each seat stands, {@code [x, y]} in the plan's own unit, for the seats in order; optional
     */
    record Row(String label, JsonNode seats, List<String> accessible, List<List<Double>> positions) {}

    /**
     * @param csv header {@code section,row,seat,accessible,x,y}; a line is a seat, rows and seats in the order of the
     *     lines; a standing section is one line without row whose {@code seat} is the capacity
     */
    record ImportVenue(UUID organizationId, String name, String city, String timezone, String csv) {}

    record GetVenue(UUID venueId) {}

    record Venue(
            UUID id,
            UUID organizationId,
            String name,
            String city,
            String timezone,
            int capacity,
            List<Section> sections,
            Instant createdAt) {}
}
