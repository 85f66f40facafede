package io.ticketsafe.contract.tickets;

import static io.ticketsafe.contract.BusOperation.open;

import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import java.util.List;
import java.util.UUID;

/**
 * Following the seats of an event. Who follows reads the map, publishes its interest at {@link #WATCH} every few seconds, and
 * is told what changes at {@link #changesOf}. What is published may be lost and come out of order; each change has the version
 * that it made, versions within an epoch have no gaps, and the map can be read again.
 */
public interface SeatMapOperations {
    /** The state of every place of an event, or that the caller knows it already. */
    BusOperation<GetSeatMap, SeatMap> GET = open("ticketsafe.tickets.v1.seatMap", GetSeatMap.class, SeatMap.class)
            .repeatable();

    /** Address where the id of a watched event is published as text; the interest lapses after {@link #WATCH_LAPSES_MS}. */
    String WATCH = "ticketsafe.tickets.internal.watchSeats";

    long WATCH_LAPSES_MS = 15_000;

    /** Versions of one epoch; an inventory that was loaded anew begins with the next multiple. */
    long VERSIONS_OF_EPOCH = 1_000_000_000L;

    /** Address where {@link SeatChange#write changes} of one event are published while somebody watches. */
    static String changesOf(UUID eventId) {
        return "ticketsafe.tickets.internal.seatChanges." + eventId;
    }

    /** @param known version that the caller has; null for none */
    record GetSeatMap(UUID eventId, Long known) {}

    /**
     * @param ended whether the event is canceled or over
     * @param sections null when the caller knows this version
     */
    record SeatMap(UUID eventId, long version, boolean ended, List<SeatMapSection> sections) {}

    /**
     * A section.
     *
     * @param rows of a seated one, else null
     * @param counters of a standing one: free, held, claimed, sold, kept for channels, as they are kept; free may be below 0 where channels
     *     were promised more than there was left. Together they are the capacity
     */
    record SeatMapSection(String code, SectionKind kind, List<SeatRow> rows, List<Integer> counters) {}
}
