package io.ticketsafe.contract.tickets;

import static io.ticketsafe.contract.BusOperation.forUsers;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Holding seats for some minutes while their buyer decides and pays. A hold belongs to the user who asked for it or, on behalf of a
 * customer, to the agency: all its sellers may see it and act on it. To everybody else it does not exist.
 */
public interface HoldOperations {
    /**
     * Holds everything that is asked for, or nothing. With an idempotency key a repeat finds its own hold and cannot
     * prolong it. SEATS_TAKEN ({@code seats}), NOT_ENOUGH_SEATS ({@code largestBlock} or {@code left}), SALE_CLOSED,
     * LIMIT_PER_ORDER, LIMIT_PER_BUYER, VALIDATION for seats or sections that do not exist. On behalf of a customer:
     * NOT_FOUND for an agency that the caller does not belong to, FORBIDDEN for who may not sell.
     */
    BusOperation<HoldSeats, Hold> HOLD = forUsers("ticketsafe.tickets.v1.hold", HoldSeats.class, Hold.class)
            .within(Duration.ofSeconds(3))
            .repeatableWithKey();

    /** For whoever it belongs to. */
    BusOperation<GetHold, Hold> GET =
            forUsers("ticketsafe.tickets.v1.getHold", GetHold.class, Hold.class).repeatable();

    /** Idempotent; WRONG_STATE once ordered. */
    BusOperation<GetHold, Nothing> RELEASE = forUsers("ticketsafe.tickets.v1.releaseHold", GetHold.class, Nothing.class)
            .repeatable();

    /** Starts the hold time anew, as long as the hold is no older than twice that; HOLD_EXPIRED, WRONG_STATE. */
    BusOperation<GetHold, Hold> EXTEND = forUsers("ticketsafe.tickets.v1.extendHold", GetHold.class, Hold.class)
            .repeatable();

    /** Gives one seat back; the last one releases the hold. */
    BusOperation<ReleaseSeat, Hold> RELEASE_SEAT =
            forUsers("ticketsafe.tickets.v1.releaseSeat", ReleaseSeat.class, Hold.class);

    enum HoldStatus {
        @JsonProperty("active")
        ACTIVE,
        @JsonProperty("ordered")
        ORDERED,
        @JsonProperty("released")
        RELEASED,
        @JsonProperty("expired")
        EXPIRED
    }

    /**
     * At least one of seats, best and standing.
     *
     * @param channelKey opens the places of a channel beside those of general sale: one of its keys or, for sellers of
     *     the agency that it is for, its code
     * @param organizationId agency that holds for the buyer; absent: the one that the caller sells for, if there is a
     *     buyer; VALIDATION if there are several
     * @param buyer the agency's customer, whom the places count for in the cap per buyer; absent: the caller
     * @param pointOfSale whether it is sold at a desk: of the organiser, or of an agency that it has given a channel, as
     *     {@code organizationId} says. It has a cap of its own, counts for no buyer's, and needs no buyer
     * @param changeOf order of the same buyer that the places are for instead of others: its valid tickets leave room in the cap
     *     per buyer, and nothing but a change of it can be made of the hold
     */
    record HoldSeats(
            UUID eventId,
            List<SeatChoice> seats,
            BestChoice best,
            List<StandingChoice> standing,
            String channelKey,
            UUID organizationId,
            Buyer buyer,
            Boolean pointOfSale,
            UUID changeOf) {
        public HoldSeats(
                UUID eventId,
                List<SeatChoice> seats,
                BestChoice best,
                List<StandingChoice> standing,
                String channelKey,
                UUID organizationId,
                Buyer buyer) {
            this(eventId, seats, best, standing, channelKey, organizationId, buyer, null, null);
        }

        public HoldSeats(
                UUID eventId,
                List<SeatChoice> seats,
                BestChoice best,
                List<StandingChoice> standing,
                String channelKey) {
            this(eventId, seats, best, standing, channelKey, null, null, null, null);
        }
    }

    /**
     * A label, or an object with the ticket type wanted.
     *
     * @param seat label {@code SECTION-ROW-SEAT}
     * @param ticketType code; absent: the first of the event's list that covers the seat
     */
    record SeatChoice(String seat, String ticketType) {
        @JsonCreator
        public SeatChoice(@JsonProperty("seat") String seat, @JsonProperty("ticketType") String ticketType) {
            this.seat = seat;
            this.ticketType = ticketType;
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public SeatChoice(String seat) {
            this(seat, null);
        }
    }

    /**
     * @param sections codes to look in, in order of preference; absent: all that the ticket type covers
     * @param accessible only accessible seats
     */
    record BestChoice(int quantity, List<String> sections, String ticketType, Boolean accessible) {}

    record StandingChoice(String section, int quantity, String ticketType) {}

    /**
     * @param seats labels
     * @param total of prices and fees
     * @param adjacent only after best available: whether the seats are neighbours in one row
     * @param organizationId agency or box office whose hold it is; absent: it is the caller's own
     * @param buyer the agency's customer
     */
    record Hold(
            UUID id,
            UUID eventId,
            HoldStatus status,
            List<String> seats,
            List<StandingPlaces> standing,
            List<Item> items,
            Money total,
            Boolean adjacent,
            Instant createdAt,
            Instant expiresAt,
            UUID organizationId,
            Buyer buyer) {}

    record StandingPlaces(String section, int quantity) {}

    /**
     * One place: a seat, or a standing place of a section.
     *
     * @param seat label; absent for a standing place
     * @param section code
     * @param price fixed when held
     * @param fee that the buyer pays beside the price, fixed when held, too; absent: none
     * @param channel code of the channel whose key it was held with; absent for general sale
     */
    record Item(String seat, String section, String ticketType, Money price, Money fee, String channel) {
        public Item(String seat, String section, String ticketType, Money price) {
            this(seat, section, ticketType, price, null, null);
        }
    }

    record GetHold(UUID holdId) {}

    record ReleaseSeat(UUID holdId, String seat) {}
}
