package io.ticketsafe.tickets.order;

import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ListOrders;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderPage;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderListsIT {
    private static TicketShop shop;
    private final UUID ana = Ids.next();
    private UUID event;

    @BeforeAll
    static void open() {
        shop = TicketShop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void sell() {
        event = shop.sell(Sheets.sheet().seated("A", 20));
    }

    private static OrderPage list(UUID user, ListOrders request) {
        return shop.ask(OrderOperations.LIST, request, shop.call(user));
    }

    @Test
    void buyersSeeTheirOwnNewestFirst() {
        // Given
        Order first = shop.order(ana, event, "A-1-1");
        Order second = shop.bought(ana, event, "A-1-3");
        Order third = shop.order(ana, event, "A-1-5");
        shop.order(Ids.next(), event, "A-1-7");
        // When
        OrderPage page = list(ana, new ListOrders(null, 2, null));
        OrderPage rest = list(ana, new ListOrders(null, 2, page.nextCursor()));
        // Then
        assertThat(page.items())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("ledger")
                .containsExactly(third, second);
        assertThat(page.items()).extracting(Order::ledger).containsOnlyNulls();
        assertThat(rest.items()).containsExactly(first);
        assertThat(rest.nextCursor()).isNull();
        assertThat(list(Ids.next(), new ListOrders(null, null, null)).items()).isEmpty();
    }

    @Test
    void theOrganizersMembersSeeAllOfTheirEvent() {
        // Given
        UUID organizer = shop.organizerOf(event);
        Order bought = shop.bought(ana, event, "A-1-1");
        Order pending = shop.order(Ids.next(), event, "A-1-3");
        ListOrders request = new ListOrders(event, null, null);
        // When
        OrderPage forSeller = list(shop.staff(organizer, MemberRole.SALES), request);
        OrderPage forViewer = list(shop.staff(organizer, MemberRole.VIEWER), request);
        FaultCode forGate = refusal(() -> list(shop.staff(organizer, MemberRole.GATE), request))
                .code();
        FaultCode forBuyer = refusal(() -> list(ana, request)).code();
        // Then
        assertThat(forSeller.items())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("ledger")
                .containsExactly(pending, bought);
        assertThat(forViewer.items()).extracting(Order::id).containsExactly(pending.id(), bought.id());
        assertThat(forViewer.items().get(1).tickets()).extracting(Ticket::code).containsOnlyNulls();
        assertThat(forGate).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(forBuyer).isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void anAgencysSellersSeeWhatItSold() {
        // Given
        UUID agency = Ids.next();
        shop.harness().organization(agency, Kind.AGENCY);
        UUID seller = shop.staff(agency, MemberRole.SALES);
        UUID colleague = shop.staff(agency, MemberRole.SALES);
        var hold = shop.hold(seller, event, "A-1-1");
        Order sold = shop.ask(
                OrderOperations.CREATE, new CreateOrder(hold.id(), null, agency, null), shop.call(seller, "sale"));
        ListOrders request = new ListOrders(null, null, null, agency);
        // When
        List<Order> seen = list(colleague, request).items();
        FaultCode stranger = refusal(() -> list(ana, request)).code();
        // Then
        assertThat(seen).containsExactly(sold);
        assertThat(stranger).isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void theOrdersOfOthersDoNotExist() {
        // Given
        Order order = shop.order(ana, event, "A-1-1");
        UUID gate = shop.staff(shop.organizerOf(event), MemberRole.GATE);
        // When
        FaultCode stranger = refusal(() -> shop.get(Ids.next(), order.id())).code();
        FaultCode tooSmall = refusal(() -> shop.get(gate, order.id())).code();
        FaultCode unknown = refusal(() -> shop.get(ana, Ids.next())).code();
        // Then
        assertThat(List.of(stranger, tooSmall, unknown))
                .containsExactly(FaultCode.NOT_FOUND, FaultCode.FORBIDDEN, FaultCode.NOT_FOUND);
    }
}
