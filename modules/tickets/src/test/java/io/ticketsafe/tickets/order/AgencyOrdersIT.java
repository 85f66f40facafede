package io.ticketsafe.tickets.order;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ListOrders;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AgencyOrdersIT {
    private static TicketShop shop;
    private final UUID ana = Ids.next();

    @BeforeAll
    static void open() {
        shop = TicketShop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @AfterEach
    void audit() {
        shop.audit();
    }

    @Test
    void anAgencySellsForItsCustomer() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        UUID agency = Ids.next();
        shop.harness().organization(agency, Kind.AGENCY);
        UUID seller = shop.staff(agency, MemberRole.SALES);
        Hold hold = shop.hold(seller, event, "A-1-1");
        Buyer customer = new Buyer("José \"Zé\" 🎭", "ze@example.org");
        // When
        Order order = shop.ask(
                OrderOperations.CREATE, new CreateOrder(hold.id(), null, agency, customer), shop.call(seller, "k"));
        // Then
        assertThat(order.channel()).isEqualTo("agency");
        assertThat(order.organizationId()).isEqualTo(agency);
        assertThat(order.buyer()).isEqualTo(customer);
        UUID colleague = shop.staff(agency, MemberRole.MANAGER);
        assertThat(shop.get(colleague, order.id()))
                .usingRecursiveComparison()
                .ignoringFields("ledger")
                .isEqualTo(order);
        assertThat(shop.count("SELECT count(*) FROM ticket_order WHERE customer::text LIKE '%example%'"))
                .isZero();
    }

    @Test
    void whoSellsForAnAgencyNoLongerHasNothingToDoWithWhatTheySold() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        UUID agency = Ids.next();
        shop.harness().organization(agency, Kind.AGENCY);
        UUID seller = shop.staff(agency, MemberRole.SALES);
        Order sold = shop.ask(
                OrderOperations.CREATE,
                new CreateOrder(shop.hold(seller, event, "A-1-1").id(), null, agency, new Buyer("Zé", null)),
                shop.call(seller, "sale"));
        shop.pay(seller, sold.id(), "approve");
        Order own = shop.bought(seller, event, "A-1-2");
        UUID ticket = shop.get(seller, sold.id()).tickets().get(0).id();
        assertThat(ordersOf(seller)).containsExactlyInAnyOrder(sold.id(), own.id());
        // When
        UUID former = Ids.next();
        await(shop.database().query("UPDATE ticket_order SET buyer_id = $1 WHERE buyer_id = $2", former, seller));
        await(shop.database().query("UPDATE ticket SET holder_id = $1 WHERE holder_id = $2", former, seller));
        // Then
        assertThat(ordersOf(former)).containsExactly(own.id());
        assertThat(ticketsOf(former)).doesNotContain(ticket).hasSize(1);
        assertThat(refusal(() -> shop.get(former, sold.id())).code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> shop.ask(
                                TicketOperations.GET, new TicketOperations.GetTicket(ticket), shop.call(former)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> shop.ask(
                                OrderOperations.REFUND, new RefundOrder(sold.id(), null, null), shop.call(former, "r")))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        assertThat(shop.get(seller, sold.id()).status()).isEqualTo(OrderStatus.PAID);
    }

    private static List<UUID> ordersOf(UUID user) {
        return shop.ask(OrderOperations.LIST, new ListOrders(null, null, null), shop.call(user)).items().stream()
                .map(Order::id)
                .toList();
    }

    private static List<UUID> ticketsOf(UUID user) {
        return shop
                .ask(TicketOperations.LIST, new TicketOperations.ListTickets(null, null, null), shop.call(user))
                .items()
                .stream()
                .map(TicketOperations.Ticket::id)
                .toList();
    }

    @Test
    void whoSellsForOneAgencyNeedNotNameIt() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        UUID agency = Ids.next();
        shop.harness().organization(agency, Kind.AGENCY);
        UUID seller = shop.staff(agency, MemberRole.SALES);
        CreateOrder forACustomer =
                new CreateOrder(shop.hold(seller, event, "A-1-1").id(), null, null, new Buyer("Zé", null));
        // When
        Order order = shop.ask(OrderOperations.CREATE, forACustomer, shop.call(seller, "k"));
        // Then
        assertThat(order.channel()).isEqualTo("agency");
        assertThat(order.organizationId()).isEqualTo(agency);
    }

    @Test
    void whoSellsForSeveralAgenciesMustNameOneAndWhoSellsForNoneBuysDirectly() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        UUID seller = Ids.next();
        for (UUID agency : List.of(Ids.next(), Ids.next())) {
            shop.harness().organization(agency, Kind.AGENCY);
            shop.harness().member(agency, seller, MemberRole.SALES);
        }
        Buyer customer = new Buyer("Zé", null);
        CreateOrder unclear = new CreateOrder(shop.hold(seller, event, "A-1-1").id(), null, null, customer);
        CreateOrder direct = new CreateOrder(shop.hold(ana, event, "A-1-2").id(), null, null, customer);
        // When
        ServiceFault refused = refusal(() -> shop.ask(OrderOperations.CREATE, unclear, shop.call(seller, "k")));
        Order order = shop.ask(OrderOperations.CREATE, direct, shop.call(ana, "k"));
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(order.channel()).isEqualTo("direct");
    }

    @Test
    void onlySellersOfAnAgencySellForIt() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        UUID agency = Ids.next();
        shop.harness().organization(agency, Kind.AGENCY);
        UUID organizer = Ids.next();
        UUID viewer = shop.staff(agency, MemberRole.VIEWER);
        UUID promoter = shop.staff(organizer, MemberRole.OWNER);
        // When
        FaultCode stranger = refuseSale(ana, shop.hold(ana, event, "A-1-1"), agency);
        FaultCode tooSmall = refuseSale(viewer, shop.hold(viewer, event, "A-1-2"), agency);
        FaultCode noAgency = refuseSale(promoter, shop.hold(promoter, event, "A-1-3"), organizer);
        // Then
        assertThat(List.of(stranger, tooSmall, noAgency))
                .containsExactly(FaultCode.NOT_FOUND, FaultCode.FORBIDDEN, FaultCode.VALIDATION);
    }

    private static FaultCode refuseSale(UUID user, Hold hold, UUID organization) {
        return refusal(() -> shop.ask(
                        OrderOperations.CREATE,
                        new CreateOrder(hold.id(), null, organization, null),
                        shop.call(user, "sale")))
                .code();
    }
}
