package io.ticketsafe.tickets.hold;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.BoxOffice.assertRefused;
import static io.ticketsafe.tickets.BoxOffice.refusal;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.contract.tickets.SaleOperations.SectionAvailability;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAllotment;
import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.ticketsafe.contract.tickets.SeatMapOperations.GetSeatMap;
import io.ticketsafe.contract.tickets.SeatMapOperations.SeatMap;
import io.ticketsafe.tickets.BoxOffice;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.inventory.Places;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.json.JsonArray;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChannelsIT {
    private static final String NORTH = "north-key";
    private static final String SOUTH = "south-key";
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
    void seatsOfAChannelSellWithItsKeyOnly() {
        // Given
        UUID event =
                office.sell(sheet().seated("A", 6).channel("north", "A-1-1:3").channel("south", "A-1-4"));
        // When
        ServiceFault without = refusal(() -> office.hold(office.buyer(), event, "A-1-1", "A-1-5"));
        ServiceFault other = refusal(() -> office.hold(office.buyer(), withKey(event, SOUTH, "A-1-1")));
        Hold held = office.hold(office.buyer(), withKey(event, NORTH, "A-1-1", "A-1-6"));
        // Then
        assertThat(without.code()).isEqualTo(FaultCode.SEATS_TAKEN);
        assertThat(without.members().getJsonArray("seats")).isEqualTo(new JsonArray().add("A-1-1"));
        assertThat(other.code()).isEqualTo(FaultCode.SEATS_TAKEN);
        assertThat(held.seats()).containsExactly("A-1-1", "A-1-6");
        assertThat(held.items()).extracting(Item::channel).containsOnly("north");
        assertThat(office.letters(event, "A")).isEqualTo("hbbbfh");
        assertThat(office.available(event, "A")).satisfies(counts -> {
            assertThat(counts.free()).isOne();
            assertThat(counts.blocked()).isEqualTo(3);
            assertThat(counts.held()).isEqualTo(2);
        });
    }

    @Test
    void aKeyThatOpensNothingIsRefused() {
        // Given
        UUID event = office.sell(sheet().seated("A", 6).channel("north", "A-1-1"));
        UUID plain = office.sell(sheet().seated("A", 6));
        // When
        ServiceFault wrong = refusal(() -> office.hold(office.buyer(), withKey(event, "north", "A-1-5")));
        // Then
        assertThat(wrong.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(wrong.members().getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("/channelKey");
        assertRefused(FaultCode.VALIDATION, () -> office.hold(office.buyer(), withKey(plain, NORTH, "A-1-1")));
    }

    @Test
    void aRepeatFindsItsHoldThoughTheChannelIsGone() {
        // Given
        UUID event = office.sell(sheet().seated("A", 6).channel("north", "A-1-1"));
        UUID user = Ids.next();
        Call buyer = office.harness().userCall(user, "first");
        Hold first = office.hold(buyer, withKey(event, NORTH, "A-1-1"));
        // When
        office.sell(sheet(event).seated("A", 6).version(2));
        // Then
        assertThat(office.hold(buyer, withKey(event, NORTH, "A-1-1"))).isEqualTo(first);
        assertRefused(
                FaultCode.VALIDATION,
                () -> office.hold(office.harness().userCall(user, "second"), withKey(event, NORTH, "A-1-2")));
    }

    @Test
    void aKeyThatIsTooNewForTheSheetInMemoryIsFound() {
        // Given
        UUID event = office.sell(sheet().seated("A", 6));
        Sale stale = await(office.sales().byEvent(event));
        office.sell(sheet(event).seated("A", 6).version(2).channel("north", "A-1-1"));
        office.sales().put(stale);
        // When
        Hold held = office.hold(office.buyer(), withKey(event, NORTH, "A-1-1"));
        // Then
        assertThat(held.seats()).containsExactly("A-1-1");
    }

    @Test
    void sellersOfAnAgencyNeedNoKeyForItsChannel() {
        // Given
        UUID agency = Ids.next();
        UUID seller = Ids.next();
        office.harness().member(agency, seller, MemberRole.SALES);
        UUID event = office.sell(sheet().seated("A", 6).channel("north", agency, null, List.of("A")));
        // When
        Hold held = office.hold(office.harness().userCall(seller), withKey(event, "north", "A-1-2"));
        // Then
        assertThat(held.seats()).containsExactly("A-1-2");
        assertRefused(FaultCode.VALIDATION, () -> office.hold(office.buyer(), withKey(event, "north", "A-1-3")));
    }

    @Test
    void whatIsReleasedOrLapsesGoesBackToItsChannel() {
        // Given
        UUID event = office.sell(sheet().section("A", List.of(Sheets.row("1", 6, "2")))
                .channel("north", "A-1-1:3")
                .blocked("A-1-6"));
        Call buyer = office.buyer();
        Hold released = office.hold(buyer, withKey(event, NORTH, "A-1-1", "A-1-4"));
        Hold lapsed = office.hold(office.buyer(), withKey(event, NORTH, "A-1-2", "A-1-3", "A-1-5"));
        // When
        office.harness().call(HoldOperations.RELEASE, new GetHold(released.id()), buyer);
        office.lapse(event, lapsed.id());
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("bbbffb");
        assertThat(text(event, "A")).isEqualTo("aAaffb");
    }

    @Test
    void bestAvailableWithAKeyPrefersTheChannelsSeats() {
        // Given
        UUID event = office.sell(sheet().seated("A", 4, 4).channel("north", "A-2-1:2", "A-1-2"));
        // When
        Hold own = office.hold(office.buyer(), best(event, 2, NORTH));
        Hold mixed = office.hold(office.buyer(), best(event, 4, NORTH));
        // Then
        assertThat(own.seats()).containsExactly("A-2-1", "A-2-2");
        assertThat(own.adjacent()).isTrue();
        assertThat(mixed.seats()).containsExactly("A-1-1", "A-1-2", "A-1-3", "A-1-4");
        assertRefused(FaultCode.NOT_ENOUGH_SEATS, () -> office.hold(office.buyer(), best(event, 3, null)));
    }

    @Test
    void whatIsLeftOfAChannelIsReleasedAtItsDate() {
        // Given
        Instant later = Instant.now().plusSeconds(3600);
        UUID event = office.sell(sheet().section("A", List.of(Sheets.row("1", 5, "2")))
                .standing("P", 10)
                .channel("north", null, later, List.of("A-1-1:3"), new SheetAllotment("P", 6))
                .channel("south", "A-1-4"));
        Call buyer = office.buyer();
        Hold held = office.hold(buyer, withKey(event, NORTH, "A-1-1"));
        Hold standing = office.hold(buyer, standing(event, 2, NORTH));
        // When
        dateComes(event);
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("hffbf");
        assertThat(text(event, "A")).isEqualTo("hFfdf");
        assertThat(office.available(event, "P").free()).isEqualTo(8);
        office.harness().call(HoldOperations.RELEASE, new GetHold(held.id()), buyer);
        office.harness().call(HoldOperations.RELEASE, new GetHold(standing.id()), buyer);
        assertThat(office.letters(event, "A")).isEqualTo("fffbf");
        assertCounts(event, 10, 0, 0, 0);
        assertThat(office.hold(office.buyer(), event, "A-1-1", "A-1-3").seats()).hasSize(2);
    }

    @Test
    void aHoldFindsWhatIsDueByItself() {
        // Given
        UUID event = office.sell(
                sheet().seated("A", 3).channel("north", null, Instant.now().plusSeconds(3600), List.of("A")));
        // When
        dateComes(event);
        // Then
        assertThat(office.hold(office.buyer(), event, "A-1-1").seats()).containsExactly("A-1-1");
    }

    @Test
    void seatsThatAreHeldOrSoldAreAssignedOnceTheyAreFree() {
        // Given
        Sheets before = sheet().seated("A", 6).seated("B", 2).channel("south", "B");
        UUID event = office.sell(before);
        Call buyer = office.buyer();
        Hold held = office.hold(buyer, event, "A-1-1");
        UUID order = Ids.next();
        office.claim(event, order, buyer.userId(), "sold", "A-1-2");
        await(office.seats().settle(event, order, buyer.userId(), new Places(List.of("A-1-2"), Map.of())));
        // When
        office.sell(sheet(event).seated("A", 6).seated("B", 2).version(2).channel("north", "A-1-1:3"));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("hsbfff");
        assertThat(office.letters(event, "B")).isEqualTo("ff");
        office.harness().call(HoldOperations.RELEASE, new GetHold(held.id()), buyer);
        office.unclaim(order, "A-1-2");
        await(office.seats().settle(event, order, buyer.userId(), new Places(List.of("A-1-2"), Map.of())));
        assertThat(office.letters(event, "A")).isEqualTo("bbbfff");
        office.sell(sheet(event).seated("A", 6).seated("B", 2).version(3));
        assertThat(office.letters(event, "A")).isEqualTo("ffffff");
    }

    @Test
    void anAllotmentOfStandingPlacesIsACounterOfItsOwn() {
        // Given
        UUID event = office.sell(standingSheet());
        // When
        ServiceFault tooMany = refusal(() -> office.hold(office.buyer(), standing(event, 6, null)));
        Call buyer = office.buyer();
        Hold withKey = office.hold(buyer, standing(event, 5, NORTH));
        // Then
        assertThat(tooMany.code()).isEqualTo(FaultCode.NOT_ENOUGH_SEATS);
        assertThat(tooMany.members().getInteger("left")).isEqualTo(5);
        assertCounts(event, 4, 1, 5, 0);
        office.hold(office.buyer(), standing(event, 4, null));
        assertRefused(FaultCode.NOT_ENOUGH_SEATS, () -> office.hold(office.buyer(), standing(event, 1, NORTH)));
        office.hold(office.buyer(), standing(event, 1, SOUTH));
        office.harness().call(HoldOperations.RELEASE, new GetHold(withKey.id()), buyer);
        assertCounts(event, 1, 4, 5, 0);
    }

    /** Free may be below 0 then; only with what is kept can it be told what is left. */
    @Test
    void whoFollowsStandingPlacesIsToldWhatIsKeptForChannels() {
        // Given
        UUID event = office.sell(standingSheet());
        Call buyer = office.buyer();
        office.hold(buyer, standing(event, 3, null));
        // When
        SeatMap map =
                await(office.harness().context().bus().call(SeatMapOperations.GET, new GetSeatMap(event, null), buyer));
        // Then
        assertThat(map.sections())
                .filteredOn(section -> section.code().equals("P"))
                .singleElement()
                .satisfies(section -> assertThat(section.counters()).containsExactly(2, 3, 0, 0, 5));
    }

    @Test
    void standingPlacesOfAnOrderGoBackToTheirChannel() {
        // Given
        UUID event = office.sell(standingSheet());
        Call buyer = office.buyer();
        Hold held = office.hold(buyer, standing(event, 3, NORTH));
        UUID order = Ids.next();
        // When
        await(office.seats().beginOrder(held.id(), buyer.userId()));
        claimStanding(event, order, buyer.userId(), "claimed", 3);
        await(office.seats().claimed(event, held.id(), order));
        // Then
        assertCounts(event, 5, 2, 0, 3);
        claimStanding(event, order, buyer.userId(), "claimed", 2);
        await(office.seats().settle(event, order, buyer.userId(), new Places(List.of(), Map.of("P", 1))));
        assertCounts(event, 5, 3, 0, 2);
        Map<String, String> before = counters(event);
        office.forgetEverything();
        assertCounts(event, 5, 3, 0, 2);
        assertThat(counters(event)).isEqualTo(before);
        office.unclaim(order);
        await(office.seats().settle(event, order, buyer.userId(), new Places(List.of(), Map.of("P", 1))));
        assertCounts(event, 5, 5, 0, 0);
    }

    @Test
    void anInventoryThatWasLostComesBackWithItsChannels() {
        // Given
        UUID event = office.sell(sheet().section("A", List.of(Sheets.row("1", 6, "2")))
                .channel("north", "A-1-1:2")
                .channel("past", null, Instant.now().minusSeconds(60), List.of("A-1-3"))
                .blocked("A-1-6"));
        office.claim(event, Ids.next(), Ids.next(), "sold", "A-1-2");
        // When
        office.forgetEverything();
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("bsfffb");
        assertThat(text(event, "A")).isEqualTo("aSfffb");
        assertThat(office.hold(office.buyer(), withKey(event, NORTH, "A-1-1")).seats())
                .hasSize(1);
    }

    @Test
    void capsCountWhatIsHeldWithAKey() {
        // Given
        UUID event =
                office.sell(sheet().seated("A", 6).channel("north", "A-1-1:3").with(Sheets.rules(0, 2)));
        Call buyer = office.buyer();
        office.hold(buyer, withKey(event, NORTH, "A-1-1"));
        // When, then
        assertRefused(FaultCode.LIMIT_PER_BUYER, () -> office.hold(buyer, event, "A-1-4", "A-1-5"));
        assertThat(office.counted(event, buyer.userId())).isOne();
    }

    private static Sheets standingSheet() {
        return sheet().standing("P", 10)
                .channel("north", null, null, List.of(), new SheetAllotment("P", 4))
                .channel("south", null, null, List.of(), new SheetAllotment("P", 1));
    }

    private static HoldSeats withKey(UUID event, String key, String... seats) {
        List<SeatChoice> choices = Arrays.stream(seats).map(SeatChoice::new).toList();
        return new HoldSeats(event, choices, null, null, key);
    }

    private static HoldSeats best(UUID event, int quantity, String key) {
        return new HoldSeats(event, null, new BestChoice(quantity, null, null, null), null, key);
    }

    private static HoldSeats standing(UUID event, int quantity, String key) {
        return new HoldSeats(event, null, null, List.of(new StandingChoice("P", quantity, null)), key);
    }

    private static void claimStanding(UUID event, UUID order, UUID buyer, String state, int quantity) {
        office.claimStanding(event, order, buyer, state, "P", quantity);
        await(office.database().query("UPDATE standing_claim SET channel = 'north' WHERE order_id = $1", order));
    }

    private static void assertCounts(UUID event, int free, int keptForChannels, int held, int claimed) {
        SectionAvailability counts = office.available(event, "P");
        assertThat(List.of(counts.free(), counts.blocked(), counts.held(), counts.claimed()))
                .as("free, kept for channels, held, claimed")
                .containsExactly(free, keptForChannels, held, claimed);
    }

    /** The section as Redis has it. */
    private static String text(UUID event, String section) {
        return await(office.redis().send(Request.cmd(Command.GET).arg(Sale.prefix(event) + "sec:" + section)))
                .toString();
    }

    /** Of the standing section, without what is nought. */
    private static Map<String, String> counters(UUID event) {
        Response all = await(office.redis().send(Request.cmd(Command.HGETALL).arg(Sale.prefix(event) + "ga:P")));
        Map<String, String> counters = new TreeMap<>();
        all.getKeys().forEach(field -> counters.put(field, all.get(field).toString()));
        counters.values().removeIf("0"::equals);
        return counters;
    }

    /** The date of the first channel comes now. */
    private static void dateComes(UUID event) {
        await(office.redis()
                .send(Request.cmd(Command.HSET)
                        .arg(Sale.prefix(event) + "meta")
                        .arg("release")
                        .arg(1)
                        .arg("releases")
                        .arg("1:a:north")));
    }
}
