package io.ticketsafe.tickets.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestHashTest {
    private static final UUID EVENT = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    @Test
    void equalRequestsHaveEqualHashes() {
        // Given
        HoldSeats request = seats("A-1-1", "A-1-2");
        HoldSeats same = seats("A-1-1", "A-1-2");
        // When
        byte[] hash = RequestHash.of(request);
        // Then
        assertThat(hash).isEqualTo(RequestHash.of(same));
    }

    @Test
    void everyMemberCounts() {
        // Given
        List<HoldSeats> requests = List.of(
                seats("A-1-1", "A-1-2"),
                seats("A-1-2", "A-1-1"),
                seats("A-1-1A-1-2"),
                request(OTHER, List.of(new SeatChoice("A-1-1"), new SeatChoice("A-1-2")), null, null),
                request(EVENT, List.of(new SeatChoice("A-1-1", "half"), new SeatChoice("A-1-2")), null, null),
                request(EVENT, List.of(new SeatChoice("A-1-1"), new SeatChoice("A-1-2", "half")), null, null),
                request(EVENT, null, new BestChoice(2, null, null, null), null),
                request(EVENT, null, new BestChoice(3, null, null, null), null),
                request(EVENT, null, new BestChoice(2, List.of("A"), null, null), null),
                request(EVENT, null, new BestChoice(2, null, "A", null), null),
                request(EVENT, null, new BestChoice(2, null, null, true), null),
                request(EVENT, null, null, List.of(new StandingChoice("A", 2, null))),
                request(EVENT, null, null, List.of(new StandingChoice("A", 3, null))),
                request(EVENT, null, null, List.of(new StandingChoice("A", 2, "half"))),
                new HoldSeats(EVENT, null, null, null, "key", null, null),
                new HoldSeats(EVENT, null, null, null, null, OTHER, null),
                new HoldSeats(EVENT, null, null, null, null, null, new Buyer("Ana", null, null)),
                new HoldSeats(EVENT, null, null, null, null, null, new Buyer("Bruno", null, null)),
                new HoldSeats(EVENT, null, null, null, null, OTHER, null, true, null),
                new HoldSeats(EVENT, null, null, null, null, null, null, null, OTHER));
        // When
        Stream<ByteBuffer> hashes = requests.stream().map(RequestHash::of).map(ByteBuffer::wrap);
        // Then
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void noMemberIsForgotten() {
        // Given
        List<Class<?>> hashed = List.of(HoldSeats.class, SeatChoice.class, BestChoice.class, StandingChoice.class);
        // When
        Stream<Integer> members = hashed.stream().map(type -> type.getRecordComponents().length);
        // Then
        assertThat(members)
                .as("RequestHash writes every member by hand; add the new one there, then here")
                .containsExactly(9, 2, 4, 3);
    }

    private static HoldSeats seats(String... labels) {
        return request(EVENT, Stream.of(labels).map(SeatChoice::new).toList(), null, null);
    }

    private static HoldSeats request(
            UUID event, List<SeatChoice> seats, BestChoice best, List<StandingChoice> standing) {
        return new HoldSeats(event, seats, best, standing, null, null, null);
    }
}
