package io.ticketsafe.tickets.change;

import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What may be swapped for what, and by whom. */
class ChangingIT extends ChangesFixture {
    @Test
    void aCheaperPlaceIsTakenAtOnceAndTheDifferenceGoesBack() {
        // When
        Change change = change(ana, shop.hold(ana, event, "C-1-1"), ticket(0));
        // Then
        assertThat(change.status()).isEqualTo(ChangeStatus.DONE);
        assertThat(change.charged()).isEqualTo(brl(0));
        assertThat(change.refunded()).isEqualTo(brl(4_000));
        Order after = now();
        assertThat(after.status()).isEqualTo(OrderStatus.PARTIALLY_REFUNDED);
        assertThat(after.items()).extracting(item -> item.seat()).containsExactly("C-1-1", "A-1-2");
        assertThat(after.tickets())
                .filteredOn(ticket -> ticket.id().equals(ticket(0).id()))
                .allMatch(ticket -> ticket.status() == TicketStatus.VOID);
        assertThat(issued(change).code()).isNotEqualTo(ticket(0).code());
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 16_000L);
        shop.eventually(() -> shop.letters(event, "A"), "fsfff");
        shop.eventually(() -> shop.letters(event, "C"), "sffff");
        assertThat(shop.facts(order.id())).containsExactly(Facts.ORDER_PLACED, Facts.ORDER_PAID, Facts.ORDER_CHANGED);
    }

    @Test
    void aPlaceOfTheSamePriceMovesNoMoney() {
        // When
        Change change = change(ana, shop.hold(ana, event, "A-1-5"), ticket(1));
        // Then
        assertThat(change.status()).isEqualTo(ChangeStatus.DONE);
        assertThat(now().status()).isEqualTo(OrderStatus.PAID);
        assertThat(shop.payments().keptMinor(order.id())).isEqualTo(20_000L);
        shop.eventually(() -> shop.letters(event, "A"), "sfffs");
        assertThat(shop.ask(OrderOperations.REFUNDS, new GetOrder(order.id()), shop.call(ana))
                        .items())
                .isEmpty();
    }

    @Test
    void theFactSaysHowTheOrderWasPaidAtFirst() {
        // When
        Change free = change(ana, shop.hold(ana, event, "A-1-5"), ticket(1));
        // Then
        assertThat(shop.count(
                        "SELECT count(*) FROM outbox WHERE subject = $1 AND type = $2 AND event->'data'->>'changeId' = $3"
                                + " AND event->'data'->>'firstPaymentMethod' = 'card'",
                        order.id().toString(),
                        Facts.ORDER_CHANGED,
                        free.id().toString()))
                .isOne();
    }

    @Test
    void anOrderOfAChannelStaysOneWhenAPlaceOfItsGoes() {
        // Given
        UUID withChannel = shop.sell(Sheets.sheet().seated("A", 6).channel("fans", "A-1-1:3"));
        HoldSeats seats = TicketShop.seats(withChannel, "A-1-1", "A-1-2");
        HoldSeats opened = new HoldSeats(withChannel, seats.seats(), null, null, "fans-key");
        Order fans = shop.order(ana, shop.ask(HoldOperations.HOLD, opened, shop.call(ana)));
        shop.pay(ana, fans.id(), "approve");
        UUID first = shop.get(ana, fans.id()).tickets().get(0).id();
        Hold general = shop.hold(ana, withChannel, "A-1-5");
        // When
        shop.ask(OrderOperations.CHANGE, new ChangeOrder(fans.id(), general.id(), List.of(first)), key(ana));
        // Then
        assertThat(shop.get(ana, fans.id()).channel()).isEqualTo("fans");
    }

    @Test
    void aChangedTicketMayBeChangedAgain() {
        // Given
        Change first = change(ana, shop.hold(ana, event, "C-1-1"), ticket(0));
        // When
        Change second = change(ana, shop.hold(ana, event, "A-1-4"), issued(first));
        // Then
        assertThat(second.charged()).isEqualTo(brl(4_000));
        shop.pay(ana, order.id(), "approve");
        assertThat(now().items()).extracting(item -> item.seat()).containsExactly("A-1-4", "A-1-2");
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 20_000L);
    }

    @Test
    void standingPlacesAndSeatsChangeForEachOther() {
        // Given
        change(ana, shop.holdStanding(ana, event, "P", 2), ticket(0), ticket(1));
        Order standing = now();
        assertThat(shop.count("SELECT taken FROM standing_stock WHERE event_id = $1", event))
                .isEqualTo(2);
        // When
        List<Ticket> open = standing.tickets().stream()
                .filter(ticket -> ticket.status() == TicketStatus.VALID)
                .toList();
        change(ana, shop.holdStanding(ana, event, "P", 1), open.get(0));
        change(ana, shop.hold(ana, event, "A-1-3"), open.get(1));
        shop.pay(ana, order.id(), "approve");
        // Then
        assertThat(shop.count("SELECT taken FROM standing_stock WHERE event_id = $1", event))
                .isOne();
        shop.eventually(() -> shop.letters(event, "A"), "ffsff");
        shop.eventually(() -> shop.count(
                        "SELECT count(*) FROM standing_claim WHERE event_id = $1 AND order_id = $2", event, order.id())
                == 1);
    }

    @Test
    void aRepeatGetsTheSameAnswerAndAnotherBodyIsRefused() {
        // Given
        Hold hold = shop.hold(ana, event, "C-1-1");
        Call call = key(ana);
        Change change = shop.ask(OrderOperations.CHANGE, wish(hold, ticket(0)), call);
        // When
        Change repeated = shop.ask(OrderOperations.CHANGE, wish(hold, ticket(0)), call);
        // Then
        assertThat(repeated).isEqualTo(change);
        assertThat(refusal(() -> shop.ask(OrderOperations.CHANGE, wish(hold, ticket(1)), call))
                        .code())
                .isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
        assertThat(now().tickets()).hasSize(3);
    }

    @Test
    void aRepeatTellsTheInventoryWhatTheFirstRequestDidNot() {
        // Given
        Hold hold = shop.hold(ana, event, "C-1-1");
        Map<String, Buffer> asHeld = shop.remember(event);
        Call call = key(ana);
        Change change = shop.ask(OrderOperations.CHANGE, wish(hold, ticket(0)), call);
        shop.bringBack(asHeld);
        // When
        Change repeated = shop.ask(OrderOperations.CHANGE, wish(hold, ticket(0)), call);
        // Then
        assertThat(repeated).isEqualTo(change);
        assertThat(shop.letters(event, "A")).isEqualTo("fsfff");
        assertThat(shop.letters(event, "C")).isEqualTo("sffff");
    }

    @Test
    void whatDoesNotFitIsRefusedAndTheHoldStays() {
        // Given
        UUID bia = Ids.next();
        UUID other = shop.sell(Sheets.sheet().seated("A", 3));
        Hold hold = shop.hold(ana, event, "C-1-1", "C-1-2");
        // Then
        assertThat(refusal(() -> change(bia, shop.hold(bia, event, "C-1-4"), ticket(0)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> change(ana, shop.hold(bia, event, "C-1-5"), ticket(0)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> change(ana, shop.hold(ana, other, "A-1-1"), ticket(0)))
                        .code())
                .isEqualTo(FaultCode.VALIDATION);
        assertThat(refusal(() -> change(ana, hold, ticket(0))).code()).isEqualTo(FaultCode.VALIDATION);
        Order foreign = shop.bought(ana, event, "A-1-5");
        assertThat(refusal(() -> change(ana, hold, ticket(0), foreign.tickets().get(0)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(change(ana, hold, ticket(0), ticket(1)).status()).isEqualTo(ChangeStatus.DONE);
        assertThat(refusal(() -> change(ana, shop.hold(ana, event, "C-1-3"), ticket(0)))
                        .code())
                .isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void oneChangeAtATime() {
        // Given
        change(ana, shop.hold(ana, event, "B-1-1"), ticket(0));
        // When
        Hold second = shop.hold(ana, event, "C-1-1");
        // Then
        assertThat(refusal(() -> change(ana, second, ticket(1))).code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(shop.letters(event, "C")).isEqualTo("hffff");
    }

    @Test
    void aManagerChangesPlacesForTheBuyer() {
        // Given
        UUID manager = shop.staff(organizer, MemberRole.MANAGER);
        // When
        Change change = change(manager, shop.hold(manager, event, "C-1-1"), ticket(0));
        // Then
        assertThat(change.status()).isEqualTo(ChangeStatus.DONE);
        assertThat(issued(change).code()).isNotNull();
        shop.eventually(() -> shop.letters(event, "C"), "sffff");
        shop.eventually(() -> shop.letters(event, "A"), "fsfff");
    }

    @Test
    void aSwapAtTheCapNeedsAHoldThatIsForIt() {
        // Given
        UUID capped = shop.sell(Sheets.sheet().seated("A", 6).with(Sheets.rules(0, 2)));
        Order full = shop.bought(ana, capped, "A-1-1", "A-1-2");
        HoldSeats plain = TicketShop.seats(capped, "A-1-4", "A-1-5");
        HoldSeats wished = new HoldSeats(capped, plain.seats(), null, null, null, null, null, null, full.id());
        assertThat(refusal(() -> shop.ask(HoldOperations.HOLD, plain, shop.call(ana)))
                        .code())
                .isEqualTo(FaultCode.LIMIT_PER_BUYER);
        UUID bia = Ids.next();
        assertThat(refusal(() -> shop.ask(HoldOperations.HOLD, wished, shop.call(bia)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        // When
        Hold hold = shop.ask(HoldOperations.HOLD, wished, shop.call(ana));
        // Then
        HoldSeats more = new HoldSeats(
                capped, TicketShop.seats(capped, "A-1-6").seats(), null, null, null, null, null, null, full.id());
        assertThat(refusal(() -> shop.ask(HoldOperations.HOLD, more, shop.call(ana)))
                        .code())
                .isEqualTo(FaultCode.LIMIT_PER_BUYER);
        assertThat(refusal(() -> shop.order(ana, hold)).code()).isEqualTo(FaultCode.WRONG_STATE);
        List<UUID> tickets = full.tickets().stream().map(Ticket::id).toList();
        Change change = shop.ask(OrderOperations.CHANGE, new ChangeOrder(full.id(), hold.id(), tickets), key(ana));
        assertThat(change.status()).isEqualTo(ChangeStatus.DONE);
        shop.eventually(() -> shop.letters(capped, "A"), "fffssf");
        assertThat(refusal(() -> shop.hold(ana, capped, "A-1-6")).code()).isEqualTo(FaultCode.LIMIT_PER_BUYER);
        shop.ask(
                OrderOperations.REFUND,
                new RefundOrder(full.id(), List.of(change.newTickets().get(0)), null),
                key(ana));
        shop.eventually(() -> shop.letters(capped, "A"), "ffffsf");
        shop.hold(ana, capped, "A-1-6");
    }
}
