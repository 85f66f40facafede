package io.ticketsafe.tickets.change;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.PaymentSummary;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A buyer with two tickets, and places of other prices; afterwards the organiser has what the living tickets are worth. */
abstract class ChangesFixture {
    static TicketShop shop;
    final UUID ana = Ids.next();
    UUID event;
    UUID organizer;
    Order order;

    @BeforeAll
    static void open() {
        shop = TicketShop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void buy() {
        SaleSheet sheet = Sheets.sheet()
                .seated("A", 5)
                .seated("B", 5)
                .seated("C", 5)
                .seated("D", 5)
                .standing("P", 5)
                .type("best", 50_000, "D")
                .type("seat", 10_000, "A")
                .type("better", 15_000, "B")
                .type("plain", 6_000, "C")
                .type("floor", 3_000, "P")
                .build();
        event = shop.sell(sheet);
        organizer = sheet.organizationId();
        order = shop.bought(ana, event, "A-1-1", "A-1-2");
    }

    @AfterEach
    void audit() {
        shop.payments().refunds = RefundStatus.SUCCEEDED;
        shop.payments().captureDown = false;
        shop.payments().captureRefused = false;
        shop.payments().refusesRefundsOf = null;
        shop.payments().beforeAuthorized = Future::succeededFuture;
        shop.audit();
        shop.eventually(() -> shop.payments().keptMinor(order.id()), liveValue());
    }

    /** What the tickets that open the gate are worth, which is what the organiser may keep. */
    long liveValue() {
        return shop.count(
                "SELECT coalesce(sum(price_minor), 0)::bigint FROM ticket WHERE order_id = $1 AND status <> 'void'",
                order.id());
    }

    Change change(UUID user, Hold hold, Ticket... tickets) {
        return shop.ask(OrderOperations.CHANGE, wish(hold, tickets), key(user));
    }

    ChangeOrder wish(Hold hold, Ticket... tickets) {
        return new ChangeOrder(
                order.id(), hold.id(), List.of(tickets).stream().map(Ticket::id).toList());
    }

    static Call key(UUID user) {
        return shop.call(user, "key " + UUID.randomUUID());
    }

    Ticket ticket(int index) {
        return order.tickets().get(index);
    }

    Order now() {
        return shop.get(ana, order.id());
    }

    Change onlyChange() {
        List<Change> changes = now().changes();
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    Ticket issued(Change change) {
        return now().tickets().stream()
                .filter(ticket -> ticket.id().equals(change.newTickets().get(0)))
                .findFirst()
                .orElseThrow();
    }

    PaymentSummary paymentOf(Change change) {
        return now().payments().stream()
                .filter(payment -> change.id().equals(payment.changeId()))
                .findFirst()
                .orElseThrow();
    }

    void lapse(Change change) {
        await(shop.database()
                .query("UPDATE order_change SET expires_at = now() - interval '1 second' WHERE id = $1", change.id()));
        shop.eventually(() -> onlyChange().status(), ChangeStatus.EXPIRED);
    }

    static Money brl(long minor) {
        return new Money(minor, "BRL");
    }
}
