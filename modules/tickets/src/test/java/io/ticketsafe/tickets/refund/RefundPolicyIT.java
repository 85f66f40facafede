package io.ticketsafe.tickets.refund;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.Refund;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRefunds;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RefundPolicyIT {
    private static final int HOURS_TO_START = 30 * 24;
    private static TicketShop shop;
    private final UUID ana = Ids.next();
    private SaleSheet sheet;

    @BeforeAll
    static void open() {
        shop = TicketShop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private Order bought(SheetRefunds refunds) {
        Instant now = Instant.now();
        var rules = new SheetRules(now.minusSeconds(60), now.plus(Duration.ofDays(30)), 0, 0, 10, null, null, refunds);
        sheet = Sheets.sheet().seated("A", 5).with(rules).build();
        shop.sell(sheet);
        return shop.bought(ana, sheet.eventId(), "A-1-1");
    }

    private static Refund refund(UUID user, Order order) {
        return shop.ask(
                OrderOperations.REFUND,
                new RefundOrder(order.id(), null, null),
                shop.call(user, "key " + UUID.randomUUID()));
    }

    @Test
    void theBuyerMayUntilTheDeadline() {
        // Given
        Order order = bought(new SheetRefunds(true, HOURS_TO_START - 1));
        // When
        Refund refund = refund(ana, order);
        // Then
        assertThat(refund.status()).isEqualTo(RefundStatus.SUCCEEDED);
    }

    @Test
    void afterTheDeadlineOnlyManagersMay() {
        // Given
        Order order = bought(new SheetRefunds(true, HOURS_TO_START + 1));
        // When
        var refusal = refusal(() -> refund(ana, order));
        // Then
        assertThat(refusal.code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(refusal.detail()).contains("until");
        UUID manager = shop.staff(sheet.organizationId(), MemberRole.MANAGER);
        assertThat(refund(manager, order).status()).isEqualTo(RefundStatus.SUCCEEDED);
    }

    /** As if the time for it were over, for whoever asks from now on. */
    private void forbid() {
        await(shop.database()
                .query(
                        "UPDATE sale SET sheet = jsonb_set(sheet::jsonb, '{rules,refunds,allowed}', 'false')::json"
                                + " WHERE event_id = $1",
                        sheet.eventId()));
        shop.restart();
    }

    @Test
    void aRepeatOfARefundThatWasInTimeGetsItsAnswer() {
        // Given
        Order order = bought(new SheetRefunds(true, 0));
        Call call = shop.call(ana, "refund " + order.id());
        var request = new RefundOrder(order.id(), null, null);
        Refund first = shop.ask(OrderOperations.REFUND, request, call);
        forbid();
        // When
        Refund again = shop.ask(OrderOperations.REFUND, request, call);
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(refusal(() -> refund(ana, order)).code()).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void aRepeatOfAChangeThatWasInTimeGetsItsAnswer() {
        // Given
        Order order = bought(new SheetRefunds(true, 0));
        UUID hold = shop.hold(ana, sheet.eventId(), "A-1-2").id();
        Call call = shop.call(ana, "change " + hold);
        var request =
                new ChangeOrder(order.id(), hold, List.of(order.tickets().get(0).id()));
        Map<String, Buffer> asHeld = shop.remember(sheet.eventId());
        Change first = shop.ask(OrderOperations.CHANGE, request, call);
        shop.bringBack(asHeld);
        forbid();
        // When
        Change again = shop.ask(OrderOperations.CHANGE, request, call);
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(shop.letters(sheet.eventId(), "A")).isEqualTo("fsfff");
    }

    @Test
    void anOrganiserMayTakeNothingBackAndChangeNothing() {
        // Given
        Order order = bought(new SheetRefunds(false, 0));
        UUID hold = shop.hold(ana, sheet.eventId(), "A-1-2").id();
        var change =
                new ChangeOrder(order.id(), hold, List.of(order.tickets().get(0).id()));
        // Then
        assertThat(refusal(() -> refund(ana, order)).code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(refusal(() -> shop.ask(OrderOperations.CHANGE, change, shop.call(ana, "change " + hold)))
                        .code())
                .isEqualTo(FaultCode.WRONG_STATE);
    }
}
