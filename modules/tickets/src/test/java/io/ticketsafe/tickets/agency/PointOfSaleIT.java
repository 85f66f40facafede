package io.ticketsafe.tickets.agency;

import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Refund;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PointOfSaleIT {
    private static final Method CASH = new Method(MethodType.CASH, null);
    private static final Method TERMINAL = new Method(MethodType.TERMINAL, null, "NSU 004217");

    private static TicketShop shop;
    private UUID agency;
    private UUID agencySeller;
    private UUID organizer;
    private UUID clerk;
    private UUID event;

    @BeforeAll
    static void open() {
        // With time to sign two hundred tickets while the seller waits.
        shop = TicketShop.open(Duration.ofSeconds(9), null);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    /** An event with a cap of four, 300 seats, and an agency that the organiser has given a channel. */
    @BeforeEach
    void anEventWithAnAgency() {
        agency = Ids.next();
        shop.harness().organization(agency, Kind.AGENCY);
        agencySeller = shop.staff(agency, MemberRole.SALES);
        Sheets sheet = Sheets.sheet()
                .seated("A", 100, 100, 100)
                .seated("B", 10)
                .channel("kiosk", agency, null, List.of("B-1-1:5"))
                .with(Sheets.rules(4, 4));
        event = shop.sell(sheet);
        organizer = shop.organizerOf(event);
        shop.harness().organization(organizer, Kind.ORGANIZER);
        clerk = shop.staff(organizer, MemberRole.SALES);
    }

    @Test
    void theBoxOfficeSellsTwoHundredSeatsForCash() {
        // Given
        Order order = order(clerk, hold(clerk, organizer, 200));
        // When
        Payment payment = pay(clerk, order, CASH);
        Order paid = shop.get(clerk, order.id());
        // Then
        assertThat(order.channel()).isEqualTo("boxOffice");
        assertThat(order.organizationId()).isEqualTo(organizer);
        assertThat(payment.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(payment.recordedBy()).isEqualTo(clerk);
        assertThat(paid.status()).isEqualTo(OrderStatus.PAID);
        assertThat(paid.tickets()).hasSize(200);
        assertThat(paid.payments().get(0).method()).isEqualTo(MethodType.CASH);
        assertThat(shop.letters(event, "A").chars().filter(letter -> letter == 's'))
                .hasSize(200);
        shop.audit();
    }

    @Test
    void twoHundredSeatsCanGoBackInPartsAndWhole() {
        // Given
        Order order = order(clerk, hold(clerk, organizer, 200));
        pay(clerk, order, TERMINAL);
        List<UUID> all = shop.get(clerk, order.id()).tickets().stream()
                .map(ticket -> ticket.id())
                .toList();
        // When
        Refund part = refund(order, all.subList(0, 150));
        Refund rest = refund(order, null);
        // Then
        assertThat(part.tickets()).hasSize(150);
        assertThat(rest.tickets()).hasSize(50);
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.REFUNDED);
        assertThat(shop.payments().keptMinor(order.id())).isZero();
        assertThat(shop.letters(event, "A")).doesNotContain("s");
        shop.audit();
    }

    @Test
    void aDeskHasItsOwnCapAndCountsForNobody() {
        // Given
        UUID small = shop.sell(Sheets.sheet().seated("A", 40).with(rules(20)));
        UUID theirs = shop.organizerOf(small);
        shop.harness().organization(theirs, Kind.ORGANIZER);
        UUID seller = shop.staff(theirs, MemberRole.OWNER);
        // When
        Hold first = best(seller, small, theirs, 20, null);
        Hold second = best(seller, small, theirs, 5, new Buyer("Maria", null));
        ServiceFault tooMany = refusal(() -> best(seller, small, theirs, 21, null));
        Hold own = shop.hold(seller, small, "A-1-39", "A-1-40");
        // Then
        assertThat(first.seats()).hasSize(20);
        assertThat(second.buyer().name()).isEqualTo("Maria");
        assertThat(tooMany.code()).isEqualTo(FaultCode.LIMIT_PER_ORDER);
        assertThat(tooMany.members().getInteger("limit")).isEqualTo(20);
        assertThat(own.seats()).hasSize(2);
    }

    @Test
    void everySellerOfTheBoxOfficeMayGoOnWithASale() {
        // Given
        UUID colleague = shop.staff(organizer, MemberRole.MANAGER);
        UUID viewer = shop.staff(organizer, MemberRole.VIEWER);
        Hold hold = hold(clerk, organizer, 6);
        // When
        Hold seen = shop.ask(HoldOperations.GET, new GetHold(hold.id()), shop.call(colleague));
        Order order = shop.ask(
                OrderOperations.CREATE,
                new CreateOrder(hold.id(), null, organizer, new Buyer("Maria", null, "walk-in 12")),
                shop.call(colleague, "order"));
        // Then
        assertThat(seen).isEqualTo(hold);
        assertThat(order.buyer().reference()).isEqualTo("walk-in 12");
        assertThat(refusal(() -> pay(viewer, order, CASH)).code()).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(refusal(() -> pay(Ids.next(), order, CASH)).code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(pay(clerk, order, CASH).status()).isEqualTo(PaymentStatus.SUCCEEDED);
    }

    @Test
    void aManagerChangesWhatTheBoxOfficeSoldWithAHoldOfTheirOwn() {
        // Given
        Order order = order(clerk, hold(clerk, organizer, 2));
        pay(clerk, order, CASH);
        List<UUID> first = List.of(shop.get(clerk, order.id()).tickets().get(0).id());
        UUID manager = shop.staff(organizer, MemberRole.MANAGER);
        Hold ofClerk = shop.hold(clerk, event, "B-1-6");
        Hold ofManager = shop.hold(manager, event, "B-1-7");
        // When
        ServiceFault refused = refusal(() -> change(clerk, order, ofClerk, first));
        Change change = change(manager, order, ofManager, first);
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(change.status()).isEqualTo(ChangeStatus.DONE);
    }

    private static Change change(UUID user, Order order, Hold hold, List<UUID> tickets) {
        return shop.ask(
                OrderOperations.CHANGE,
                new ChangeOrder(order.id(), hold.id(), tickets),
                shop.call(user, UUID.randomUUID().toString()));
    }

    @Test
    void anAgencyTakesMoneyForItsOwnOrdersOnly() {
        // Given
        Order atDesk = order(agencySeller, hold(agencySeller, agency, 8));
        Order ofCustomer = shop.ask(
                OrderOperations.CREATE,
                new CreateOrder(shop.hold(agencySeller, event, "A-3-1").id(), null, agency, new Buyer("Joana", null)),
                shop.call(agencySeller, "order 2"));
        UUID consumer = Ids.next();
        Order direct = shop.order(consumer, event, "A-3-2");
        // When, then
        assertThat(pay(agencySeller, atDesk, CASH).status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(pay(agencySeller, ofCustomer, TERMINAL).reference()).isEqualTo("NSU 004217");
        assertThat(atDesk.channel()).isEqualTo("agency");
        assertThat(refusal(() -> pay(consumer, direct, CASH)).code()).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(refusal(() -> pay(clerk, direct, CASH)).code()).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(refusal(() -> pay(agencySeller, direct, CASH)).code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> pay(clerk, atDesk, CASH)).code()).isEqualTo(FaultCode.NOT_FOUND);
    }

    /** Else anybody could found an agency, and take a house for cash that nobody has seen. */
    @Test
    void anAgencyWithoutAChannelTakesNoMoney() {
        // Given
        UUID unknown = Ids.next();
        shop.harness().organization(unknown, Kind.AGENCY);
        UUID seller = shop.staff(unknown, MemberRole.OWNER);
        // When
        ServiceFault noHold = refusal(() -> hold(seller, unknown, 2));
        Order order = shop.ask(
                OrderOperations.CREATE,
                new CreateOrder(shop.hold(seller, event, "A-3-5").id(), null, unknown, new Buyer("Joana", null)),
                shop.call(seller, "order"));
        ServiceFault noCash = refusal(() -> pay(seller, order, CASH));
        // Then
        assertThat(noHold.code()).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(noCash.code()).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(shop.status(order.id())).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void aPointOfSaleSaysWhoseItIs() {
        assertThat(refusal(() -> hold(clerk, null, 2)).code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(refusal(() -> hold(clerk, agency, 2)).code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> hold(Ids.next(), organizer, 2)).code()).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusal(() -> hold(shop.staff(organizer, MemberRole.GATE), organizer, 2))
                        .code())
                .isEqualTo(FaultCode.FORBIDDEN);
    }

    @Test
    void aRepeatIsOnePaymentAndOneSale() {
        // Given
        Order order = order(clerk, hold(clerk, organizer, 3));
        // When
        Payment first = payAs(clerk, order, CASH, "the key");
        Payment again = payAs(clerk, order, CASH, "the key");
        ServiceFault other = refusal(() -> payAs(clerk, order, TERMINAL, "the key"));
        ServiceFault twice = refusal(() -> pay(clerk, order, CASH));
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(other.code()).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
        assertThat(twice.code()).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(shop.payments().count(order.id())).isOne();
    }

    @Test
    void whatIsNoDeskPaymentIsRefused() {
        // Given
        Order order = order(clerk, hold(clerk, organizer, 1));
        // When, then
        assertThat(List.of(
                        new Method(MethodType.TERMINAL, null),
                        new Method(MethodType.TERMINAL, null, " "),
                        new Method(MethodType.TERMINAL, null, "x".repeat(101)),
                        new Method(MethodType.TERMINAL, null, "line\nline"),
                        new Method(MethodType.TERMINAL, null, "card 4242 4242 4242 4242"),
                        new Method(MethodType.CASH, "tok_approve"),
                        new Method(MethodType.PIX, null, "reference")))
                .allSatisfy(method -> assertThat(
                                refusal(() -> pay(clerk, order, method)).code())
                        .isEqualTo(FaultCode.VALIDATION));
    }

    private static SheetRules rules(int maxPerPosOrder) {
        return new SheetRules(
                Instant.now().minusSeconds(60),
                Instant.now().plus(Duration.ofDays(30)),
                4,
                4,
                10,
                null,
                maxPerPosOrder,
                null);
    }

    private Hold hold(UUID user, UUID organization, int quantity) {
        return best(user, event, organization, quantity, null);
    }

    private static Hold best(UUID user, UUID event, UUID organization, int quantity, Buyer buyer) {
        BestChoice best = new BestChoice(quantity, List.of("A"), null, null);
        HoldSeats request = new HoldSeats(event, null, best, null, null, organization, buyer, true, null);
        return shop.ask(
                HoldOperations.HOLD, request, shop.call(user, UUID.randomUUID().toString()));
    }

    private static Order order(UUID user, Hold hold) {
        return shop.order(user, hold);
    }

    private static Payment pay(UUID user, Order order, Method method) {
        return payAs(user, order, method, UUID.randomUUID().toString());
    }

    private static Payment payAs(UUID user, Order order, Method method, String key) {
        return shop.ask(OrderOperations.PAY, new PayOrder(order.id(), method), shop.call(user, key));
    }

    private Refund refund(Order order, List<UUID> tickets) {
        return shop.ask(
                OrderOperations.REFUND,
                new RefundOrder(order.id(), tickets, "rain"),
                shop.call(clerk, UUID.randomUUID().toString()));
    }
}
