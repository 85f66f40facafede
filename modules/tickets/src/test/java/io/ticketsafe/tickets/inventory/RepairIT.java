package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.BoxOffice.standingOf;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAllotment;
import io.ticketsafe.tickets.BoxOffice;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairIT {
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
    private final UUID owner = Ids.next();

    private static void compare() {
        await(office.inventory().reconciler().round());
    }

    private static int comparedNow(BoxOffice office) {
        await(office.inventory().reconciler().round());
        return office.inventory().reconciler().compared();
    }

    private static double drift() {
        return drift(office);
    }

    /** Again until nothing differs any more; tests share the office, and so the meter. */
    static void compareUntilAllIsRight(BoxOffice office) {
        for (int i = 0; i < 6 && (i == 0 || drift(office) > 0); i++) {
            await(office.inventory().reconciler().round());
        }
        assertThat(drift(office)).isZero();
    }

    @BeforeEach
    void begin() {
        compareUntilAllIsRight(office);
    }

    /** All kinds together. */
    static double drift(BoxOffice office) {
        return office.harness().context().meters().get("ticketsafe.inventory.drift").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private static double drift(String kind) {
        return office.harness()
                .context()
                .meters()
                .get("ticketsafe.inventory.drift")
                .tag("kind", kind)
                .gauge()
                .value();
    }

    @Test
    void countersOfStandingPlacesAreRepaired() {
        // Given
        UUID event = office.sell(sheet().standing("S", 20));
        office.claimStanding(event, orderId, owner, "sold", "S", 3);
        await(office.seats().settle(event, orderId, owner, Places.NONE));
        Call buyer = office.buyer();
        office.hold(buyer, standingOf(event, "S", 2));
        await(office.redis()
                .send(Request.cmd(Command.HSET)
                        .arg(Sale.prefix(event) + "ga:S")
                        .arg("f")
                        .arg(19)
                        .arg("h")
                        .arg(-4)
                        .arg("s")
                        .arg(9)));
        // When
        compare();
        // Then
        assertThat(office.available(event, "S").free()).isEqualTo(15);
        assertThat(office.available(event, "S").held()).isEqualTo(2);
        assertThat(office.available(event, "S").sold()).isEqualTo(3);
        assertThat(drift("counter")).isOne();
        compareUntilAllIsRight(office);
    }

    @Test
    void whatIsKeptForAChannelIsRepaired() {
        // Given
        UUID event = aThirdOfTheFloorForTheNorth();
        setInFloor(event, "r", 6);
        office.inventory().reconciler().doubt(event);
        // When
        compare();
        // Then
        assertFloorOfTheNorth(event);
        assertThat(drift("counter")).isOne();
        compareUntilAllIsRight(office);
    }

    @Test
    void whatIsUsedOfAChannelIsCountedFromHoldsAndClaims() {
        // Given
        UUID event = aThirdOfTheFloorForTheNorth();
        setInFloor(event, "u:north", 9, "r", 0, "f", 21, "u:south", 3);
        office.inventory().reconciler().doubt(event);
        // When
        compare();
        // Then
        assertFloorOfTheNorth(event);
        assertThat(drift("hold")).isOne();
        compareUntilAllIsRight(office);
    }

    /** Of ten places two are sold and three are held with the channel's key, and three without one. */
    private UUID aThirdOfTheFloorForTheNorth() {
        UUID event = office.sell(
                sheet().standing("S", 29).channel("north", null, null, List.of(), new SheetAllotment("S", 10)));
        await(office.database().query("""
                INSERT INTO standing_claim (event_id, section, order_id, buyer, quantity, state, channel)
                VALUES ($1, 'S', $2, $3, 2, 'sold', 'north')
                """, event, orderId, owner));
        await(office.seats().settle(event, orderId, owner, Places.NONE));
        office.hold(
                office.buyer(),
                new HoldSeats(event, null, null, List.of(new StandingChoice("S", 3, null)), "north-key"));
        office.hold(office.buyer(), standingOf(event, "S", 3));
        compareUntilAllIsRight(office);
        assertFloorOfTheNorth(event);
        return event;
    }

    private static void setInFloor(UUID event, Object... fields) {
        Request set = Request.cmd(Command.HSET).arg(Sale.prefix(event) + "ga:S");
        for (Object field : fields) {
            set.arg(field.toString());
        }
        await(office.redis().send(set));
    }

    private static void assertFloorOfTheNorth(UUID event) {
        var fields = await(office.redis()
                .send(Request.cmd(Command.HMGET)
                        .arg(Sale.prefix(event) + "ga:S")
                        .arg("f")
                        .arg("h")
                        .arg("s")
                        .arg("r")
                        .arg("u:north")
                        .arg("u:south")));
        assertThat(fields)
                .extracting(field -> field == null ? 0 : field.toInteger())
                .containsExactly(16, 6, 2, 5, 5, 0);
    }

    @Test
    void seatsThatNobodyHoldsAreFreeAgainAndSeatsOfHoldsAreHeld() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Call buyer = office.buyer();
        office.hold(buyer, event, "A-1-1");
        office.hold(buyer, event, "A-1-4");
        await(office.redis()
                .send(Request.cmd(Command.SET).arg(Sale.prefix(event) + "sec:A").arg("fhhhf")));
        await(office.redis()
                .send(Request.cmd(Command.HSET)
                        .arg(Sale.prefix(event) + "buyers")
                        .arg(RawId.of(buyer.userId()))
                        .arg(9)));
        office.inventory().reconciler().doubt(event);
        // When
        compare();
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("hffhf");
        assertThat(office.counted(event, buyer.userId())).isEqualTo(2);
        assertThat(drift("hold")).isEqualTo(3);
        assertThat(drift("cap")).isOne();
        compare();
        assertThat(drift()).isZero();
    }

    @Test
    void manyHoldsAreLookedThroughPageByPage() {
        // Given
        UUID event = office.sell(sheet().standing("S", 5_000));
        List<Call> buyers = IntStream.range(0, 40).mapToObj(i -> office.buyer()).toList();
        List<Future<Hold>> holds = IntStream.range(0, 1_200)
                .mapToObj(i -> office.holdLater(buyers.get(i % 40), standingOf(event, "S", 1)))
                .toList();
        holds.forEach(hold -> await(hold));
        Request forget = Request.cmd(Command.HDEL).arg(Sale.prefix(event) + "buyers");
        buyers.forEach(buyer -> forget.arg(RawId.of(buyer.userId())));
        await(office.redis().send(forget));
        office.inventory().reconciler().doubt(event);
        // When
        compare();
        // Then
        assertThat(buyers)
                .allSatisfy(buyer ->
                        assertThat(office.counted(event, buyer.userId())).isEqualTo(30));
        assertThat(drift("cap")).isEqualTo(40);
        assertThat(drift("hold")).isZero();
    }

    @Test
    void claimsOfPlacesThatTheSheetDoesNotHaveAreCounted() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        office.claim(event, orderId, owner, "sold", "A-9-9", "A-1-1");
        // When
        compare();
        compare();
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("sffff");
        assertThat(drift("unknown")).isOne();
        office.unclaim(orderId, "A-9-9");
        compare();
        assertThat(drift("unknown")).isZero();
    }

    @Test
    void claimsThatRedisWasNotToldOfAreFoundOut() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5).standing("S", 5));
        office.claim(event, orderId, owner, "sold", "A-1-1");
        office.claim(event, orderId, owner, "claimed", "A-1-2");
        office.claimStanding(event, orderId, owner, "sold", "S", 2);
        // When
        compare();
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("fffff");
        assertThat(drift()).isEqualTo(3);
        // When
        compare();
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("scfff");
        assertThat(office.available(event, "S").sold()).isEqualTo(2);
        assertThat(office.counted(event, owner)).isEqualTo(4);
        compare();
        assertThat(drift()).isZero();
    }

    @Test
    void refundsThatRedisWasNotToldOfAreFoundOutAndTheCapsCountedAnew() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5).standing("S", 5));
        office.claim(event, orderId, owner, "sold", "A-1-1", "A-1-2");
        office.claimStanding(event, orderId, owner, "sold", "S", 2);
        await(office.seats().settle(event, orderId, owner, new Places(List.of(), Map.of())));
        Call buyer = office.harness().userCall(owner);
        office.hold(buyer, event, "A-1-5");
        office.hold(buyer, standingOf(event, "S", 2));
        assertThat(office.counted(event, owner)).isEqualTo(7);
        office.unclaim(orderId, "A-1-1");
        // When
        compare();
        compare();
        compare();
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("fsffh");
        assertThat(office.available(event, "S").sold()).isZero();
        assertThat(office.available(event, "S").free()).isEqualTo(3);
        assertThat(office.counted(event, owner)).isEqualTo(4);
    }

    @Test
    void anOrderOnItsWayIsLeftAlone() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-1");
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        compare();
        office.claim(event, orderId, buyer.userId(), "claimed", "A-1-1");
        // When
        compare();
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("hffff");
        await(office.seats().claimed(event, hold.id(), orderId));
        compare();
        assertThat(office.letters(event, "A")).isEqualTo("cffff");
        assertThat(office.counted(event, buyer.userId())).isEqualTo(1);
    }

    @Test
    void anOrderThatWasRepairedOnItsWayCountsOnce() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-1", "A-1-2");
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        office.claim(event, orderId, buyer.userId(), "claimed", "A-1-1", "A-1-2");
        compare();
        compare();
        assertThat(office.letters(event, "A")).isEqualTo("ccfff");
        // When
        await(office.seats().claimed(event, hold.id(), orderId));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("ccfff");
        assertThat(office.counted(event, buyer.userId())).isEqualTo(2);
    }

    @Test
    void standingPlacesThatWereRepairedOnTheirWayCountOnce() {
        // Given
        UUID event = office.sell(sheet().standing("S", 10));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, standingOf(event, "S", 2));
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        office.claimStanding(event, orderId, buyer.userId(), "claimed", "S", 2);
        await(office.seats().settle(event, orderId, buyer.userId(), new Places(List.of(), Map.of("S", 2))));
        // When
        await(office.seats().claimed(event, hold.id(), orderId));
        // Then
        assertThat(office.available(event, "S").claimed()).isEqualTo(2);
        assertThat(office.available(event, "S").free()).isEqualTo(8);
        assertThat(office.counted(event, buyer.userId())).isEqualTo(2);
    }

    @Test
    void capsAreNotCountedAnewWhileAnythingDiffers() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        office.claim(event, orderId, owner, "sold", "A-1-1", "A-1-2");
        await(office.seats().settle(event, orderId, owner, Places.NONE));
        office.claim(event, orderId, owner, "sold", "A-1-3");
        compare();
        compare();
        office.unclaim(orderId, "A-1-2");
        // When
        compare();
        await(office.seats().settle(event, orderId, owner, new Places(List.of("A-1-2"), Map.of())));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("sfsff");
        assertThat(office.counted(event, owner)).isEqualTo(2);
    }

    @Test
    void aSeatThatWentFromOneOrderToAnotherCountsForItsNewOwner() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        office.claim(event, orderId, owner, "claimed", "A-1-1");
        await(office.seats().settle(event, orderId, owner, Places.NONE));
        UUID newOrder = Ids.next();
        UUID newOwner = Ids.next();
        office.unclaim(orderId, "A-1-1");
        office.claim(event, newOrder, newOwner, "sold", "A-1-1");
        // When
        await(office.seats().settle(event, newOrder, newOwner, Places.NONE));
        await(office.seats().settle(event, orderId, owner, new Places(List.of("A-1-1"), Map.of())));
        compare();
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("sffff");
        assertThat(office.counted(event, owner)).isZero();
        assertThat(office.counted(event, newOwner)).isOne();
    }

    @Test
    void whatHasNotChangedIsNotComparedAgain() {
        // Given: rounds of its own, since every so many of them compare everything
        BoxOffice own = BoxOffice.open();
        UUID event = own.sell(sheet().seated("A", 5).standing("S", 5));
        own.claim(event, orderId, owner, "claimed", "A-1-1", "A-1-2");
        own.claimStanding(event, orderId, owner, "claimed", "S", 2);
        await(own.seats().settle(event, orderId, owner, Places.NONE));
        comparedNow(own);
        comparedNow(own);
        comparedNow(own);
        // When
        comparedNow(own);
        // Then
        assertThat(own.inventory().reconciler().compared()).isZero();
        own.hold(own.buyer(), event, "A-1-5");
        assertThat(comparedNow(own)).isOne();
        own.claim(event, orderId, owner, "sold", "A-1-2");
        assertThat(comparedNow(own)).isOne();
        await(own.seats().settle(event, orderId, owner, Places.NONE));
        comparedNow(own);
        own.claimStanding(event, orderId, owner, "claimed", "S", 1);
        assertThat(comparedNow(own)).isOne();
        own.unclaim(orderId, "A-1-1", "A-1-2");
        comparedNow(own);
        comparedNow(own);
        assertThat(own.letters(event, "A")).isEqualTo("ffffh");
        own.close();
    }

    @Test
    void whatDifferedIsRememberedUntilTheEventIsLookedAtAgain() {
        // Given
        BoxOffice large = BoxOffice.open();
        UUID event = large.sell(sheet().seated("A", 2));
        large.claim(event, orderId, owner, "sold", "A-1-1");
        await(large.inventory().reconciler().round());
        for (int i = 0; i < 155; i++) {
            large.sell(sheet().seated("A", 1));
        }
        // When
        for (int i = 0; i < 5; i++) {
            large.sales().changed(event);
            await(large.inventory().reconciler().round());
        }
        // Then
        assertThat(large.letters(event, "A")).isEqualTo("sf");
        large.close();
    }

    @Test
    void anEventThatCannotBeComparedHoldsUpNoOther() {
        // Given
        List<UUID> events = new ArrayList<>();
        UUID unreadable = null;
        for (int i = 0; i < 9; i++) {
            UUID event = office.sell(sheet().seated("A", 2));
            boolean bad = i == 4;
            office.claim(event, Ids.next(), Ids.next(), "sold", bad ? "NONE-1-1" : "A-1-1");
            if (bad) {
                unreadable = event;
            } else {
                events.add(event);
            }
        }
        // When
        compare();
        compare();
        // Then
        assertThat(events)
                .allSatisfy(event -> assertThat(office.letters(event, "A")).isEqualTo("sf"));
        await(office.database().query("DELETE FROM seat_claim WHERE event_id = $1", unreadable));
    }

    @Test
    void anEventWhoseHoldsCannotBeGivenBackHoldsUpNoOther() {
        // Given
        BoxOffice busy =
                BoxOffice.open(new InventoryConfig(Duration.ofMillis(50), Duration.ofHours(1), null, null, null));
        List<UUID> events = IntStream.range(0, 5)
                .mapToObj(i -> busy.sell(sheet().seated("A", 2)))
                .toList();
        await(busy.redis()
                .send(Request.cmd(Command.SET)
                        .arg(Sale.prefix(events.get(2)) + "expiry")
                        .arg("no index")));
        // When
        for (UUID event : events) {
            if (event != events.get(2)) {
                busy.holdFor(event, Duration.ofMillis(100));
                busy.hold(busy.buyer(), event, "A-1-1");
            }
        }
        // Then
        events.stream().filter(event -> event != events.get(2)).forEach(event -> awaitFree(busy, event, "ff"));
        busy.close();
    }

    @Test
    void whatLapsesIsGivenBackWithoutAnyRequest() {
        // Given
        BoxOffice busy =
                BoxOffice.open(new InventoryConfig(Duration.ofMillis(50), Duration.ofHours(1), null, null, null));
        UUID event = busy.sell(sheet().seated("A", 5));
        busy.holdFor(event, Duration.ofMillis(100));
        // When
        busy.hold(busy.buyer(), event, "A-1-1");
        // Then
        awaitFree(busy, event, "fffff");
        busy.close();
    }

    @Test
    void holdsOfManyEventsLapseWithoutAnyRequestThoughTheirSheetsAreNotInMemory() {
        // Given
        BoxOffice busy =
                BoxOffice.open(new InventoryConfig(Duration.ofMillis(50), Duration.ofHours(1), null, null, null));
        List<UUID> events = IntStream.range(0, 130)
                .mapToObj(i -> busy.sell(sheet().seated("A", 8)))
                .toList();
        // When
        for (UUID event : events) {
            busy.holdFor(event, Duration.ofMillis(300));
            for (int seat = 1; seat <= 8; seat++) {
                busy.hold(busy.buyer(), event, "A-1-" + seat);
            }
        }
        events.forEach(event -> busy.sales().changed(event));
        // Then
        events.forEach(event -> awaitFree(busy, event, "ffffffff"));
        assertThat(busy.harness()
                        .context()
                        .meters()
                        .get("ticketsafe.holds.lapse.lag")
                        .timeGauge()
                        .value(TimeUnit.SECONDS))
                .isBetween(0.0, 30.0);
        busy.close();
    }

    private static void awaitFree(BoxOffice busy, UUID event, String expected) {
        Request text = Request.cmd(Command.GET).arg(Sale.prefix(event) + "sec:A");
        String letters = "";
        for (int i = 0; i < 100 && !letters.equals(expected); i++) {
            letters = await(Future.<Void>future(pause -> busy.harness().vertx().setTimer(50, t -> pause.complete()))
                            .compose(v -> busy.redis().send(text)))
                    .toString();
        }
        assertThat(letters).isEqualTo(expected);
    }
}
