package io.ticketsafe.tickets.refund;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.Refund;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.CheckIn;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefundingIT {
    private static TicketShop shop;
    private final UUID ana = Ids.next();
    private UUID event;
    private UUID organizer;
    private Order order;

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
        shop.payments().refunds = RefundStatus.SUCCEEDED;
        shop.payments().refundsDown = false;
        shop.payments().captureDown = false;
        shop.payments().captureRefused = false;
        SaleSheet sheet = Sheets.sheet()
                .seated("A", 5)
                .standing("P", 5)
                .type("seat", 10_000, "A")
                .type("floor", 3_000, "P")
                .build();
        event = shop.sell(sheet);
        organizer = sheet.organizationId();
        order = shop.bought(ana, event, "A-1-1", "A-1-2");
    }

    @AfterEach
    void audit() {
        shop.audit();
    }

    private Refund refund(UUID user, Order of, UUID... tickets) {
        List<UUID> ids = tickets.length == 0 ? null : List.of(tickets);
        return shop.ask(
                OrderOperations.REFUND,
                new RefundOrder(of.id(), ids, "changed my mind"),
                shop.call(user, "refund " + UUID.randomUUID()));
    }

    private UUID ticket(int index) {
        return order.tickets().get(index).id();
    }

    @Test
    void theWholeOrderGoesBack() {
        // When
        Refund refund = refund(ana, order);
        // Then
        assertThat(refund.status()).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(refund.amount()).isEqualTo(new Money(20_000, "BRL"));
        Order refunded = shop.get(ana, order.id());
        assertThat(refunded.status()).isEqualTo(OrderStatus.REFUNDED);
        assertThat(refunded.refunded()).isEqualTo(order.total());
        assertThat(refunded.payments().get(0).status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(refunded.tickets()).allSatisfy(ticket -> {
            assertThat(ticket.status()).isEqualTo(TicketStatus.VOID);
            assertThat(ticket.code()).isNull();
        });
        assertThat(shop.letters(event, "A")).isEqualTo("fffff");
        assertThat(shop.payments().keptMinor(order.id())).isZero();
        assertThat(shop.facts(order.id())).containsExactly(Facts.ORDER_PLACED, Facts.ORDER_PAID, Facts.ORDER_REFUNDED);
    }

    @Test
    void oneTicketGoesBackAndThenTheOther() {
        // When
        Refund first = refund(ana, order, ticket(0));
        OrderStatus between = shop.status(order.id());
        Refund second = refund(ana, order);
        // Then
        assertThat(first.tickets()).containsExactly(ticket(0));
        assertThat(between).isEqualTo(OrderStatus.PARTIALLY_REFUNDED);
        assertThat(second.tickets()).containsExactly(ticket(1));
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.REFUNDED);
        assertThat(shop.ask(OrderOperations.REFUNDS, new GetOrder(order.id()), shop.call(ana))
                        .items())
                .containsExactly(first, second);
    }

    @Test
    void aFreedSeatIsSoldAgain() {
        // Given
        refund(ana, order, ticket(1));
        UUID bruno = Ids.next();
        // When
        Order again = shop.bought(bruno, event, "A-1-2");
        // Then
        assertThat(again.status()).isEqualTo(OrderStatus.PAID);
        assertThat(shop.letters(event, "A")).isEqualTo("ssfff");
    }

    @Test
    void standingPlacesGoBackOneByOne() {
        // Given
        Order standing = shop.order(ana, shop.holdStanding(ana, event, "P", 3));
        shop.pay(ana, standing.id(), "approve");
        List<Ticket> tickets = shop.get(ana, standing.id()).tickets();
        // When
        refund(ana, standing, tickets.get(0).id());
        refund(ana, standing, tickets.get(1).id());
        // Then
        assertThat(shop.count("SELECT taken::bigint FROM standing_stock WHERE event_id = $1", event))
                .isOne();
        refund(ana, standing);
        assertThat(shop.count("SELECT taken::bigint FROM standing_stock WHERE event_id = $1", event))
                .isZero();
    }

    @Test
    void ofTwoRefundsOfOneTicketOneWins() {
        // When
        List<Future<Refund>> answers = IntStream.range(0, 10)
                .mapToObj(i -> shop.askLater(
                        OrderOperations.REFUND,
                        new RefundOrder(order.id(), List.of(ticket(0)), null),
                        shop.call(ana, "refund " + i + order.id())))
                .toList();
        // Then
        await(Future.join(answers).otherwiseEmpty());
        assertThat(answers).filteredOn(Future::succeeded).hasSize(1);
        assertThat(answers.stream().filter(Future::failed).map(answer -> ((ServiceFault) answer.cause()).code()))
                .containsOnly(FaultCode.WRONG_STATE);
        assertThat(shop.payments().keptMinor(order.id())).isEqualTo(10_000);
    }

    @Test
    void theSameKeyGivesTheSameAnswerToTheByte() {
        // Given
        Call call = shop.call(ana, "refund " + order.id());
        var request = new RefundOrder(order.id(), List.of(ticket(0)), null);
        Refund first = shop.ask(OrderOperations.REFUND, request, call);
        // When
        Refund second = shop.ask(OrderOperations.REFUND, request, call);
        FaultCode other = refusal(() -> shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, null), call))
                .code();
        // Then
        assertThat(Records.write(second).encode())
                .isEqualTo(Records.write(first).encode());
        assertThat(other).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void whatHasBeenUsedIsNotRefunded() {
        // Given
        UUID gate = shop.staff(organizer, MemberRole.GATE);
        shop.ask(
                TicketOperations.CHECK_IN,
                new CheckIn(event, order.tickets().get(0).code(), "n1", null, null, null),
                shop.call(gate));
        // When
        FaultCode used = refusal(() -> refund(ana, order, ticket(0))).code();
        Refund rest = refund(ana, order);
        // Then
        assertThat(used).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(rest.tickets()).containsExactly(ticket(1));
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.PARTIALLY_REFUNDED);
        assertThat(refusal(() -> refund(ana, order)).code()).isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void onlyTheBuyerAndTheOrganizersManagersRefund() {
        // Given
        UUID manager = shop.staff(organizer, MemberRole.MANAGER);
        UUID sales = shop.staff(organizer, MemberRole.SALES);
        // When
        FaultCode stranger = refusal(() -> refund(Ids.next(), order)).code();
        FaultCode tooSmall = refusal(() -> refund(sales, order)).code();
        Refund byManager = refund(manager, order, ticket(0));
        // Then
        assertThat(stranger).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(tooSmall).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(byManager.status()).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(shop.count("SELECT count(*) FROM refund WHERE order_id = $1 AND source = 'organizer'", order.id()))
                .isOne();
    }

    @Test
    void onceTheEventHasBegunOnlyTheOrganizerRefunds() {
        // Given
        SaleSheet sheet = shop.begun(Sheets.sheet().seated("A", 5).build());
        UUID begun = shop.sell(sheet);
        Order late = shop.bought(ana, begun, "A-1-1");
        // When
        FaultCode buyer = refusal(() -> refund(ana, late)).code();
        Refund byOwner = refund(shop.staff(sheet.organizationId(), MemberRole.OWNER), late);
        // Then
        assertThat(buyer).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(byOwner.status()).isEqualTo(RefundStatus.SUCCEEDED);
    }

    @Test
    void unknownTicketsUnpaidOrdersAndBadListsAreRefused() {
        Order unpaid = shop.order(ana, event, "A-1-4");
        assertThat(refusal(() -> refund(ana, order, Ids.next())).code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> refund(ana, unpaid)).code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(refusal(() -> refund(ana, order, ticket(0), ticket(0))).code())
                .isEqualTo(FaultCode.VALIDATION);
        assertThat(refusal(() -> shop.ask(
                                OrderOperations.REFUND,
                                new RefundOrder(order.id(), List.of(), null),
                                shop.call(ana, "empty")))
                        .code())
                .isEqualTo(FaultCode.VALIDATION);
    }

    @Test
    void aRefundThatPaymentsDoesNotAnswerIsRepeated() {
        // Given
        shop.payments().refundsDown = true;
        Refund pending = refund(ana, order);
        // When
        shop.payments().refundsDown = false;
        // Then
        assertThat(pending.status()).isEqualTo(RefundStatus.PENDING);
        assertThat(shop.letters(event, "A")).isEqualTo("fffff");
        shop.eventually(() -> statusOf(pending), RefundStatus.SUCCEEDED);
        assertThat(shop.payments().keptMinor(order.id())).isZero();
    }

    @Test
    void whatIsNotCapturedYetIsGivenBackAfterwards() {
        // Given
        shop.payments().captureDown = true;
        Order authorized = shop.bought(ana, event, "A-1-4");
        Refund pending = refund(ana, authorized);
        // When
        shop.payments().captureDown = false;
        // Then
        assertThat(pending.status()).isEqualTo(RefundStatus.PENDING);
        shop.eventually(() -> statusOf(pending), RefundStatus.SUCCEEDED);
        assertThat(shop.payments().account(authorized.payments().get(0).id()).refundedMinor)
                .isEqualTo(10_000);
    }

    @Test
    void forMoneyThatNeverCameNothingIsGivenBack() {
        // Given
        shop.payments().captureDown = true;
        Order authorized = shop.bought(ana, event, "A-1-4");
        Refund pending = refund(ana, authorized);
        int before = shop.payments().refundCount();
        // When
        shop.payments().captureRefused = true;
        shop.payments().captureDown = false;
        // Then
        shop.eventually(() -> statusOf(pending), RefundStatus.SUCCEEDED);
        assertThat(shop.payments().refundCount()).isEqualTo(before);
        assertThat(shop.status(authorized.id())).isEqualTo(OrderStatus.REFUNDED);
    }

    @Test
    void theEndOfARefundComesAsAFact() {
        // Given
        shop.payments().refunds = RefundStatus.PENDING;
        Refund first = refund(ana, order, ticket(0));
        Refund second = refund(ana, order, ticket(1));
        // When
        shop.tell(refundFact(Facts.REFUND_SUCCEEDED, first), refundFact(Facts.REFUND_FAILED, second));
        // Then
        assertThat(first.status()).isEqualTo(RefundStatus.PENDING);
        assertThat(statusOf(first)).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(statusOf(second)).isEqualTo(RefundStatus.FAILED);
    }

    private static DomainEvent refundFact(String type, Refund refund) {
        var data = new Facts.RefundChanged(refund.id(), Ids.next(), refund.orderId(), refund.amount(), null);
        return DomainEvent.of(Ids.next(), "payments", type, Ids.next(), Instant.now(), data);
    }

    private RefundStatus statusOf(Refund refund) {
        return shop.ask(OrderOperations.REFUNDS, new GetOrder(refund.orderId()), shop.call(ana)).items().stream()
                .filter(listed -> listed.id().equals(refund.id()))
                .findFirst()
                .orElseThrow()
                .status();
    }

    @Test
    void whatCostNothingGoesBackWithoutPayments() {
        // Given
        UUID free = shop.sell(Sheets.sheet().seated("A", 2).type("guest", 0));
        Order guest = shop.order(ana, free, "A-1-1");
        int before = shop.payments().refundCount();
        // When
        Refund refund = refund(ana, guest);
        // Then
        assertThat(refund.status()).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(refund.amount()).isEqualTo(Money.zero("BRL"));
        assertThat(shop.payments().refundCount()).isEqualTo(before);
        assertThat(shop.letters(free, "A")).isEqualTo("ff");
    }

    @Test
    void aCanceledEventGivesEverythingBack() {
        // Given
        Order pending = shop.order(ana, event, "A-1-4");
        Order partly = shop.bought(Ids.next(), event, "A-1-5");
        // When
        shop.ask(
                SaleOperations.CANCEL,
                new CancelSale(event, "rain"),
                shop.harness().serviceCall());
        // Then
        shop.eventually(() -> shop.status(order.id()), OrderStatus.REFUNDED);
        shop.eventually(() -> shop.status(partly.id()), OrderStatus.REFUNDED);
        shop.eventually(() -> shop.status(pending.id()), OrderStatus.CANCELED);
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 0L);
        shop.eventually(() -> shop.payments().keptMinor(partly.id()), 0L);
        shop.eventually(() -> shop.letters(event, "A").replace(" ", "").chars().allMatch(seat -> seat == 'f'), true);
        assertThat(shop.count("SELECT count(*) FROM refund WHERE order_id = $1 AND source = 'organizer'", order.id()))
                .isOne();
    }

    @Test
    void anOrderThatCannotBeReadHoldsUpNoRefundOfACanceledEvent() {
        // Given
        List<Order> all = IntStream.rangeClosed(3, 5)
                .mapToObj(seat -> shop.bought(Ids.next(), event, "A-1-" + seat))
                .toList();
        shop.spoil(order.id());
        // When
        shop.ask(
                SaleOperations.CANCEL,
                new CancelSale(event, "rain"),
                shop.harness().serviceCall());
        // Then
        all.forEach(other -> shop.eventually(() -> shop.payments().keptMinor(other.id()), 0L));
        assertThat(shop.payments().keptMinor(order.id())).isEqualTo(20_000);
        assertThat(shop.counter("ticketsafe.background.rows.failed", "work", "end of an order of a canceled sale"))
                .isPositive();
    }

    /** As if the pause after the last refusal were over. */
    private void comeBackTo(Refund refund) {
        await(shop.database()
                .query(
                        "UPDATE refund SET continue_at = now() WHERE id = $1 AND state = 'failed' AND continue_at IS NOT NULL",
                        refund.id()));
    }

    private long refusals(Refund refund) {
        return shop.count("SELECT refusals::bigint FROM refund WHERE id = $1", refund.id());
    }

    @Test
    void aRefundThatIsRefusedIsAskedForAgainAndPaid() {
        // Given
        shop.payments().refunds = RefundStatus.FAILED;
        Refund refused = refund(ana, order);
        RefundStatus first = statusOf(refused);
        comeBackTo(refused);
        shop.eventually(() -> refusals(refused), 2L);
        // When
        shop.payments().refunds = RefundStatus.SUCCEEDED;
        comeBackTo(refused);
        // Then
        assertThat(first).isEqualTo(RefundStatus.FAILED);
        shop.eventually(() -> statusOf(refused), RefundStatus.SUCCEEDED);
        assertThat(shop.payments().keptMinor(order.id())).isZero();
    }

    @Test
    void afterAboutThreeDaysARefusedRefundIsLeftToTheOrganizerWhoMayAskAgain() {
        // Given
        shop.payments().refunds = RefundStatus.FAILED;
        double before = shop.counter("ticketsafe.refunds.failed");
        Refund refused = refund(ana, order);
        for (long refusals = 1; refusals < 9; refusals++) {
            long next = refusals + 1;
            comeBackTo(refused);
            shop.eventually(() -> refusals(refused), next);
        }
        assertThat(shop.count("SELECT count(*) FROM refund WHERE id = $1 AND continue_at IS NULL", refused.id()))
                .isOne();
        assertThat(shop.counter("ticketsafe.refunds.failed") - before).isOne();
        // When
        shop.payments().refunds = RefundStatus.SUCCEEDED;
        FaultCode buyer = refusal(() -> refund(ana, order)).code();
        Call manager = shop.call(shop.staff(organizer, MemberRole.MANAGER), "again " + order.id());
        Refund again = shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, "owed"), manager);
        Refund repeated = shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, "owed"), manager);
        // Then
        assertThat(buyer).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(again.status()).isEqualTo(RefundStatus.SUCCEEDED);
        assertThat(again.amount()).isEqualTo(refused.amount());
        assertThat(repeated).isEqualTo(again);
        assertThat(shop.payments().keptMinor(order.id())).isZero();
        assertThat(refusal(() -> refund(shop.staff(organizer, MemberRole.MANAGER), order))
                        .code())
                .isEqualTo(FaultCode.WRONG_STATE);
    }

    @Test
    void aRepeatTellsTheInventoryWhatTheFirstRequestDidNot() {
        // Given
        shop.eventually(() -> shop.letters(event, "A"), "ssfff");
        Map<String, Buffer> asSold = shop.remember(event);
        shop.payments().refunds = RefundStatus.PENDING;
        Call call = shop.call(ana, "refund " + order.id());
        var request = new RefundOrder(order.id(), null, null);
        shop.ask(OrderOperations.REFUND, request, call);
        shop.bringBack(asSold);
        await(shop.database().query("DELETE FROM idempotency"));
        await(shop.database().query("UPDATE refund SET continue_at = NULL WHERE order_id = $1", order.id()));
        // When
        shop.ask(OrderOperations.REFUND, request, call);
        // Then
        assertThat(shop.letters(event, "A")).isEqualTo("fffff");
    }

    @Test
    void aReasonWithControlCharactersIsRefused() {
        // When
        ServiceFault refused = refusal(() ->
                shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, "rain\0"), shop.call(ana, "nul")));
        Refund lines = shop.ask(
                OrderOperations.REFUND, new RefundOrder(order.id(), null, "rain\n\tand wind"), shop.call(ana, "lines"));
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(refused.members().encode()).contains("/reason");
        assertThat(lines.reason()).isEqualTo("rain\n\tand wind");
    }
}
