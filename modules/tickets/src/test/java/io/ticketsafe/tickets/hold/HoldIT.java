package io.ticketsafe.tickets.hold;

import static io.ticketsafe.tickets.BoxOffice.assertRefused;
import static io.ticketsafe.tickets.BoxOffice.bestOf;
import static io.ticketsafe.tickets.BoxOffice.refusal;
import static io.ticketsafe.tickets.BoxOffice.seatsOf;
import static io.ticketsafe.tickets.BoxOffice.standingOf;
import static io.ticketsafe.tickets.Sheets.row;
import static io.ticketsafe.tickets.Sheets.rules;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.HoldStatus;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.HoldOperations.ReleaseSeat;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingPlaces;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import io.ticketsafe.tickets.BoxOffice;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HoldIT {
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
    void seatsAreHeldWithTheirPrices() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5, 5).type("full", 12_000).type("half", 6_000));
        HoldSeats request = new HoldSeats(
                event, List.of(new SeatChoice("A-1-2"), new SeatChoice("A-2-5", "half")), null, null, null);
        Call buyer = office.buyer();
        // When
        Hold hold = office.hold(buyer, request);
        // Then
        assertThat(hold.status()).isEqualTo(HoldStatus.ACTIVE);
        assertThat(hold.seats()).containsExactly("A-1-2", "A-2-5");
        assertThat(hold.items())
                .containsExactly(
                        new Item("A-1-2", "A", "full", new Money(12_000, "BRL")),
                        new Item("A-2-5", "A", "half", new Money(6_000, "BRL")));
        assertThat(hold.total()).isEqualTo(new Money(18_000, "BRL"));
        assertThat(hold.adjacent()).isNull();
        assertThat(Duration.between(hold.createdAt(), hold.expiresAt())).isEqualTo(Duration.ofMinutes(10));
        assertThat(office.letters(event, "A")).isEqualTo("fhfff ffffh");
        assertThat(office.get(buyer, hold.id())).isEqualTo(hold);
    }

    @Test
    void takenSeatsAreNamedAndNothingIsHeld() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5).standing("S", 10));
        office.hold(office.buyer(), event, "A-1-2", "A-1-3");
        HoldSeats request = new HoldSeats(
                event,
                List.of(new SeatChoice("A-1-1"), new SeatChoice("A-1-2"), new SeatChoice("A-1-3")),
                null,
                List.of(new StandingChoice("S", 2, null)),
                null);
        // When
        ServiceFault refused = refusal(() -> office.hold(office.buyer(), request));
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.SEATS_TAKEN);
        assertThat(refused.members().getJsonArray("seats")).isEqualTo(new JsonArray(List.of("A-1-2", "A-1-3")));
        assertThat(office.letters(event, "A")).isEqualTo("fhhff");
        assertThat(office.available(event, "S").held()).isZero();
    }

    @Test
    void oneRequestMayMixSeatsBestAndStanding() {
        // Given
        UUID event = office.sell(sheet().seated("A", 6).seated("B", 4).standing("S", 10));
        HoldSeats request = new HoldSeats(
                event,
                List.of(new SeatChoice("A-1-3"), new SeatChoice("A-1-4"), new SeatChoice("B-1-1")),
                new BestChoice(2, List.of("A"), null, null),
                List.of(new StandingChoice("S", 3, null)),
                null);
        Call buyer = office.buyer();
        // When
        Hold hold = office.hold(buyer, request);
        // Then
        assertThat(hold.seats()).hasSize(5).startsWith("A-1-3", "A-1-4", "B-1-1");
        assertThat(hold.adjacent()).isTrue();
        assertThat(hold.standing()).containsExactly(new StandingPlaces("S", 3));
        assertThat(hold.items()).hasSize(8);
        assertThat(office.available(event, "A").held()).isEqualTo(4);
        assertThat(office.available(event, "S").held()).isEqualTo(3);
        assertThat(office.counted(event, buyer.userId())).isEqualTo(8);
    }

    @Test
    void standingPlacesRunOut() {
        // Given
        UUID event = office.sell(sheet().standing("S", 5));
        office.hold(office.buyer(), standingOf(event, "S", 3));
        // When
        ServiceFault refused = refusal(() -> office.hold(office.buyer(), standingOf(event, "S", 3)));
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.NOT_ENOUGH_SEATS);
        assertThat(refused.members().getInteger("left")).isEqualTo(2);
        assertThat(office.available(event, "S").free()).isEqualTo(2);
    }

    @Test
    void accessibleSeatsAreKeptForThoseWhoAsk() {
        // Given
        UUID event = office.sell(sheet().section("A", List.of(row("1", 3, "2", "3"), row("2", 2))));
        HoldSeats accessible = new HoldSeats(event, null, new BestChoice(2, null, null, true), null, null);
        // When
        Hold ordinary = office.hold(office.buyer(), bestOf(event, 2));
        Hold special = office.hold(office.buyer(), accessible);
        // Then
        assertThat(ordinary.seats()).containsExactly("A-2-1", "A-2-2");
        assertThat(special.seats()).containsExactly("A-1-2", "A-1-3");
        assertThat(office.letters(event, "A")).isEqualTo("fhh hh");
    }

    @Test
    void capsHoldAcrossHoldsOfABuyer() {
        // Given
        UUID event = office.sell(sheet().seated("A", 20).standing("S", 20).with(rules(4, 5)));
        Call buyer = office.buyer();
        // When
        assertRefused(
                FaultCode.LIMIT_PER_ORDER,
                () -> office.hold(buyer, event, "A-1-1", "A-1-2", "A-1-3", "A-1-4", "A-1-5"));
        Hold first = office.hold(buyer, event, "A-1-1", "A-1-2");
        office.hold(buyer, standingOf(event, "S", 2));
        // Then
        assertRefused(FaultCode.LIMIT_PER_BUYER, () -> office.hold(buyer, bestOf(event, 2)));
        office.harness().call(HoldOperations.RELEASE, new GetHold(first.id()), buyer);
        assertThat(office.hold(buyer, bestOf(event, 3)).seats()).hasSize(3);
        assertThat(office.hold(office.buyer(), bestOf(event, 4)).seats()).hasSize(4);
    }

    @Test
    void aRepeatFindsItsHoldAsItWasFirstAnswered() {
        // Given
        UUID event = office.sell(sheet().seated("A", 9));
        Call buyer = office.harness().userCall(Ids.next(), "key-1");
        Hold first = office.hold(buyer, event, "A-1-1", "A-1-2");
        office.harness().call(HoldOperations.EXTEND, new GetHold(first.id()), buyer);
        office.harness().call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(first.id(), "A-1-2"), buyer);
        // When
        Hold again = office.hold(buyer, event, "A-1-1", "A-1-2");
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(office.letters(event, "A")).isEqualTo("hffffffff");
        assertRefused(FaultCode.IDEMPOTENCY_MISMATCH, () -> office.hold(buyer, event, "A-1-5"));
        assertThat(office.hold(office.harness().userCall(Ids.next(), "key-1"), event, "A-1-5")
                        .id())
                .isNotEqualTo(first.id());
    }

    @Test
    void onlyTheHolderSeesAHold() {
        // Given
        UUID event = office.sell(sheet().seated("A", 9));
        Hold hold = office.hold(office.buyer(), event, "A-1-1");
        Call stranger = office.buyer();
        // When, then
        assertRefused(FaultCode.NOT_FOUND, () -> office.get(stranger, hold.id()));
        assertRefused(
                FaultCode.NOT_FOUND,
                () -> office.harness().call(HoldOperations.RELEASE, new GetHold(hold.id()), stranger));
        assertRefused(
                FaultCode.NOT_FOUND,
                () -> office.harness().call(HoldOperations.EXTEND, new GetHold(hold.id()), stranger));
        assertRefused(
                FaultCode.NOT_FOUND,
                () -> office.harness()
                        .call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(hold.id(), "A-1-1"), stranger));
        assertRefused(FaultCode.NOT_FOUND, () -> office.get(stranger, Ids.next()));
        assertRefused(FaultCode.NOT_FOUND, () -> office.get(stranger, UUID.randomUUID()));
    }

    @Test
    void releasingGivesAllBackAndMayBeRepeated() {
        // Given
        UUID event = office.sell(sheet().seated("A", 4).standing("S", 4));
        Call buyer = office.buyer();
        Hold hold = office.hold(
                buyer,
                new HoldSeats(
                        event,
                        List.of(new SeatChoice("A-1-1")),
                        null,
                        List.of(new StandingChoice("S", 2, null)),
                        null));
        // When
        office.harness().call(HoldOperations.RELEASE, new GetHold(hold.id()), buyer);
        office.harness().call(HoldOperations.RELEASE, new GetHold(hold.id()), buyer);
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("ffff");
        assertThat(office.available(event, "S").free()).isEqualTo(4);
        assertThat(office.get(buyer, hold.id()).status()).isEqualTo(HoldStatus.RELEASED);
        assertThat(office.counted(event, buyer.userId())).isZero();
        assertRefused(
                FaultCode.WRONG_STATE,
                () -> office.harness().call(HoldOperations.EXTEND, new GetHold(hold.id()), buyer));
    }

    @Test
    void oneSeatCanBeGivenBackAndTheLastEndsTheHold() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-1", "A-1-2", "A-1-3");
        // When
        Hold two = office.harness().call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(hold.id(), "A-1-2"), buyer);
        // Then
        assertThat(two.seats()).containsExactly("A-1-1", "A-1-3");
        assertThat(two.total()).isEqualTo(new Money(20_000, "BRL"));
        assertThat(office.letters(event, "A")).isEqualTo("hfhff");
        assertRefused(
                FaultCode.NOT_FOUND,
                () -> office.harness().call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(hold.id(), "A-1-2"), buyer));
        office.harness().call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(hold.id(), "A-1-1"), buyer);
        Hold none = office.harness().call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(hold.id(), "A-1-3"), buyer);
        assertThat(none.status()).isEqualTo(HoldStatus.RELEASED);
        assertThat(none.seats()).isEmpty();
        assertThat(office.counted(event, buyer.userId())).isZero();
    }

    @Test
    void aLapsedHoldGivesItsSeatsBack() {
        // Given
        UUID event = office.sell(sheet().seated("A", 4).standing("S", 4).with(rules(0, 4)));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-1", "A-1-2");
        Hold standing = office.hold(buyer, standingOf(event, "S", 2));
        // When
        office.lapse(event, hold.id());
        office.lapse(event, standing.id());
        // Then
        assertThat(office.get(buyer, hold.id()).status()).isEqualTo(HoldStatus.EXPIRED);
        assertThat(office.hold(buyer, event, "A-1-1", "A-1-2", "A-1-3", "A-1-4").seats())
                .hasSize(4);
        assertThat(office.available(event, "S").free()).isEqualTo(4);
        assertRefused(
                FaultCode.HOLD_EXPIRED,
                () -> office.harness().call(HoldOperations.EXTEND, new GetHold(hold.id()), buyer));
        assertRefused(
                FaultCode.HOLD_EXPIRED,
                () -> office.harness().call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(hold.id(), "A-1-1"), buyer));
        assertThat(office.get(buyer, hold.id()).status()).isEqualTo(HoldStatus.EXPIRED);
        assertThat(office.letters(event, "A")).isEqualTo("hhhh");
    }

    @Test
    void extendingStartsTheTimeAnew() {
        // Given
        UUID event = office.sell(sheet().seated("A", 4));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-1");
        office.holdFor(event, Duration.ofMinutes(20));
        // When
        Hold extended = office.harness().call(HoldOperations.EXTEND, new GetHold(hold.id()), buyer);
        // Then
        assertThat(extended.expiresAt()).isAfterOrEqualTo(hold.expiresAt().plus(Duration.ofMinutes(10)));
        assertThat(extended.createdAt()).isEqualTo(hold.createdAt());
        assertThat(office.get(buyer, hold.id())).isEqualTo(extended);
    }

    @Test
    void nothingIsSoldOutsideTheWindowOrAfterCancellation() {
        // Given
        Instant now = Instant.now();
        UUID early = office.sell(
                sheet().seated("A", 4).with(new SheetRules(now.plusSeconds(600), now.plusSeconds(1200), 10, 0, 10)));
        UUID late = office.sell(
                sheet().seated("A", 4).with(new SheetRules(now.minusSeconds(1200), now.minusSeconds(600), 10, 0, 10)));
        UUID canceled = office.sell(sheet().seated("A", 4));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, canceled, "A-1-1");
        office.harness()
                .call(
                        SaleOperations.CANCEL,
                        new CancelSale(canceled, "rain"),
                        office.harness().serviceCall());
        // When, then
        assertRefused(FaultCode.SALE_CLOSED, () -> office.hold(buyer, early, "A-1-1"));
        assertRefused(FaultCode.SALE_CLOSED, () -> office.hold(buyer, late, "A-1-1"));
        assertRefused(FaultCode.SALE_CLOSED, () -> office.hold(buyer, canceled, "A-1-2"));
        assertRefused(
                FaultCode.SALE_CLOSED,
                () -> office.harness().call(HoldOperations.EXTEND, new GetHold(hold.id()), buyer));
        assertRefused(FaultCode.NOT_FOUND, () -> office.hold(buyer, Ids.next(), "A-1-1"));
    }

    @Test
    void theBestOfARequestTakesWhatItsNamedSeatsWouldLeaveAlone() {
        // Given
        UUID event = office.sell(sheet().seated("A", 2, 2, 2, 2, 2, 2, 7));
        assertThat(office.hold(office.buyer(), bestOf(event, 1)).seats()).allMatch(seat -> seat.startsWith("A-7-"));
        // When
        Hold hold = office.hold(
                office.buyer(),
                new HoldSeats(
                        event, List.of(new SeatChoice("A-1-1")), new BestChoice(1, null, null, null), null, null));
        // Then
        assertThat(hold.seats()).containsExactlyInAnyOrder("A-1-1", "A-1-2");
    }

    @Test
    void whatTheSheetDoesNotKnowIsPointedAt() {
        // Given
        UUID event = office.sell(
                sheet().seated("A", 4).standing("S", 4).type("full", 1_000).type("vip", 2_000, "S"));
        HoldSeats wrong = new HoldSeats(
                event,
                List.of(
                        new SeatChoice("A-1-1"),
                        new SeatChoice("A-1-9"),
                        new SeatChoice("A-1-1"),
                        new SeatChoice("A-1-2", "vip"),
                        new SeatChoice("nonsense")),
                new BestChoice(0, null, null, null),
                List.of(new StandingChoice("A", 1, null), new StandingChoice("S", 0, null)),
                null);
        // When
        ServiceFault refused = refusal(() -> office.hold(office.buyer(), wrong));
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(refused.members().getJsonArray("errors"))
                .extracting(error -> ((io.vertx.core.json.JsonObject) error).getString("pointer"))
                .containsExactly(
                        "/seats/1",
                        "/seats/2",
                        "/seats/3/ticketType",
                        "/seats/4",
                        "/standing/0/section",
                        "/standing/1/quantity",
                        "/best/quantity");
        assertRefused(
                FaultCode.VALIDATION, () -> office.hold(office.buyer(), new HoldSeats(event, null, null, null, null)));
        assertRefused(FaultCode.VALIDATION, () -> office.hold(office.buyer(), bestOf(event, 201)));
        assertRefused(FaultCode.VALIDATION, () -> office.hold(office.buyer(), bestOf(event, 1, "S")));
        assertRefused(FaultCode.VALIDATION, () -> office.hold(office.buyer(), seatsOf(event)));
    }
}
