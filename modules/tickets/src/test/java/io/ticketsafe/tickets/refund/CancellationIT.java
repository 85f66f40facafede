package io.ticketsafe.tickets.refund;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.Cancellation;
import io.ticketsafe.contract.tickets.SaleOperations.CancellationStatus;
import io.ticketsafe.contract.tickets.SaleOperations.GetCancellation;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancellationIT {
    private static final int ORDERS = 12;
    private static TicketShop shop;
    private final List<Order> orders = new ArrayList<>();
    private UUID event;
    private UUID manager;

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
        SaleSheet sheet = Sheets.sheet().seated("A", ORDERS + 1).build();
        event = shop.sell(sheet);
        manager = shop.staff(sheet.organizationId(), MemberRole.MANAGER);
        for (int i = 1; i <= ORDERS; i++) {
            orders.add(shop.bought(Ids.next(), event, "A-1-" + i));
        }
    }

    @AfterEach
    void audit() {
        shop.payments().refunds = RefundStatus.SUCCEEDED;
        shop.payments().refundsDown = false;
        shop.audit();
    }

    private Cancellation progress() {
        return shop.ask(SaleOperations.CANCELLATION, new GetCancellation(event), shop.call(manager));
    }

    private void cancel() {
        shop.ask(
                SaleOperations.CANCEL,
                new CancelSale(event, "rain"),
                shop.harness().serviceCall());
    }

    private long kept() {
        return orders.stream()
                .mapToLong(order -> shop.payments().keptMinor(order.id()))
                .sum();
    }

    @Test
    void itIsForMembersOfTheOrganiserAndForCanceledEventsOnly() {
        assertThat(refusal(this::progress).code()).isEqualTo(FaultCode.NOT_FOUND);
        cancel();
        UUID stranger = Ids.next();
        assertThat(refusal(() -> shop.ask(SaleOperations.CANCELLATION, new GetCancellation(event), shop.call(stranger)))
                        .code())
                .isEqualTo(FaultCode.NOT_FOUND);
        shop.eventually(() -> progress().status(), CancellationStatus.DONE);
    }

    @Test
    void aKillInTheMiddleIsResumedAndTheCountsSayHowFarItIs() {
        // Given
        shop.order(Ids.next(), event, "A-1-" + (ORDERS + 1));
        shop.payments().refundsDown = true;
        cancel();
        shop.eventually(() -> shop.count("SELECT count(*) FROM refund WHERE canceled_event = $1", event) > 0);
        await(shop.stop());
        // When
        shop.restart();
        // Then
        Cancellation middle = progress();
        assertThat(middle.status()).isEqualTo(CancellationStatus.RUNNING);
        assertThat(middle.orders()).isEqualTo(ORDERS);
        assertThat(middle.refunded()).isZero();
        assertThat(middle.pending()).isEqualTo(ORDERS);
        assertThat(middle.amount()).isEqualTo(new Money(ORDERS * 10_000L, "BRL"));
        shop.payments().refundsDown = false;
        shop.eventually(() -> progress().status(), CancellationStatus.DONE);
        Cancellation end = progress();
        assertThat(end.refunded()).isEqualTo(ORDERS);
        assertThat(end.amountRefunded()).isEqualTo(end.amount());
        assertThat(kept()).isZero();
    }

    @Test
    void whatTheProviderRefusesNeedsAttention() {
        // Given
        shop.payments().refunds = RefundStatus.FAILED;
        // When
        cancel();
        // Then
        shop.eventually(() -> progress().status(), CancellationStatus.NEEDS_ATTENTION);
        Cancellation stuck = progress();
        assertThat(stuck.failed()).isEqualTo(ORDERS);
        assertThat(stuck.amountRefunded()).isEqualTo(Money.zero("BRL"));
    }
}
