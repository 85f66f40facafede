package io.ticketsafe.tickets.hold;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells whether two requests with one idempotency key are the same request. The text that is hashed is written member by member, each
 * with its length before it: the text of a record would do, but making it takes longer than all the rest of a hold.
 */
final class RequestHash {
    private static final int BYTES = 8;

    private final StringBuilder text = new StringBuilder(160);

    private RequestHash() {}

    static byte[] of(HoldSeats request) {
        RequestHash hash = new RequestHash();
        hash.add(request.eventId());
        hash.addSeats(request.seats());
        hash.addBest(request.best());
        hash.addStanding(request.standing());
        hash.add(request.channelKey());
        hash.add(request.organizationId());
        hash.add(request.buyer());
        if (request.pointOfSale() != null) {
            hash.add(request.pointOfSale());
        }
        if (request.changeOf() != null) {
            hash.add(request.changeOf());
        }
        return hash.digest();
    }

    private void addSeats(List<SeatChoice> seats) {
        if (addSize(seats)) {
            for (SeatChoice seat : seats) {
                add(seat == null ? null : seat.seat());
                add(seat == null ? null : seat.ticketType());
            }
        }
    }

    private void addBest(BestChoice best) {
        if (best == null) {
            add(null);
            return;
        }
        text.append(best.quantity()).append(';');
        if (addSize(best.sections())) {
            best.sections().forEach(this::add);
        }
        add(best.ticketType());
        add(best.accessible());
    }

    private void addStanding(List<StandingChoice> standing) {
        if (addSize(standing)) {
            for (StandingChoice choice : standing) {
                add(choice == null ? null : choice.section());
                text.append(choice == null ? 0 : choice.quantity()).append(';');
                add(choice == null ? null : choice.ticketType());
            }
        }
    }

    private boolean addSize(List<?> list) {
        if (list == null) {
            add(null);
            return false;
        }
        text.append(list.size()).append(';');
        return true;
    }

    private void add(Object member) {
        if (member == null) {
            text.append('-');
        } else {
            String value = member.toString();
            text.append(value.length()).append(':').append(value);
        }
    }

    private byte[] digest() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8));
            return Arrays.copyOf(digest, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
