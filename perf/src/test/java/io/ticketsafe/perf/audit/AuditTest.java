package io.ticketsafe.perf.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.perf.audit.Booked.Place;
import io.ticketsafe.perf.audit.Booked.Ticket;
import io.ticketsafe.perf.audit.Books.Ledger;
import io.ticketsafe.perf.audit.Books.Sales;
import io.ticketsafe.perf.audit.Books.Section;
import io.ticketsafe.perf.audit.Books.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Books that balance, and every way in which they may not: each planted fault must be found. */
class AuditTest {
    private static final Place A1 = new Place("A", "A-1-1", 100, 10);
    private static final Place A2 = new Place("A", "A-1-2", 100, 10);
    private static final Place A3 = new Place("A", "A-1-3", 100, 10);
    private static final Place FLOOR = new Place("P", null, 50, 0);

    private final Diary diary = new Diary();
    private final List<Booked> orders = new ArrayList<>();
    private final Map<String, Section> sections = new HashMap<>();
    private final Map<String, Character> letters = new TreeMap<>();
    private final Map<String, String> held = new HashMap<>();
    private final Map<String, Ledger> ledgers = new HashMap<>();
    private Sales sales = new Sales(2, 4, 1, 300, 50, 250);
    private Statement statement = new Statement(300, -50);
    private long checkedIn = 1;

    /** One paid order of two seats, one of which is inside; one of two standing places, one of which came back; one pending; one hold. */
    @BeforeEach
    void booksThatBalance() {
        Booked seated = paid("1", ticket("t1", "checked_in", A1), ticket("t2", "valid", A2));
        Booked standing = new Booked(
                "2",
                "partially_refunded",
                100,
                50,
                List.of(FLOOR, FLOOR),
                List.of(ticket("t3", "valid", FLOOR), ticket("t4", "void", FLOOR)));
        Booked pending = new Booked("3", "pending", 110, 0, List.of(A3), List.of());
        orders.addAll(List.of(seated, standing, pending));
        orders.forEach(order -> diary.ordered("hold" + order.id(), order));
        diary.paid(seated);
        diary.paid(paid("2", ticket("t3", "valid", FLOOR), ticket("t4", "valid", FLOOR)));
        diary.refunded("2", Set.of("t4"));
        diary.admitted("code-t1");
        diary.held("h", new Diary.Hold(null, Map.of("P", 2), Instant.MAX));
        held.put("h", "active");
        sections.put("A", new Section(1, 0, 1, 2, 0, 4));
        sections.put("P", new Section(7, 2, 0, 1, 0, 10));
        letters.putAll(Map.of("A-1-1", 's', "A-1-2", 's', "A-1-3", 'c', "A-1-4", 'f'));
        ledgers.put("1", new Ledger(0, 220));
        ledgers.put("2", new Ledger(0, 50));
    }

    @Test
    void booksThatBalanceHaveNoFindings() {
        assertThat(audit()).isEmpty();
    }

    @Test
    void aSeatThatIsSoldTwiceIsFound() {
        Booked twice = paid("4", ticket("t9", "valid", A1));
        orders.add(twice);
        diary.ordered("hold4", twice);
        diary.paid(twice);

        assertFound("seats SOLD TWICE: A-1-1");
    }

    @Test
    void aTicketThatStandsTwiceIsFound() {
        change(0, paid("1", ticket("t1", "checked_in", A1), ticket("t1", "checked_in", A1)));

        assertFound("tickets that stand twice");
    }

    @Test
    void anOrderThatIsLostIsFound() {
        orders.remove(0);

        assertFound("orders that were answered and are LOST: 1");
    }

    @Test
    void aPaidOrderThatIsNotPaidIsFound() {
        change(0, new Booked("1", "expired", 220, 0, List.of(A1, A2), List.of()));

        assertFound("answered as paid and are not: 1 is expired");
    }

    @Test
    void moneyThatNobodyPaidIsFound() {
        change(2, paid("3", ticket("t5", "valid", A3)));

        assertFound("orders that are paid and nobody was told: 3");
    }

    @Test
    void aPaymentWhoseAnswerNeverCameMayHaveSucceeded() {
        change(2, paid("3", ticket("t5", "valid", A3)));
        diary.unsureAbout("3");

        assertThat(audit()).noneMatch(finding -> finding.contains("nobody was told"));
    }

    @Test
    void anOrderThatNobodyMadeIsFound() {
        orders.add(new Booked("9", "canceled", 110, 0, List.of(A3), List.of()));

        assertFound("orders in the books that nobody was told of (0 requests had no answer): 9");
    }

    @Test
    void anOrderWhoseAnswerNeverCameMayBeThere() {
        orders.add(new Booked("9", "canceled", 110, 0, List.of(A3), List.of()));
        diary.unknownOrder("some hold");

        assertThat(audit()).isEmpty();
    }

    @Test
    void anOrderOfOtherSeatsThanAnsweredIsFound() {
        change(2, new Booked("3", "pending", 110, 0, List.of(new Place("A", "A-1-4", 100, 10)), List.of()));

        assertFound("booked otherwise than answered: 3");
    }

    @Test
    void aTicketThatIsMissingIsFound() {
        change(0, new Booked("1", "paid", 220, 0, List.of(A1, A2), List.of(ticket("t1", "checked_in", A1))));

        assertFound("tickets that were handed out and are LOST: t2", "orders without a ticket for each place");
    }

    @Test
    void aRefundThatWasNotMadeIsFound() {
        change(1, paid("2", ticket("t3", "valid", FLOOR), ticket("t4", "valid", FLOOR)));

        assertFound("tickets whose refund is not as answered: t4 is valid");
    }

    @Test
    void aTicketThatIsVoidForNobodyIsFound() {
        change(0, paid("1", ticket("t1", "checked_in", A1), ticket("t2", "void", A2)));

        assertFound("tickets whose refund is not as answered: t2 is void", "orders that gave back more or less");
    }

    @Test
    void aCancellationThatWasNotMadeIsFound() {
        diary.canceled("3");

        assertFound("answered as canceled and are not: 3 is pending");
    }

    @Test
    void aTotalThatIsNotTheSumOfItsItemsIsFound() {
        change(2, new Booked("3", "pending", 111, 0, List.of(A3), List.of()));

        assertFound("total is not the sum of their items: 3: 111 instead of 110");
    }

    @Test
    void countersThatDoNotAddUpAreFound() {
        sections.put("P", new Section(8, 2, 0, 1, 0, 10));

        assertFound("do not add up to their capacity: P: 11 instead of 10");
    }

    @Test
    void placesThatAreSoldToNobodyAreFound() {
        sections.put("P", new Section(6, 2, 0, 2, 0, 10));

        assertFound("sold than have tickets: P: 2 instead of 1");
    }

    @Test
    void placesThatAreClaimedByNobodyAreFound() {
        sections.put("P", new Section(6, 2, 1, 1, 0, 10));

        assertFound("claimed than are ordered: P: 1 instead of 0");
    }

    @Test
    void placesThatAreHeldByNobodyAreFound() {
        held.put("h", "expired");

        assertFound("held than people hold: P: 2 instead of 0");
    }

    @Test
    void aHoldThatIsLostIsFound() {
        held.put("h", "unknown to the server");

        assertFound("neither held nor expired: h is unknown");
    }

    @Test
    void aMapThatShowsASoldSeatAsFreeIsFound() {
        letters.put("A-1-1", 'f');

        assertFound("seat maps with other counts", "otherwise than their tickets say: A-1-1 is f");
    }

    @Test
    void aReportThatMissesATicketIsFound() {
        sales = new Sales(2, 3, 1, 250, 50, 200);

        assertFound("sales report: ticketsSold: 3 instead of 4, grossMinor: 250 instead of 300");
    }

    @Test
    void aStatementWithOtherMoneyIsFound() {
        statement = new Statement(300, 0);

        assertFound("lines of the statement: refundsMinor: 0 instead of -50");
    }

    @Test
    void aLedgerThatDoesNotBalanceIsFound() {
        ledgers.put("1", new Ledger(5, 215));

        assertFound("ledger does not sum to 0: 1", "keeps other money than the order: 1: 215 instead of 220");
    }

    @Test
    void aTicketThatLetTwoPeopleInIsFound() {
        diary.admitted("code-t1");

        assertFound("LET IN TWICE: code-t1");
    }

    @Test
    void somebodyInsideWithoutAScanIsFound() {
        change(0, paid("1", ticket("t1", "checked_in", A1), ticket("t2", "checked_in", A2)));

        assertFound("checked in and nobody was let in: code-t2", "attendance report: checkedIn: 1 instead of 2");
    }

    @Test
    void aScanThatWasForgottenIsFound() {
        diary.admitted("code-t2");

        assertFound("let in with a ticket that is not checked in: code-t2");
    }

    @Test
    void theVerdictOfAFaultIsNotThatOfBalancedBooks() {
        checkedIn = 7;

        Verdict verdict = new Verdict(audit(), "");

        assertThat(verdict.line()).isNotEqualTo(Verdict.BALANCED).startsWith("THE BOOKS DO NOT BALANCE: 1 totals");
    }

    private void assertFound(String... parts) {
        List<String> findings = audit();
        for (String part : parts) {
            assertThat(findings).anyMatch(finding -> finding.contains(part));
        }
    }

    private List<String> audit() {
        return Audit.compare(
                diary, new Books(orders, sections, Map.of("A", letters), sales, statement, checkedIn, held, ledgers));
    }

    private void change(int index, Booked order) {
        orders.set(index, order);
    }

    private static Ticket ticket(String id, String status, Place place) {
        return new Ticket(id, status, "code-" + id, place);
    }

    private static Booked paid(String id, Ticket... tickets) {
        List<Place> places = List.of(tickets).stream().map(Ticket::place).toList();
        long total = places.stream()
                .mapToLong(place -> place.priceMinor() + place.feeMinor())
                .sum();
        return new Booked(id, "paid", total, 0, places, List.of(tickets));
    }
}
