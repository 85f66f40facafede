package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.tickets.BoxOffice;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much work it is to settle seats that somebody holds. */
class SettlingIT {
    private static final Pattern LOOKS = Pattern.compile("cmdstat_hm?get:calls=(\\d+)");
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

    @Test
    void holdsAreLookedThroughOnceForManySeats() {
        // Given
        int rivals = 300;
        UUID event = office.sell(sheet().seated("A", rivals));
        holdEach(event, rivals);
        List<String> sold = IntStream.rangeClosed(rivals - 49, rivals)
                .mapToObj(i -> "A-1-" + i)
                .toList();
        office.claim(event, orderId, owner, "sold", sold.toArray(String[]::new));
        // When
        int looks = looksOf(() -> office.seats().settle(event, orderId, owner, new Places(sold, Map.of())));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("h".repeat(rivals - 50) + "s".repeat(50));
        assertThat(office.counted(event, owner)).isEqualTo(50);
        assertThat(looks).isLessThan(3 * rivals);
    }

    @Test
    void moreHoldsThanOneScriptLooksThroughAreLookedThroughInSeveral() {
        // Given
        int rivals = 2_100;
        UUID event = office.sell(sheet().seated("A", rivals));
        List<Call> buyers = holdEach(event, rivals);
        String last = "A-1-" + rivals;
        office.claim(event, orderId, owner, "sold", last);
        // When
        await(office.seats().settle(event, orderId, owner, new Places(List.of(last), Map.of())));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("h".repeat(rivals - 1) + "s");
        assertThat(office.counted(event, owner)).isOne();
        assertThat(office.counted(event, buyers.get(rivals - 1).userId())).isZero();
    }

    @Test
    void theHoldOfTheOrderIsLookedIntoFirst() {
        // Given
        UUID event = office.sell(sheet().seated("A", 200));
        holdEach(event, 190);
        Call buyer = office.buyer();
        Hold hold = office.hold(buyer, event, "A-1-199", "A-1-200");
        await(office.seats().beginOrder(hold.id(), buyer.userId()));
        office.ordered(event, orderId, hold.id(), buyer.userId());
        office.claim(event, orderId, buyer.userId(), "claimed", "A-1-199", "A-1-200");
        // When
        int looks = looksOf(() -> office.seats().settle(event, orderId, buyer.userId(), Places.NONE));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("h".repeat(190) + "ffffffffcc");
        assertThat(office.counted(event, buyer.userId())).isEqualTo(2);
        assertThat(looks).isLessThan(10);
    }

    @Test
    void aHoldThatHasEndedIsNotTheOneThatHasTheSeat() {
        // Given
        UUID event = office.sell(sheet().seated("A", 3));
        Call buyer = office.buyer();
        Hold ended = office.hold(buyer, event, "A-1-1");
        office.ordered(event, orderId, ended.id(), buyer.userId());
        office.claim(event, orderId, buyer.userId(), "claimed", "A-1-1");
        office.harness().call(HoldOperations.RELEASE, new GetHold(ended.id()), buyer);
        Call rival = office.buyer();
        office.hold(rival, event, "A-1-1", "A-1-2");
        // When
        await(office.seats().settle(event, orderId, buyer.userId(), Places.NONE));
        // Then
        assertThat(office.letters(event, "A")).isEqualTo("chf");
        assertThat(office.counted(event, buyer.userId())).isOne();
        assertThat(office.counted(event, rival.userId())).isOne();
    }

    /** Every seat has a hold of its own. */
    private static List<Call> holdEach(UUID event, int seats) {
        List<Call> buyers = new ArrayList<>();
        List<Future<Hold>> holds = new ArrayList<>();
        for (int i = 1; i <= seats; i++) {
            Call buyer = office.buyer();
            buyers.add(buyer);
            holds.add(office.holdLater(buyer, BoxOffice.seatsOf(event, "A-1-" + i)));
            if (holds.size() == 100 || i == seats) {
                await(Future.all(holds));
                holds.clear();
            }
        }
        return buyers;
    }

    /** How many hashes, or fields of hashes, were read meanwhile. */
    private static int looksOf(Supplier<Future<Void>> act) {
        await(office.redis().send(Request.cmd(Command.CONFIG).arg("RESETSTAT")));
        await(act.get());
        String stats = await(office.redis().send(Request.cmd(Command.INFO).arg("commandstats")))
                .toString();
        int looks = 0;
        for (Matcher matcher = LOOKS.matcher(stats); matcher.find(); ) {
            looks += Integer.parseInt(matcher.group(1));
        }
        return looks;
    }
}
