package io.ticketsafe.tickets.ticket;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.CheckIn;
import io.ticketsafe.contract.tickets.TicketOperations.GetTicket;
import io.ticketsafe.contract.tickets.TicketOperations.RenameTicket;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HolderNamesIT {
    private static TicketShop shop;
    private final UUID ana = Ids.next();
    private SaleSheet sheet;
    private Order order;
    private Ticket ticket;

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
        sheet = Sheets.sheet().seated("A", 5).build();
        shop.sell(sheet);
        order = shop.bought(ana, sheet.eventId(), "A-1-1");
        ticket = order.tickets().get(0);
    }

    private Ticket rename(UUID user, String name) {
        return shop.ask(TicketOperations.RENAME, new RenameTicket(ticket.id(), name), shop.call(user));
    }

    @Test
    void theNameIsOnTheTicketAndAtTheGateAndSealedAtRest() {
        // When
        Ticket renamed = rename(ana, "Maria Souza");
        // Then
        assertThat(renamed.holderName()).isEqualTo("Maria Souza");
        assertThat(shop.get(ana, order.id()).tickets().get(0).holderName()).isEqualTo("Maria Souza");
        UUID gate = shop.staff(sheet.organizationId(), MemberRole.GATE);
        var scan = new CheckIn(sheet.eventId(), ticket.code(), "nonce", null, null, null);
        for (int i = 0; i < 2; i++) {
            assertThat(shop.ask(TicketOperations.CHECK_IN, scan, shop.call(gate))
                            .ticket()
                            .holderName())
                    .isEqualTo("Maria Souza");
        }
        assertThat(shop.count(
                        "SELECT count(*) FROM ticket t JOIN check_in c ON c.ticket_id = t.id WHERE t.id = $1"
                                + " AND (position('Maria'::bytea in t.holder_name) > 0 OR c.answer::text LIKE '%Maria%')",
                        ticket.id()))
                .isZero();
    }

    @Test
    void whoNamedWhomIsKept() {
        // Given
        rename(ana, "Maria");
        UUID manager = shop.staff(sheet.organizationId(), MemberRole.MANAGER);
        rename(manager, "Rui");
        // When
        Ticket unnamed = rename(ana, null);
        // Then
        assertThat(unnamed.holderName()).isNull();
        assertThat(shop.count(
                        "SELECT count(DISTINCT changed_by) FROM ticket_holder_change WHERE ticket_id = $1",
                        ticket.id()))
                .isEqualTo(2);
        assertThat(shop.count("SELECT count(*) FROM ticket_holder_change WHERE ticket_id = $1", ticket.id()))
                .isEqualTo(3);
    }

    @Test
    void aNameThatNoKeyOpensClosesNoGate() {
        // Given
        rename(ana, "Maria");
        await(shop.database().query("UPDATE ticket SET holder_name = '\\x00' WHERE id = $1", ticket.id()));
        UUID gate = shop.staff(sheet.organizationId(), MemberRole.GATE);
        var scan = new CheckIn(sheet.eventId(), ticket.code(), "nonce", null, null, null);
        // When
        Ticket read = shop.get(ana, order.id()).tickets().get(0);
        Ticket scanned =
                shop.ask(TicketOperations.CHECK_IN, scan, shop.call(gate)).ticket();
        // Then
        assertThat(read.holderName()).isNull();
        assertThat(scanned.id()).isEqualTo(ticket.id());
    }

    @Test
    void whoOnlyReadsReportsIsToldNoNames() {
        // Given
        rename(ana, "Maria da Silva");
        UUID viewer = shop.staff(sheet.organizationId(), MemberRole.VIEWER);
        UUID seller = shop.staff(sheet.organizationId(), MemberRole.SALES);
        // When
        Ticket ofViewer = shop.ask(TicketOperations.GET, new GetTicket(ticket.id()), shop.call(viewer));
        Ticket inOrder = shop.get(viewer, order.id()).tickets().get(0);
        Ticket ofSeller = shop.ask(TicketOperations.GET, new GetTicket(ticket.id()), shop.call(seller));
        // Then
        assertThat(ofViewer.holderName()).isNull();
        assertThat(inOrder.holderName()).isNull();
        assertThat(ofSeller.holderName()).isEqualTo("Maria da Silva");
    }

    @Test
    void strangersAndBadNamesAreRefused() {
        assertThat(refusal(() -> rename(Ids.next(), "Eve")).code()).isEqualTo(FaultCode.NOT_FOUND);
        UUID reader = shop.staff(sheet.organizationId(), MemberRole.SALES);
        assertThat(refusal(() -> rename(reader, "Eve")).code()).isEqualTo(FaultCode.FORBIDDEN);
        for (String bad : List.of("", " ", "a\nb", "x".repeat(201))) {
            assertThat(refusal(() -> rename(ana, bad)).code()).isEqualTo(FaultCode.VALIDATION);
        }
    }

    @Test
    void afterTheStartOnlyManagersNameAndNobodyAVoidTicket() {
        // Given
        await(shop.database()
                .query(
                        "UPDATE sale SET sheet = jsonb_set(sheet::jsonb, '{startsAt}', to_jsonb($2::text))::json,"
                                + " version = version WHERE event_id = $1",
                        sheet.eventId(),
                        "2020-01-01T00:00:00Z"));
        shop.restart();
        UUID manager = shop.staff(sheet.organizationId(), MemberRole.MANAGER);
        // Then
        assertThat(refusal(() -> rename(ana, "Maria")).code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(rename(manager, "Maria").holderName()).isEqualTo("Maria");
        shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, null), shop.call(manager, "refund"));
        assertThat(refusal(() -> rename(manager, "Rui")).code()).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void aTicketForAnotherPlaceIsForTheSamePerson() {
        // Given
        rename(ana, "Maria");
        UUID hold = shop.hold(ana, sheet.eventId(), "A-1-3").id();
        // When
        UUID heir = shop.ask(
                        OrderOperations.CHANGE,
                        new ChangeOrder(order.id(), hold, List.of(ticket.id())),
                        shop.call(ana, "change " + hold))
                .newTickets()
                .get(0);
        // Then
        assertThat(shop.ask(TicketOperations.GET, new GetTicket(heir), shop.call(ana))
                        .holderName())
                .isEqualTo("Maria");
    }
}
