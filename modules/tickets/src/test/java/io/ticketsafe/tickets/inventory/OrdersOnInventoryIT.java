package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.BoxOffice.assertRefused;
import static io.ticketsafe.tickets.BoxOffice.standingOf;
import static io.ticketsafe.tickets.Sheets.rules;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.HoldStatus;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SectionAvailability;
import io.ticketsafe.tickets.BoxOffice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrdersOnInventoryIT {
    private static BoxOffice office;

    @BeforeAll
    static void open() {
        office = BoxOffice.open();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    private final UUID orderId = Ids.next();
    private final Call buyer = office.buyer();

    private HoldSeats mixed(UUID event) {
        return new HoldSeats(
                event,
                List.of(new SeatChoice("A-1-1"), new SeatChoice("A-1-2", "half")),
                null,
                List.of(new StandingChoice("S", 2, null)),
                null);
    }

    private UUID sale() {
        return office.sell(sheet().seated("A", 4)
                .standing("S", 5)
                .type("full", 500)
                .type("half", 250)
                .with(rules(0, 4)));
    }

    @Test
    void aHoldBecomesAnOrder() {
        // Given
        UUID event = sale();
        Hold hold = office.hold(buyer, mixed(event));
        // When
        HeldPlaces held = await(office.seats().beginOrder(hold.id(), buyer.userId()));
        office.claim(event, orderId, buyer.userId(), "claimed", "A-1-1", "A-1-2");
        office.claimStanding(event, orderId, buyer.userId(), "claimed", "S", 2);
        await(office.seats().claimed(event, hold.id(), orderId));
        await(office.seats().claimed(event, hold.id(), orderId));
        // Then
        assertThat(held.sale().eventId()).isEqualTo(event);
        assertThat(held.items()).extracting(HeldPlaces.Item::seat).containsExactly("A-1-1", "A-1-2", null, null);
        assertThat(held.items()).extracting(HeldPlaces.Item::typeChosen).containsExactly(false, true, false, false);
        assertThat(held.places()).isEqualTo(new Places(List.of("A-1-1", "A-1-2"), Map.of("S", 2)));
        assertThat(held.expiresAt()).isEqualTo(hold.expiresAt());
        assertThat(office.get(buyer, hold.id()).status()).isEqualTo(HoldStatus.ORDERED);
        assertThat(office.letters(event, "A")).isEqualTo("ccff");
        assertThat(office.available(event, "S").claimed()).isEqualTo(2);
        assertRefused(FaultCode.WRONG_STATE, () -> await(office.seats().beginOrder(hold.id(), buyer.userId())));
        assertRefused(
                FaultCode.WRONG_STATE,
                () -> office.harness().call(HoldOperations.RELEASE, new GetHold(hold.id()), buyer));
        assertRefused(FaultCode.LIMIT_PER_BUYER, () -> office.hold(buyer, event, "A-1-3"));
    }

    @Test
    void soldPlacesAreSoldAndRefundedOnesAreFree() {
        // Given
        UUID event = sale();
        Hold hold = office.hold(buyer, mixed(event));
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        office.claim(event, orderId, buyer.userId(), "claimed", "A-1-1", "A-1-2");
        office.claimStanding(event, orderId, buyer.userId(), "claimed", "S", 2);
        await(office.seats().claimed(event, hold.id(), orderId));
        Places all = new Places(List.of("A-1-1", "A-1-2"), Map.of("S", 2));
        // When
        office.claim(event, orderId, buyer.userId(), "sold", "A-1-1", "A-1-2");
        office.claimStanding(event, orderId, buyer.userId(), "sold", "S", 2);
        await(office.seats().settle(event, orderId, buyer.userId(), all));
        await(office.seats().settle(event, orderId, buyer.userId(), all));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("ssff");
        assertThat(counts(event)).containsExactly(3, 0, 0, 2);
        assertThat(office.counted(event, buyer.userId())).isEqualTo(4);
        // When
        office.claimStanding(event, orderId, buyer.userId(), "sold", "S", 1);
        await(office.database().query("DELETE FROM seat_claim WHERE order_id = $1 AND seat = 'A-1-1'", orderId));
        Places some = new Places(List.of("A-1-1"), Map.of("S", 1));
        await(office.seats().settle(event, orderId, buyer.userId(), some));
        await(office.seats().settle(event, orderId, buyer.userId(), some));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("fsff");
        assertThat(counts(event)).containsExactly(4, 0, 0, 1);
        assertThat(office.counted(event, buyer.userId())).isEqualTo(2);
        // When
        office.unclaim(orderId, "A-1-2");
        await(office.seats().settle(event, orderId, buyer.userId(), all));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("ffff");
        assertThat(counts(event)).containsExactly(5, 0, 0, 0);
        assertThat(office.counted(event, buyer.userId())).isZero();
    }

    @Test
    void aRefusedOrderGivesTheHoldBack() {
        // Given
        UUID event = sale();
        Hold hold = office.hold(buyer, mixed(event));
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        assertRefused(
                FaultCode.WRONG_STATE,
                () -> office.harness().call(HoldOperations.RELEASE, new GetHold(hold.id()), buyer));
        // When
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        await(office.seats().abandonOrder(event, hold.id()));
        await(office.seats().abandonOrder(event, hold.id()));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("ffff");
        assertThat(counts(event)).containsExactly(5, 0, 0, 0);
        assertThat(office.get(buyer, hold.id()).status()).isEqualTo(HoldStatus.RELEASED);
    }

    @Test
    void aHoldThatIsBeingOrderedGetsTimeAndLapsesAfterIt() {
        // Given
        UUID event = sale();
        office.holdFor(event, java.time.Duration.ofSeconds(20));
        Hold hold = office.hold(buyer, event, "A-1-1");
        // When
        HeldPlaces held = await(office.seats().beginOrder(hold.id(), buyer.userId()));
        // Then
        assertThat(held.expiresAt())
                .isBetween(Instant.now().plusSeconds(50), Instant.now().plusSeconds(61));
        office.lapse(event, hold.id());
        assertRefused(FaultCode.HOLD_EXPIRED, () -> await(office.seats().beginOrder(hold.id(), buyer.userId())));
        assertThat(office.letters(event, "A")).isEqualTo("ffff");
    }

    @Test
    void orderingAHoldAgainGivesNoMoreTime() {
        // Given
        UUID event = sale();
        office.holdFor(event, java.time.Duration.ofSeconds(20));
        Hold hold = office.hold(buyer, event, "A-1-1");
        Instant first =
                await(office.seats().beginOrder(hold.id(), buyer.userId())).expiresAt();
        Instant again = first;
        // When
        for (int i = 0; i < 20; i++) {
            again = await(office.seats().beginOrder(hold.id(), buyer.userId())).expiresAt();
        }
        // Then
        assertThat(again).isEqualTo(first);
    }

    @Test
    void aHoldThatCouldNotBeOrderedIsAsItWasBefore() {
        // Given
        UUID event = sale();
        office.holdFor(event, java.time.Duration.ofSeconds(20));
        Hold hold = office.hold(buyer, event, "A-1-1", "A-1-2");
        // When
        for (int i = 0; i < 3; i++) {
            await(office.seats().beginOrder(hold.id(), buyer.userId()));
            await(office.seats().keepHold(event, hold.id()));
            await(office.seats().keepHold(event, hold.id()));
        }
        // Then
        assertThat(office.get(buyer, hold.id())).isEqualTo(hold);
        assertThat(office.letters(event, "A")).isEqualTo("hhff");
        office.harness().call(HoldOperations.RELEASE, new GetHold(hold.id()), buyer);
        await(office.seats().keepHold(event, hold.id()));
        assertThat(office.letters(event, "A")).isEqualTo("ffff");
    }

    @Test
    void aHoldIsKeptForTheOrderThatIsStillOnItsWay() {
        // Given
        UUID event = sale();
        Hold hold = office.hold(buyer, event, "A-1-1");
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        // When
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        await(office.seats().keepHold(event, hold.id()));
        // Then
        assertRefused(
                FaultCode.WRONG_STATE,
                () -> office.harness().call(HoldOperations.RELEASE, new GetHold(hold.id()), buyer));
    }

    @Test
    void aHoldOrdersOnlyWhatIsStillItsOwn() {
        // Given
        UUID event = sale();
        Hold hold = office.hold(buyer, mixed(event));
        Call loser = office.buyer();
        Hold lost = office.hold(loser, event, "A-1-3");
        office.claim(event, orderId, Ids.next(), "sold", "A-1-2", "A-1-3");
        await(office.seats().settle(event, orderId, null, Places.NONE));
        // When
        HeldPlaces held = await(office.seats().beginOrder(hold.id(), buyer.userId()));
        // Then
        assertThat(held.places()).isEqualTo(new Places(List.of("A-1-1"), Map.of("S", 2)));
        assertRefused(FaultCode.HOLD_EXPIRED, () -> await(office.seats().beginOrder(lost.id(), loser.userId())));
    }

    @Test
    void claimsCountAlthoughTheHoldLapsedMeanwhile() {
        // Given
        UUID event = sale();
        Hold hold = office.hold(buyer, mixed(event));
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        office.claim(event, orderId, buyer.userId(), "claimed", "A-1-1", "A-1-2");
        office.claimStanding(event, orderId, buyer.userId(), "claimed", "S", 2);
        office.lapse(event, hold.id());
        Call rival = office.buyer();
        Hold rivals = office.hold(rival, event, "A-1-2", "A-1-3");
        // When
        await(office.seats().claimed(event, hold.id(), orderId));
        await(office.seats().claimed(event, hold.id(), orderId));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("cchf");
        assertThat(counts(event)).containsExactly(3, 0, 2, 0);
        assertThat(office.counted(event, buyer.userId())).isEqualTo(4);
        assertThat(office.counted(event, rival.userId())).isEqualTo(1);
        // When the seat is refunded and held by a third, the rival's hold must not give it back
        office.unclaim(orderId, "A-1-1", "A-1-2");
        await(office.seats()
                .settle(event, orderId, buyer.userId(), new Places(List.of("A-1-1", "A-1-2"), Map.of("S", 2))));
        office.hold(office.buyer(), event, "A-1-2");
        office.harness().call(HoldOperations.RELEASE, new GetHold(rivals.id()), rival);
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("fhff");
        assertThat(office.counted(event, rival.userId())).isZero();
    }

    @Test
    void onlyTheHolderMayOrderAndOnlyWhatIsOnSale() {
        // Given
        UUID event = sale();
        Hold hold = office.hold(buyer, event, "A-1-1");
        // When, then
        assertRefused(FaultCode.NOT_FOUND, () -> await(office.seats().beginOrder(hold.id(), Ids.next())));
        assertRefused(FaultCode.NOT_FOUND, () -> await(office.seats().beginOrder(Ids.next(), buyer.userId())));
        office.harness()
                .call(
                        SaleOperations.CANCEL,
                        new CancelSale(event, null),
                        office.harness().serviceCall());
        assertRefused(FaultCode.SALE_CLOSED, () -> await(office.seats().beginOrder(hold.id(), buyer.userId())));
        assertRefused(FaultCode.SALE_CLOSED, () -> office.hold(buyer, standingOf(event, "S", 1)));
    }

    private List<Integer> counts(UUID event) {
        SectionAvailability standing = office.available(event, "S");
        return List.of(standing.free(), standing.held(), standing.claimed(), standing.sold());
    }
}
