package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.BoxOffice.bestOf;
import static io.ticketsafe.tickets.BoxOffice.seatsOf;
import static io.ticketsafe.tickets.BoxOffice.standingOf;
import static io.ticketsafe.tickets.Sheets.rules;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.tickets.BoxOffice;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RivalsIT {
    private static BoxOffice office;

    @BeforeAll
    static void open() {
        office = BoxOffice.open();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @Test
    void exactlyOneOfManyRivalsGetsTheSeat() {
        // Given
        UUID event = office.sell(sheet().seated("A", 10));
        // When
        List<Future<Hold>> attempts = attempts(100, office::buyer, seatsOf(event, "A-1-5"));
        // Then
        assertThat(attempts).filteredOn(Future::succeeded).hasSize(1);
        assertThat(codes(attempts)).hasSize(99).containsOnly(FaultCode.SEATS_TAKEN);
    }

    @Test
    void exactlyAsManyStandAsThereIsRoomFor() {
        // Given
        UUID event = office.sell(sheet().standing("S", 100));
        // When
        List<Future<Hold>> attempts = attempts(200, office::buyer, standingOf(event, "S", 1));
        // Then
        assertThat(attempts).filteredOn(Future::succeeded).hasSize(100);
        assertThat(codes(attempts)).hasSize(100).containsOnly(FaultCode.NOT_ENOUGH_SEATS);
        assertThat(office.available(event, "S").free()).isZero();
    }

    @Test
    void buyersOfTheBestAvailableDoNotCollide() {
        // Given
        UUID event = office.sell(sheet().seated("A", 40, 40, 40, 40, 40).seated("B", 40, 40, 40, 40, 40));
        // When
        List<Future<Hold>> attempts = attempts(200, office::buyer, bestOf(event, 2));
        // Then
        List<String> seats = attempts.stream()
                .flatMap(attempt -> await(attempt).seats().stream())
                .toList();
        assertThat(seats).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void oneBuyerDoesNotPassTheCapByHurrying() {
        // Given
        UUID event = office.sell(sheet().seated("A", 40).with(rules(0, 4)));
        Call buyer = office.buyer();
        // When
        List<Future<Hold>> attempts = attempts(50, () -> buyer, bestOf(event, 1));
        // Then
        assertThat(attempts).filteredOn(Future::succeeded).hasSize(4);
        assertThat(codes(attempts)).containsOnly(FaultCode.LIMIT_PER_BUYER);
    }

    @Test
    void oneKeyGivesOneHoldHoweverOftenItIsSent() {
        // Given
        UUID event = office.sell(sheet().seated("A", 40));
        Call buyer = office.harness().userCall(office.buyer().userId(), "again");
        // When
        List<Future<Hold>> attempts = attempts(30, () -> buyer, bestOf(event, 2));
        // Then
        assertThat(attempts.stream().map(attempt -> await(attempt)).distinct()).hasSize(1);
        assertThat(office.available(event, "A").held()).isEqualTo(2);
    }

    private static List<Future<Hold>> attempts(int rivals, Supplier<Call> buyer, HoldSeats request) {
        List<Call> calls = IntStream.range(0, rivals).mapToObj(i -> buyer.get()).toList();
        List<Future<Hold>> attempts = new ArrayList<>();
        calls.forEach(call -> attempts.add(office.holdLater(call, request)));
        await(Future.join(attempts).otherwiseEmpty());
        return attempts;
    }

    private static List<FaultCode> codes(List<Future<Hold>> attempts) {
        return attempts.stream()
                .filter(Future::failed)
                .map(attempt -> ((ServiceFault) attempt.cause()).code())
                .toList();
    }
}
