package io.ticketsafe.contract.tickets;

import static io.ticketsafe.contract.BusOperation.forUsers;
import static io.ticketsafe.contract.BusOperation.open;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.Nothing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Issued tickets, their codes, and letting people in. */
public interface TicketOperations {
    /** The caller's own, newest first. */
    BusOperation<ListTickets, TicketPage> LIST = forUsers(
                    "ticketsafe.tickets.v1.listTickets", ListTickets.class, TicketPage.class)
            .repeatable();

    /** For who may see its order. */
    BusOperation<GetTicket, Ticket> GET = forUsers("ticketsafe.tickets.v1.getTicket", GetTicket.class, Ticket.class)
            .repeatable();

    /**
     * Says whom a ticket is for. The buyer, and sellers of the agency that sold it, may until the event starts, the organiser's
     * managers at any time. WRONG_STATE for a void ticket.
     */
    BusOperation<RenameTicket, Ticket> RENAME = forUsers(
                    "ticketsafe.tickets.v1.renameTicket", RenameTicket.class, Ticket.class)
            .repeatable();

    /** The code as a QR image; WRONG_STATE for a void ticket. */
    BusOperation<GetCodeImage, CodeImage> CODE_IMAGE = forUsers(
                    "ticketsafe.tickets.v1.codeImage", GetCodeImage.class, CodeImage.class)
            .repeatable();

    /** The public keys that verify codes offline, as a JWK set (RFC 7517, RFC 8037). */
    BusOperation<Nothing, CodeKeys> CODE_KEYS = open("ticketsafe.tickets.v1.codeKeys", Nothing.class, CodeKeys.class)
            .repeatable();

    /**
     * For the gate staff of the event's organiser. A refusal at the gate is an answer, not a fault: only a code that
     * belongs to no ticket is NOT_FOUND. The same nonce again gives the first answer again.
     */
    BusOperation<CheckIn, CheckInResult> CHECK_IN = forUsers(
                    "ticketsafe.tickets.v1.checkIn", CheckIn.class, CheckInResult.class)
            .within(Duration.ofSeconds(3))
            .repeatable();

    enum TicketStatus {
        @JsonProperty("valid")
        VALID,
        @JsonProperty("checked_in")
        CHECKED_IN,
        @JsonProperty("void")
        VOID
    }

    /**
     * @param fee that the buyer paid beside the price; absent: none
     * @param code what the QR shows; absent once void
     * @param holderName whom it is for, as the buyer or the organiser has said; absent until somebody has
     */
    record Ticket(
            UUID id,
            UUID eventId,
            UUID orderId,
            String seat,
            String section,
            String ticketType,
            Money price,
            Money fee,
            TicketStatus status,
            String code,
            Instant issuedAt,
            Instant checkedInAt,
            String holderName) {
        /** A ticket that names nobody. */
        public Ticket(
                UUID id,
                UUID eventId,
                UUID orderId,
                String seat,
                String section,
                String ticketType,
                Money price,
                Money fee,
                TicketStatus status,
                String code,
                Instant issuedAt,
                Instant checkedInAt) {
            this(
                    id,
                    eventId,
                    orderId,
                    seat,
                    section,
                    ticketType,
                    price,
                    fee,
                    status,
                    code,
                    issuedAt,
                    checkedInAt,
                    null);
        }

        public Ticket heldBy(String name) {
            return new Ticket(
                    id,
                    eventId,
                    orderId,
                    seat,
                    section,
                    ticketType,
                    price,
                    fee,
                    status,
                    code,
                    issuedAt,
                    checkedInAt,
                    name);
        }
    }

    /** @param holderName one line of 1 to 200 characters; absent takes the name away */
    record RenameTicket(UUID ticketId, String holderName) {}

    record ListTickets(UUID eventId, Integer limit, String cursor) {}

    record TicketPage(List<Ticket> items, String nextCursor) {}

    record GetTicket(UUID ticketId) {}

    enum ImageFormat {
        @JsonProperty("svg")
        SVG,
        @JsonProperty("png")
        PNG
    }

    record GetCodeImage(UUID ticketId, ImageFormat format) {}

    /** @param content the file itself; base64 in JSON */
    record CodeImage(String contentType, byte[] content) {}

    record CodeKeys(List<Map<String, JsonNode>> keys) {}

    /**
     * @param nonce unique per scan, at most 100 characters
     * @param scannedAt when it was scanned, for scans made offline; absent: now
     * @param force lets a scan made offline in although the ticket was redeemed since
     */
    record CheckIn(UUID eventId, String code, String nonce, String gate, Instant scannedAt, Boolean force) {}

    enum CheckInStatus {
        @JsonProperty("ok")
        OK,
        @JsonProperty("error")
        ERROR
    }

    /**
     * Why nobody goes in. {@code revoked}: a code that was replaced; {@code rules}: a ticket of another event;
     * {@code invalid_time}: the gates are not open.
     */
    enum CheckInReason {
        @JsonProperty("already_redeemed")
        ALREADY_REDEEMED,
        @JsonProperty("canceled")
        CANCELED,
        @JsonProperty("revoked")
        REVOKED,
        @JsonProperty("unpaid")
        UNPAID,
        @JsonProperty("blocked")
        BLOCKED,
        @JsonProperty("product")
        PRODUCT,
        @JsonProperty("rules")
        RULES,
        @JsonProperty("invalid")
        INVALID,
        @JsonProperty("invalid_time")
        INVALID_TIME
    }

    /** @param checkedInAt when the ticket went in; on {@code already_redeemed} the first time */
    record CheckInResult(CheckInStatus status, CheckInReason reason, Ticket ticket, Instant checkedInAt, String gate) {}
}
