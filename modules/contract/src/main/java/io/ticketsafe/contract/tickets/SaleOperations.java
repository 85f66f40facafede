package io.ticketsafe.contract.tickets;

import static io.ticketsafe.contract.BusOperation.forUsers;
import static io.ticketsafe.contract.BusOperation.internal;
import static io.ticketsafe.contract.BusOperation.open;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Opening and closing the sale of an event, and what is left to sell. */
public interface SaleOperations {
    /**
     * Stores the sheet and loads the inventory. Idempotent: a version not newer than the stored one changes nothing.
     * A newer one changes prices, window, caps and texts from then on; its seats must be those of the first.
     */
    BusOperation<SaleSheet, Nothing> OPEN = internal("ticketsafe.tickets.v1.openSale", SaleSheet.class, Nothing.class)
            .within(Duration.ofSeconds(15))
            .repeatable();

    /** Sells nothing from then on and refunds what was paid, in the background. Idempotent. */
    BusOperation<CancelSale, Nothing> CANCEL = internal(
                    "ticketsafe.tickets.v1.cancelSale", CancelSale.class, Nothing.class)
            .repeatable();

    /** How far the refunds of a cancelled event have come, for members of its organiser; NOT_FOUND for one that is not cancelled. */
    BusOperation<GetCancellation, Cancellation> CANCELLATION = forUsers(
                    "ticketsafe.tickets.v1.cancellation", GetCancellation.class, Cancellation.class)
            .repeatable();

    /** How many places are left, by section; NOT_FOUND for an event that was never on sale. */
    BusOperation<GetAvailability, Availability> AVAILABILITY = open(
                    "ticketsafe.tickets.v1.availability", GetAvailability.class, Availability.class)
            .repeatable();

    /** The state of each seat of one section. */
    BusOperation<GetSeats, SeatRows> SEATS =
            open("ticketsafe.tickets.v1.seats", GetSeats.class, SeatRows.class).repeatable();

    /**
     * Everything that selling needs, so that no hold ever asks the events service.
     *
     * @param version of the event that the sheet was made from
     * @param assignments null when every place is for general sale
     */
    record SaleSheet(
            UUID eventId,
            UUID organizationId,
            long version,
            String title,
            String venueName,
            String timezone,
            Instant startsAt,
            Instant endsAt,
            List<SheetSection> sections,
            List<TicketType> ticketTypes,
            SheetRules rules,
            SheetAssignments assignments) {

        /** A sheet without assignments. */
        public SaleSheet(
                UUID eventId,
                UUID organizationId,
                long version,
                String title,
                String venueName,
                String timezone,
                Instant startsAt,
                Instant endsAt,
                List<SheetSection> sections,
                List<TicketType> ticketTypes,
                SheetRules rules) {
            this(
                    eventId,
                    organizationId,
                    version,
                    title,
                    venueName,
                    timezone,
                    startsAt,
                    endsAt,
                    sections,
                    ticketTypes,
                    rules,
                    null);
        }
    }

    /** @param capacity number of places, seated or standing */
    record SheetSection(String code, String name, SectionKind kind, int capacity, List<SheetRow> rows) {}

    /**
     * @param seats names, left to right
     * @param accessible names of those that are accessible
     * @param focal seat that the best available are nearest to, as twice its index, so that it can be between two; null
     *     for the middle of the row
     */
    record SheetRow(String label, List<String> seats, List<String> accessible, Integer focal) {
        public SheetRow(String label, List<String> seats, List<String> accessible) {
            this(label, seats, accessible, null);
        }
    }

    /**
     * @param maxPerBuyer 0 means no cap
     * @param commissionPercent of the price, for agencies; null: none
     * @param maxPerPosOrder instead of the others at a point of sale; null: {@link #MOST_PER_POS_ORDER}
     * @param refunds null: buyers may until the event starts
     */
    record SheetRules(
            Instant opensAt,
            Instant closesAt,
            int maxPerOrder,
            int maxPerBuyer,
            int holdMinutes,
            String commissionPercent,
            Integer maxPerPosOrder,
            SheetRefunds refunds) {
        public static final int MOST_PER_POS_ORDER = 200;

        public SheetRules(Instant opensAt, Instant closesAt, int maxPerOrder, int maxPerBuyer, int holdMinutes) {
            this(opensAt, closesAt, maxPerOrder, maxPerBuyer, holdMinutes, null, null, null);
        }
    }

    /** Whether buyers may give tickets back or change them, and until how long before the event starts. */
    record SheetRefunds(boolean allowed, int untilHoursBefore) {}

    /**
     * Places that are not for general sale, each at most once.
     *
     * @param channels at most 20
     * @param blocked seats that nobody can buy, as {@link SheetChannel#seats}
     */
    record SheetAssignments(List<SheetChannel> channels, List<String> blocked) {}

    /**
     * @param code stable name of the channel; {@code direct} and {@code agency} are taken
     * @param keyHashes of its keys, by {@link ChannelKeys#hash}
     * @param organizationId agency whose sellers need no key
     * @param releaseAt when what is unsold goes back to general sale; null: never
     * @param seats section {@code A}, row {@code A-1}, seat {@code A-1-5}, or seats of a row from one to another, as
     *     they stand, {@code A-1-5:9}
     * @param commissionPercent of agencies that sell through it; null: that of the rules
     */
    record SheetChannel(
            String code,
            List<String> keyHashes,
            UUID organizationId,
            Instant releaseAt,
            List<String> seats,
            List<SheetAllotment> standing,
            String commissionPercent) {
        public SheetChannel(
                String code,
                List<String> keyHashes,
                UUID organizationId,
                Instant releaseAt,
                List<String> seats,
                List<SheetAllotment> standing) {
            this(code, keyHashes, organizationId, releaseAt, seats, standing, null);
        }
    }

    record SheetAllotment(String section, int quantity) {}

    record CancelSale(UUID eventId, String reason) {}

    record GetCancellation(UUID eventId) {}

    enum CancellationStatus {
        @JsonProperty("running")
        RUNNING,
        /** Everything is back. */
        @JsonProperty("done")
        DONE,
        /** Nothing is under way any more but what was refused. */
        @JsonProperty("needs_attention")
        NEEDS_ATTENTION
    }

    /**
     * @param orders that were paid when the event was cancelled; the sum of the three that follow
     * @param refunded whose money is back
     * @param pending not begun yet, or on its way
     * @param failed refused by the provider; they are asked for again for about three days, and by each refund of the order
     * @param amount to go back in all
     * @param amountRefunded of it, what is back
     */
    record Cancellation(
            UUID eventId,
            CancellationStatus status,
            long orders,
            long refunded,
            long pending,
            long failed,
            Money amount,
            Money amountRefunded) {}

    record GetAvailability(UUID eventId) {}

    /** @param version of the inventory; grows with every change */
    record Availability(UUID eventId, long version, List<SectionAvailability> sections) {}

    record SectionAvailability(
            String code,
            String name,
            SectionKind kind,
            int free,
            int held,
            int claimed,
            int sold,
            int blocked,
            int capacity) {}

    record GetSeats(UUID eventId, String section) {}

    record SeatRows(UUID eventId, String section, long version, List<SeatRow> rows) {}

    /**
     * @param seats one letter a seat, left to right: f free, h held, c claimed, s sold, b blocked or for a channel only
     * @param names of the seats in the same order; absent where they are called 1, 2, …
     * @param accessible names of the accessible ones; absent where there are none
     */
    record SeatRow(String label, String seats, List<String> names, List<String> accessible) {}
}
