package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.BoxOffice.assertRefused;
import static io.ticketsafe.tickets.BoxOffice.bestOf;
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
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.ReleaseSeat;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.GetAvailability;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.dev.TestStores;
import io.ticketsafe.tickets.BoxOffice;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossIT {
    private static BoxOffice office;

    @BeforeAll
    static void open() {
        office = BoxOffice.open();
    }

    @AfterAll
    static void close() {
        TestStores.shared().stores().redis().start();
        office.close();
    }

    @Test
    void whatRedisLosesIsLoadedFromTheClaims() {
        // Given
        UUID event = office.sell(sheet().section("A", List.of(row("1", 4, "4"), row("2", 3)))
                .standing("S", 10)
                .with(rules(0, 6)));
        UUID owner = Ids.next();
        UUID order = Ids.next();
        office.claim(event, order, owner, "claimed", "A-1-4", "A-2-1");
        office.claim(event, order, owner, "sold", "A-1-2");
        office.claimStanding(event, order, owner, "sold", "S", 3);
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-1");
        long version = version(event);
        // When
        office.forgetEverything();
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("fsfc cff");
        assertThat(office.available(event, "S").sold()).isEqualTo(3);
        assertThat(office.available(event, "S").free()).isEqualTo(7);
        assertThat(version(event)).isGreaterThan(version);
        assertThat(office.counted(event, owner)).isEqualTo(6);
        assertRefused(FaultCode.HOLD_EXPIRED, () -> office.get(buyer, hold.id()));
        assertRefused(FaultCode.HOLD_EXPIRED, () -> await(office.seats().beginOrder(hold.id(), buyer.userId())));
        assertRefused(FaultCode.SEATS_TAKEN, () -> office.hold(buyer, event, "A-1-2"));
        assertRefused(
                FaultCode.LIMIT_PER_BUYER, () -> office.hold(office.harness().userCall(owner), event, "A-1-3"));
        assertThat(office.hold(buyer, event, "A-1-1").seats()).containsExactly("A-1-1");
    }

    @Test
    void manyRequestsThatFindNothingLoadOnce() {
        // Given
        UUID event = office.sell(sheet().seated("A", 50, 50));
        List<Call> buyers = IntStream.range(0, 50).mapToObj(i -> office.buyer()).toList();
        office.forgetEverything();
        // When
        List<Future<Hold>> attempts = new ArrayList<>();
        buyers.forEach(buyer -> attempts.add(office.holdLater(buyer, bestOf(event, 2))));
        // Then
        attempts.forEach(attempt -> assertThat(await(attempt).seats()).hasSize(2));
        assertThat(office.available(event, "A").held()).isEqualTo(100);
        assertThat(epoch(event)).isEqualTo(3);
    }

    @Test
    void twoProcessesThatFindNothingLoadOnce() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        InventoryModule other = another();
        office.forgetEverything();
        double loads = loads();
        // When
        await(Future.all(office.inventory().loader().load(event), other.loader().load(event)));
        // Then
        assertThat(loads()).isEqualTo(loads + 1);
        assertThat(office.letters(event, "A")).isEqualTo("fffff");
    }

    @Test
    void aSectionThatIsLostAloneIsLoadedToo() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5).seated("B", 5).standing("S", 5));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "B-1-1");
        await(office.redis().send(Request.cmd(Command.DEL).arg(Sale.prefix(event) + "sec:A")));
        // When
        Hold again = office.hold(office.buyer(), event, "A-1-1");
        // Then
        assertThat(again.seats()).containsExactly("A-1-1");
        assertThat(office.letters(event, "B")).isEqualTo("fffff");
        assertRefused(FaultCode.HOLD_EXPIRED, () -> office.get(buyer, hold.id()));
    }

    @Test
    void holdsOfAnEpochThatPostgresHasForgottenStayLapsed() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5).seated("B", 5));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "B-1-1");
        await(office.database().query("UPDATE sale SET epoch = epoch - 1 WHERE event_id = $1", event));
        String prefix = Sale.prefix(event);
        await(office.redis().send(Request.cmd(Command.DEL).arg(prefix + "sec:A").arg(prefix + "expiry")));
        // When
        office.hold(office.buyer(), event, "A-1-1");
        // Then
        assertThat(office.letters(event, "B")).isEqualTo("fffff");
        assertLost(() -> office.get(buyer, hold.id()));
        assertLost(() -> office.harness().call(HoldOperations.EXTEND, new GetHold(hold.id()), buyer));
        assertLost(
                () -> office.harness().call(HoldOperations.RELEASE_SEAT, new ReleaseSeat(hold.id(), "B-1-1"), buyer));
        assertLost(() -> await(office.seats().beginOrder(hold.id(), buyer.userId())));
    }

    @Test
    void anOlderStateOfRedisIsFoundOutAndRebuilt() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Call early = office.buyer();
        Hold kept = office.hold(early, event, "A-1-1");
        Map<String, Buffer> old = office.remember(event);
        Call late = office.buyer();
        Hold gone = office.hold(late, event, "A-1-2");
        office.claim(event, Ids.next(), Ids.next(), "sold", "A-1-5");
        await(office.inventory().reconciler().round());
        long version = version(event);
        // When
        office.bringBack(event, old);
        await(office.inventory().reconciler().round());
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("ffffs");
        assertThat(version(event)).isGreaterThan(version);
        assertRefused(FaultCode.HOLD_EXPIRED, () -> office.get(early, kept.id()));
        assertRefused(FaultCode.HOLD_EXPIRED, () -> office.get(late, gone.id()));
        assertThat(office.hold(late, event, "A-1-1").seats()).containsExactly("A-1-1");
    }

    @Test
    void anOlderStateIsFoundOutByAProcessThatNeverSawTheNewer() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Map<String, Buffer> old = office.remember(event);
        office.hold(office.buyer(), event, "A-1-2");
        await(office.inventory().reconciler().round());
        office.bringBack(event, old);
        InventoryModule other = another();
        // When
        await(other.reconciler().round());
        // Then
        assertThat(epoch(event)).isEqualTo(3);
    }

    @Test
    void anEpochThatPostgresDoesNotKnowIsRebuilt() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        await(office.database().query("UPDATE sale SET epoch = epoch + 7 WHERE event_id = $1", event));
        // When
        await(office.inventory().reconciler().round());
        // Then
        assertThat(epoch(event)).isEqualTo(10);
        assertThat(office.letters(event, "A")).isEqualTo("fffff");
    }

    @Test
    void aLoadThatComesLateDoesNothing() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Sale sale = await(office.sales().byEvent(event));
        InventoryWriter late = new InventoryWriter(office.redis(), sale, 3);
        await(late.begin());
        InventoryWriter later = new InventoryWriter(office.redis(), sale, 4);
        await(later.begin());
        InventoryContent content = InventoryContent.of(sale, new Claims(List.of(), List.of()));
        await(later.write(content));
        Hold hold = office.hold(office.buyer(), event, "A-1-1");
        // When, Then
        assertRefused(FaultCode.UNAVAILABLE, () -> await(late.write(content)));
        assertRefused(FaultCode.UNAVAILABLE, () -> await(late.begin()));
        assertRefused(FaultCode.UNAVAILABLE, () -> await(later.begin()));
        assertThat(office.letters(event, "A")).isEqualTo("hffff");
        assertThat(hold.seats()).containsExactly("A-1-1");
    }

    @Test
    void anEventThatIsBeingLoadedIsLoadedAnewIfThatDoesNotEnd() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Sale sale = await(office.sales().byEvent(event));
        long given = await(SaleRepository.giveEpoch(office.database(), event, 0));
        await(new InventoryWriter(office.redis(), sale, given).begin());
        // When
        Hold hold = office.hold(office.buyer(), event, "A-1-1");
        // Then
        assertThat(hold.seats()).containsExactly("A-1-1");
        assertThat(epoch(event)).isGreaterThan(given);
    }

    @Test
    void claimsOfPlacesThatTheSheetDoesNotHaveAreLeftOut() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5).standing("S", 3));
        office.claim(event, Ids.next(), Ids.next(), "sold", "A-1-2", "A-9-9", "NONE-1-1");
        office.claimStanding(event, Ids.next(), Ids.next(), "sold", "NONE", 1);
        office.forgetEverything();
        // When
        Hold hold = office.hold(office.buyer(), event, "A-1-1");
        // Then
        assertThat(hold.seats()).containsExactly("A-1-1");
        assertThat(office.letters(event, "A")).isEqualTo("hsfff");
        await(office.database().query("DELETE FROM seat_claim WHERE event_id = $1", event));
        await(office.database().query("DELETE FROM standing_claim WHERE event_id = $1", event));
    }

    @Test
    void aSectionThatIsLostAloneIsFoundOutWithoutAnyRequest() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5).standing("S", 5));
        office.claim(event, Ids.next(), Ids.next(), "sold", "A-1-2");
        await(office.redis().send(Request.cmd(Command.DEL).arg(Sale.prefix(event) + "ga:S")));
        // When
        await(office.inventory().reconciler().round());
        // Then
        assertThat(epoch(event)).isEqualTo(3);
        assertThat(office.available(event, "S").free()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"holds", "buyers"})
    void holdsAndBuyersThatAreLostAloneAreFoundOutWithoutAnyRequest(String key) {
        // Given
        UUID event = office.sell(sheet().seated("A", 5).with(rules(0, 2)));
        UUID owner = Ids.next();
        UUID order = Ids.next();
        office.claim(event, order, owner, "sold", "A-1-5");
        await(office.seats().settle(event, order, owner, Places.NONE));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-1");
        RepairIT.compareUntilAllIsRight(office);
        await(office.redis().send(Request.cmd(Command.DEL).arg(Sale.prefix(event) + key)));
        // When
        await(office.inventory().reconciler().round());
        // Then
        assertThat(epoch(event)).isEqualTo(3);
        assertThat(office.letters(event, "A")).isEqualTo("ffffs");
        assertThat(office.counted(event, owner)).isOne();
        assertRefused(FaultCode.HOLD_EXPIRED, () -> office.get(buyer, hold.id()));
    }

    @Test
    void anInventoryThatNobodyHoldsAnythingOfIsWhole() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-1");
        office.harness().call(HoldOperations.RELEASE, new GetHold(hold.id()), buyer);
        // When
        await(office.inventory().loader().load(event));
        await(office.inventory().reconciler().round());
        // Then
        assertThat(epoch(event)).isEqualTo(2);
    }

    @Test
    void aLargeEventIsRebuiltAsItWasWhileAnotherSells() {
        // Given
        Hall hall = Hall.of(50_000);
        UUID event = office.sell(hall.sheet());
        UUID other = office.sell(sheet().seated("A", 50));
        hall.sellHalf(office.database(), event, 3_000);
        await(office.redis().send(Request.cmd(Command.DEL).arg(Sale.prefix(event) + "meta")));
        // When
        Future<Hold> first = office.holdLater(office.buyer(), bestOf(event, 2));
        List<Hold> meanwhile = new ArrayList<>();
        for (int i = 1; i <= 50 && !first.isComplete(); i++) {
            meanwhile.add(office.hold(office.buyer(), other, "A-1-" + i));
        }
        // Then
        assertThat(await(first).seats()).hasSize(2);
        assertThat(meanwhile).isNotEmpty();
        var sections = office.harness()
                .call(
                        SaleOperations.AVAILABILITY,
                        new GetAvailability(event),
                        office.harness().anonymousCall())
                .sections();
        assertThat(sections.stream().mapToInt(section -> section.sold()).sum()).isEqualTo(25_000);
        assertThat(sections.stream().mapToInt(section -> section.free()).sum()).isEqualTo(24_998);
        RepairIT.compareUntilAllIsRight(office);
    }

    @Test
    void aKeyThatWasUsedBeforeTheLossHoldsAnew() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Call buyer = office.harness().userCall(Ids.next(), "key");
        Hold lost = office.hold(buyer, event, "A-1-1");
        office.forgetEverything();
        // When
        Hold hold = office.hold(buyer, event, "A-1-1");
        // Then
        assertThat(hold.id()).isEqualTo(lost.id());
        assertThat(office.get(buyer, hold.id())).isEqualTo(hold);
    }

    @Test
    void redisMayRestartInTheMiddle() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-1");
        // When
        TestStores.shared().stores().redis().stop();
        assertRefused(FaultCode.UNAVAILABLE, () -> office.hold(buyer, event, "A-1-2"));
        TestStores.shared().stores().redis().start();
        // Then
        assertThat(eventually(() -> office.holdLater(buyer, BoxOffice.seatsOf(event, "A-1-2")))
                        .seats())
                .containsExactly("A-1-2");
        assertThat(office.get(buyer, hold.id())).isEqualTo(hold);
    }

    @Test
    void holdsGoOnWithoutPostgres() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        Call buyer = office.buyer();
        office.hold(buyer, event, "A-1-1");
        TestStores.shared().stores().postgres().stop();
        try {
            // When
            Hold hold = office.hold(buyer, event, "A-1-2");
            // Then
            assertThat(office.get(buyer, hold.id())).isEqualTo(hold);
            assertThat(office.letters(event, "A")).isEqualTo("hhfff");
            assertRefused(FaultCode.UNAVAILABLE, () -> office.hold(buyer, Ids.next(), "A-1-1"));
        } finally {
            TestStores.shared().stores().postgres().start();
        }
    }

    @Test
    void aNewVersionOfTheSheetIsInForceAtOnceAndHoldsKeepTheirPrice() {
        // Given
        Sheets sheet = sheet().seated("A", 5).type("full", 500);
        UUID event = office.sell(sheet);
        Call buyer = office.buyer();
        Hold old = office.hold(buyer, event, "A-1-1");
        // When
        SaleSheet dearer = sheet(event)
                .seated("A", 5)
                .type("full", 900)
                .version(2)
                .with(rules(2, 0))
                .build();
        office.sell(dearer);
        office.sell(sheet.build());
        // Then
        assertThat(office.hold(buyer, event, "A-1-2").total()).isEqualTo(new Money(900, "BRL"));
        assertThat(office.get(buyer, old.id()).total()).isEqualTo(new Money(500, "BRL"));
        assertRefused(FaultCode.LIMIT_PER_ORDER, () -> office.hold(buyer, event, "A-1-3", "A-1-4", "A-1-5"));
        assertRefused(
                FaultCode.WRONG_STATE,
                () -> office.sell(sheet(event).seated("A", 6).version(3).build()));
    }

    @Test
    void aStaleSheetInMemoryIsFoundOut() {
        // Given
        Sheets sheet = sheet().seated("A", 5).type("full", 500);
        UUID event = office.sell(sheet);
        Sale stale = await(office.sales().byEvent(event));
        office.sell(sheet(event).seated("A", 5).type("full", 900).version(2).build());
        office.sales().put(stale);
        // When
        Hold hold = office.hold(office.buyer(), event, "A-1-2");
        // Then
        assertThat(hold.total()).isEqualTo(new Money(900, "BRL"));
    }

    @Test
    void rulesThatRedisMissedAreRenewed() {
        // Given
        UUID event = office.sell(sheet().seated("A", 5));
        await(office.redis()
                .send(Request.cmd(Command.HSET)
                        .arg(Sale.prefix(event) + "meta")
                        .arg("sheet")
                        .arg("77")));
        // When
        Hold hold = office.hold(office.buyer(), event, "A-1-2");
        // Then
        assertThat(hold.seats()).containsExactly("A-1-2");
    }

    @Test
    void aStadiumIsLoadedWithinASecond() {
        // Given
        Sheets stadium = sheet();
        for (int section = 0; section < 50; section++) {
            stadium.seated("S" + section, IntStream.range(0, 25).map(i -> 40).toArray());
        }
        UUID event = office.sell(stadium.standing("PITCH", 20_000));
        office.claimStanding(event, Ids.next(), Ids.next(), "sold", "PITCH", 5);
        office.forgetEverything();
        // When
        long start = System.nanoTime();
        Hold hold = office.hold(office.buyer(), bestOf(event, 4));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        // Then
        assertThat(hold.seats()).containsExactly("S0-1-19", "S0-1-20", "S0-1-21", "S0-1-22");
        assertThat(took).isLessThan(Duration.ofSeconds(3));
        assertThat(office.harness()
                        .call(
                                SaleOperations.AVAILABILITY,
                                new GetAvailability(event),
                                office.harness().anonymousCall())
                        .sections())
                .hasSize(51);
        assertThat(office.hold(office.buyer(), standingOf(event, "PITCH", 2)).total())
                .isEqualTo(new Money(20_000, "BRL"));
    }

    private static void assertLost(ThrowingCallable act) {
        ServiceFault refusal = BoxOffice.refusal(act);
        assertThat(refusal.code()).isEqualTo(FaultCode.HOLD_EXPIRED);
        assertThat(refusal.getMessage()).contains("lost").contains("Choose your seats again");
    }

    private static InventoryModule another() {
        return new InventoryModule(
                office.harness().context(),
                InventoryConfig.defaults(),
                office.database(),
                office.redis(),
                office.sales(),
                new SaleRepository(office.database()));
    }

    private static double loads() {
        return office.harness()
                .context()
                .meters()
                .counter("ticketsafe.inventory.loads")
                .count();
    }

    private static Hold eventually(java.util.function.Supplier<Future<Hold>> attempt) {
        Hold[] held = new Hold[1];
        for (int i = 0; i < 50 && held[0] == null; i++) {
            held[0] =
                    await(Future.<Void>future(pause -> office.harness().vertx().setTimer(100, t -> pause.complete()))
                            .compose(v -> attempt.get())
                            .otherwiseEmpty());
        }
        return held[0];
    }

    private static long epoch(UUID event) {
        return await(office.database().query("SELECT epoch FROM sale WHERE event_id = $1", event))
                .iterator()
                .next()
                .getLong("epoch");
    }

    private static long version(UUID event) {
        return office.harness()
                .call(
                        SaleOperations.AVAILABILITY,
                        new GetAvailability(event),
                        office.harness().anonymousCall())
                .version();
    }
}
