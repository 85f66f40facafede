package io.ticketsafe.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.app.history.Fault.Kind;
import io.ticketsafe.app.history.Op.Act;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is a contradiction and what is not, on histories of a few lines. Times are small numbers; nothing lapses before 1,000. */
class HistoryCheckerTest {
    private static final int CAP = 3;
    private static final long LATER = 1_000;

    private final History history = new History();

    @Test
    void twoHoldsOfOneSeatContradictEachOther() {
        hold(1, "h1", 10, 20, "A-1-1");
        hold(2, "h2", 15, 30, "A-1-1");
        assertFound("seat A-1-1 has two owners");
    }

    @Test
    void aSeatMayGoOnAfterARelease() {
        hold(1, "h1", 10, 20, "A-1-1");
        add(1, Act.RELEASE, 25, 40, 0, "h1", null, 0);
        hold(2, "h2", 30, 35, "A-1-1");
        assertFound();
    }

    @Test
    void aSeatThatIsGivenBackAloneMayGoOnAndTheOthersMayNot() {
        hold(1, "h1", 10, 20, "A-1-1", "A-1-2");
        add(1, Act.RELEASE_SEAT, 25, 28, 200, "h1", null, 0, "A-1-1");
        hold(2, "h2", 30, 35, "A-1-1");
        assertFound();
        hold(2, "h3", 40, 45, "A-1-2");
        assertFound("seat A-1-2 has two owners");
    }

    @Test
    void aSeatMayGoOnWhenTimeHasRunOut() {
        hold(1, "h1", 10, 20, "A-1-1");
        hold(2, "h2", LATER + 1, LATER + 2, "A-1-1");
        assertFound();
    }

    @Test
    void anExtendedHoldLastsLonger() {
        hold(1, "h1", 10, 20, "A-1-1");
        add(1, Act.EXTEND, 30, 40, 200, "h1", null, 2 * LATER);
        add(2, Act.HOLD, LATER + 1, LATER + 2, 201, "h2", null, 3 * LATER, "A-1-1");
        assertFound("seat A-1-1 has two owners");
    }

    @Test
    void holdsMayBeGoneAfterALoss() {
        hold(1, "h1", 10, 20, "A-1-1");
        history.add(new Fault(Kind.REDIS_FLUSHED, 22, 25));
        hold(2, "h2", 30, 35, "A-1-1");
        assertFound();
    }

    @Test
    void holdsOutliveTheTicketsProcess() {
        hold(1, "h1", 10, 20, "A-1-1");
        history.add(new Fault(Kind.TICKETS_KILLED, 22, 25));
        hold(2, "h2", 30, 35, "A-1-1");
        assertFound("seat A-1-1 has two owners");
    }

    @Test
    void ordersOutliveEveryLoss() {
        order(1, "h1", "o1", 10, 20, "A-1-1");
        history.add(new Fault(Kind.REDIS_FAILED_OVER, 22, 25));
        order(2, "h2", "o2", 30, 35, "A-1-1");
        assertFound("seat A-1-1 has two owners");
    }

    @Test
    void aFailoverMayShowClaimedSeatsAsFreeUntilStoresAgree() {
        order(1, "h1", "o1", 10, 20, "A-1-1");
        history.add(new Fault(Kind.REDIS_FAILED_OVER, 22, 25));
        hold(2, "h2", 30, 35, "A-1-1");
        assertFound();
    }

    @Test
    void aSeatThatWasPaidIsNobodyElsesAfterTheTimeToPay() {
        order(1, "h1", "o1", 10, 20, "A-1-1");
        add(1, Act.PAY, 30, 40, 201, "h1", "o1", 0);
        hold(2, "h2", LATER + 1, LATER + 2, "A-1-1");
        assertFound();
        history.add(new Op(1, Act.PAY, 30, 40, 201, "succeeded", "h1", "o1", Set.of(), 0, 0));
        add(3, Act.HOLD, LATER + 3, LATER + 4, 201, "h3", null, 2 * LATER, "A-1-1");
        assertFound("seat A-1-1 has two owners");
    }

    @Test
    void aBuyerHasNoMoreThanTheCap() {
        hold(1, "h1", 10, 20, "A-1-1", "A-1-2");
        order(1, "h2", "o2", 30, 40, "A-1-3");
        assertFound();
        hold(1, "h3", 50, 60, "A-1-4");
        assertFound("client 1 has 4 places of at most 3");
    }

    @Test
    void aRepeatAnswersWhatWasAnsweredFirst() {
        hold(1, "h1", 10, 20, "A-1-1");
        add(1, Act.REPEAT_HOLD, 30, 40, 201, "h1", null, LATER, "A-1-2");
        assertFound("a repeat is answered otherwise");
    }

    @Test
    void aSectionAddsUp() {
        history.add(new Op(1, Act.READ, 10, 20, 200, "{…}", null, null, Set.of(), 0, 0));
        assertFound("a section does not add up");
    }

    private void hold(int client, String id, long from, long to, String... seats) {
        add(client, Act.HOLD, from, to, 201, id, null, LATER, seats);
    }

    private void order(int client, String hold, String order, long from, long to, String... seats) {
        add(client, Act.ORDER, from, to, 201, hold, order, LATER, seats);
    }

    private void add(
            int client,
            Act act,
            long from,
            long to,
            int status,
            String hold,
            String order,
            long until,
            String... seats) {
        history.add(new Op(client, act, from, to, status, "", hold, order, Set.of(seats), 0, until));
    }

    private void assertFound(String... beginnings) {
        var found = HistoryChecker.check(history, CAP);
        assertThat(found).hasSize(beginnings.length);
        for (int i = 0; i < beginnings.length; i++) {
            assertThat(found.get(i)).startsWith(beginnings[i]);
        }
    }
}
