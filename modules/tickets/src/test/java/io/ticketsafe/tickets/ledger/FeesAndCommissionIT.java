package io.ticketsafe.tickets.ledger;

import static io.ticketsafe.tickets.Sheets.fee;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerEntry;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.OrderOperations.SeatType;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FeesAndCommissionIT {
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
        shop.payments().ledgerSilent = false;
        shop.payments().captureRefused = false;
        shop.audit();
    }

    @Test
    void aFeeOfTheBuyerComesOnTop() {
        // Given
        SaleSheet sheet = Sheets.sheet()
                .seated("A", 5)
                .standing("P", 5)
                .type("seat", 9_990, fee(200, "10.00", FeePayer.BUYER), "A")
                .type("floor", 3_000, "P")
                .build();
        UUID event = shop.sell(sheet);
        HoldSeats mixed = new HoldSeats(
                event,
                List.of(new HoldOperations.SeatChoice("A-1-1")),
                null,
                List.of(new HoldOperations.StandingChoice("P", 1, null)),
                null);
        // When
        Hold hold = shop.ask(HoldOperations.HOLD, mixed, shop.call(ana));
        Order order = shop.order(ana, hold);
        shop.pay(ana, order.id(), "approve");
        Order paid = shop.get(ana, order.id());
        // Then
        assertThat(hold.items())
                .containsExactly(
                        new Item("A-1-1", "A", "seat", brl(9_990), brl(1_199), null),
                        new Item(null, "P", "floor", brl(3_000)));
        assertThat(hold.total()).isEqualTo(brl(14_189));
        assertThat(order.items()).isEqualTo(hold.items());
        assertThat(order.total()).isEqualTo(brl(14_189));
        assertThat(paid.tickets()).extracting(Ticket::fee).containsExactly(brl(1_199), null);
        assertThat(shop.payments().booked(order.id()))
                .isEqualTo(Map.of(
                        organizer(sheet, EntryKind.SALE),
                        12_990L,
                        new Share(Account.PLATFORM, null, EntryKind.FEE, 0),
                        1_199L));
    }

    @Test
    void aFeeOfTheOrganizerIsNotTheBuyersBusiness() {
        // Given
        SaleSheet sheet = Sheets.sheet()
                .seated("A", 5)
                .type("seat", 10_000, fee(0, "2.5", FeePayer.ORGANIZER), "A")
                .build();
        UUID event = shop.sell(sheet);
        // When
        Order order = shop.bought(ana, event, "A-1-1", "A-1-2");
        // Then
        assertThat(order.total()).isEqualTo(brl(20_000));
        assertThat(order.items()).extracting(Item::fee).containsOnlyNulls();
        assertThat(order.tickets()).extracting(Ticket::fee).containsOnlyNulls();
        assertThat(order.ledger()).extracting(LedgerEntry::account).containsOnly(Account.PROVIDER, Account.SELLER);
        assertThat(shop.payments().booked(order.id()))
                .isEqualTo(Map.of(
                        organizer(sheet, EntryKind.SALE),
                        20_000L,
                        organizer(sheet, EntryKind.FEE),
                        -500L,
                        new Share(Account.PLATFORM, null, EntryKind.FEE, 0),
                        500L));
    }

    @Test
    void aSwapThatIsTakenBackGivesBackWhatTheOldPlaceWasDividedInto() {
        // Given
        SaleSheet sheet = Sheets.sheet()
                .seated("A", 5)
                .seated("B", 5)
                .type("seat", 10_000, fee(0, "10", FeePayer.BUYER), "A")
                .type("better", 20_000, "B")
                .build();
        UUID event = shop.sell(sheet);
        Order order = shop.bought(ana, event, "A-1-1");
        Hold hold = shop.hold(ana, event, "B-1-1");
        List<UUID> old = order.tickets().stream().map(Ticket::id).toList();
        shop.ask(
                OrderOperations.CHANGE,
                new ChangeOrder(order.id(), hold.id(), old),
                shop.call(ana, "change " + hold.id()));
        shop.payments().captureRefused = true;
        // When
        shop.pay(ana, order.id(), "approve");
        // Then
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 0L);
        assertThat(shop.payments().booked(order.id()).values()).containsOnly(0L);
    }

    @Test
    void aSwapForTheSameMoneyTellsWhoseItIsNow() {
        // Given
        SaleSheet sheet = Sheets.sheet()
                .seated("A", 5)
                .seated("B", 5)
                .type("seat", 10_000, fee(0, "10", FeePayer.BUYER), "A")
                .type("better", 10_500, fee(500, null, FeePayer.BUYER), "B")
                .build();
        UUID event = shop.sell(sheet);
        Order order = shop.bought(ana, event, "A-1-1");
        Hold hold = shop.hold(ana, event, "B-1-1");
        List<UUID> old = order.tickets().stream().map(Ticket::id).toList();
        // When
        Change change = shop.ask(
                OrderOperations.CHANGE,
                new ChangeOrder(order.id(), hold.id(), old),
                shop.call(ana, "change " + hold.id()));
        // Then
        assertThat(change.refundId()).isNull();
        shop.eventually(
                () -> shop.payments().booked(order.id()),
                Map.of(
                        organizer(sheet, EntryKind.SALE),
                        10_500L,
                        new Share(Account.PLATFORM, null, EntryKind.FEE, 0),
                        500L));
        assertThat(shop.payments().keptMinor(order.id())).isEqualTo(11_000L);
        assertThat(shop.get(ana, order.id()).status()).isEqualTo(OrderStatus.PAID);
        assertThat(shop.ask(OrderOperations.REFUNDS, new GetOrder(order.id()), shop.call(ana))
                        .items())
                .isEmpty();
        shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, null), shop.call(ana, "refund"));
        shop.eventually(() -> shop.payments().keptMinor(order.id()), 0L);
        assertThat(shop.payments().booked(order.id()).values()).containsOnly(0L);
    }

    @Test
    void withoutFeesNothingIsSaidOfShares() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        // When
        Order order = shop.bought(ana, event, "A-1-1");
        // Then
        assertThat(shop.payments().account(order.payments().get(0).id()).shares).isNull();
        assertThat(shop.count("SELECT count(*) FROM ticket_order WHERE id = $1 AND deductions IS NOT NULL", order.id()))
                .isZero();
    }

    @Test
    void anAgencyGetsItsCommissionAndAChannelMayHaveAnother() {
        // Given
        UUID agency = agency();
        SaleSheet sheet = Sheets.sheet()
                .seated("A", 6)
                .type("seat", 9_999, fee(0, "1", FeePayer.ORGANIZER), "A")
                .commission("10.00", agency)
                .channelWithCommission("fans", "2.5", "A-1-5:6")
                .build();
        UUID event = shop.sell(sheet);
        UUID seller = shop.staff(agency, MemberRole.SALES);
        // When
        Order general = sold(seller, agency, shop.hold(seller, event, "A-1-1", "A-1-2"));
        HoldSeats withKey =
                new HoldSeats(event, List.of(new HoldOperations.SeatChoice("A-1-5")), null, null, "fans-key");
        Order channel = sold(seller, agency, shop.ask(HoldOperations.HOLD, withKey, shop.call(seller)));
        Order direct = shop.bought(ana, event, "A-1-3");
        // Then
        assertThat(shop.payments().booked(general.id()))
                .containsEntry(new Share(Account.AGENCY, agency, EntryKind.COMMISSION, 0), 2_000L)
                .containsEntry(organizer(sheet, EntryKind.COMMISSION), -2_000L)
                .containsEntry(organizer(sheet, EntryKind.FEE), -200L)
                .containsEntry(organizer(sheet, EntryKind.SALE), 19_998L);
        assertThat(shop.payments().booked(channel.id()))
                .containsEntry(new Share(Account.AGENCY, agency, EntryKind.COMMISSION, 0), 250L);
        assertThat(shop.payments().booked(direct.id()).keySet())
                .extracting(Share::account)
                .doesNotContain(Account.AGENCY);
    }

    @Test
    void refundsTakeFromEachWhatTheTicketsBroughtEvenIfTheSheetHasChanged() {
        // Given
        UUID agency = agency();
        Sheets sheets = Sheets.sheet()
                .seated("A", 6)
                .type("seat", 9_999, fee(33, "3.33", FeePayer.BUYER), "A")
                .type("cheap", 101, fee(0, "50", FeePayer.ORGANIZER), "A")
                .commission("12.34", agency);
        SaleSheet sheet = sheets.build();
        UUID event = shop.sell(sheet);
        UUID seller = shop.staff(agency, MemberRole.SALES);
        Hold hold = shop.hold(seller, event, "A-1-1", "A-1-2", "A-1-3");
        CreateOrder request = new CreateOrder(hold.id(), List.of(new SeatType("A-1-3", "cheap")), agency, null);
        Order order = shop.ask(OrderOperations.CREATE, request, shop.call(seller, "order " + hold.id()));
        shop.pay(seller, order.id(), "approve");
        shop.sell(Sheets.sheet(event)
                .seated("A", 6)
                .type("seat", 5_000, "A")
                .type("cheap", 5_000, "A")
                .version(2)
                .build());
        List<Ticket> tickets = shop.get(seller, order.id()).tickets();
        // When
        shop.ask(OrderOperations.REFUND, refund(order, tickets.get(0)), shop.call(seller, "first"));
        Map<Share, Long> afterOne = Map.copyOf(shop.payments().booked(order.id()));
        Money refundedOne = shop.get(seller, order.id()).refunded();
        shop.ask(OrderOperations.REFUND, new RefundOrder(order.id(), null, null), shop.call(seller, "rest"));
        // Then
        assertThat(order.total()).isEqualTo(brl(2 * (9_999 + 366) + 101));
        assertThat(refundedOne).isEqualTo(brl(9_999 + 366));
        assertThat(afterOne)
                .containsEntry(organizer(sheet, EntryKind.SALE), 10_100L)
                .containsEntry(new Share(Account.PLATFORM, null, EntryKind.FEE, 0), 366L + 51L)
                .containsEntry(new Share(Account.AGENCY, agency, EntryKind.COMMISSION, 0), 1_234L + 12L);
        assertThat(shop.payments().booked(order.id()).values()).allMatch(minor -> minor == 0);
        assertThat(shop.get(seller, order.id()).status()).isEqualTo(OrderStatus.REFUNDED);
        assertThat(shop.get(seller, order.id()).ledger().stream()
                        .mapToLong(entry -> entry.amount().amountMinor())
                        .sum())
                .isZero();
    }

    @Test
    void whoeverFoundsAnAgencyGetsNoCommissionOfOrganizersThatDoNotKnowIt() {
        // Given
        UUID trusted = agency();
        UUID event = shop.sell(
                Sheets.sheet().seated("A", 5).commission("10", trusted).channelWithCommission("fans", "50", "A-1-5"));
        UUID stranger = agency();
        UUID seller = shop.staff(stranger, MemberRole.OWNER);
        HoldSeats withKey =
                new HoldSeats(event, List.of(new HoldOperations.SeatChoice("A-1-5")), null, null, "fans-key");
        // When
        Order general = sold(seller, stranger, shop.hold(seller, event, "A-1-1"));
        Order channel = sold(seller, stranger, shop.ask(HoldOperations.HOLD, withKey, shop.call(seller)));
        // Then
        for (Order order : List.of(general, channel)) {
            assertThat(shop.payments().booked(order.id()).keySet())
                    .extracting(Share::account)
                    .doesNotContain(Account.AGENCY);
        }
    }

    @Test
    void theFactSaysWhatIsNotTheOrganizers() {
        // Given
        UUID agency = agency();
        UUID event = shop.sell(Sheets.sheet()
                .seated("A", 5)
                .type("seat", 1_000, fee(70, null, FeePayer.BUYER), "A")
                .commission("10", agency));
        UUID seller = shop.staff(agency, MemberRole.SALES);
        // When
        Order order = sold(seller, agency, shop.hold(seller, event, "A-1-1"));
        // Then
        assertThat(shop.count(
                        "SELECT count(*) FROM outbox WHERE subject = $1 AND type = $2 AND event->'data'->'charges'->0->>'feeMinor' = '70'"
                                + " AND event->'data'->'charges'->0->>'feePaidBy' = 'buyer'"
                                + " AND event->'data'->'charges'->0->>'commissionMinor' = '100'"
                                + " AND event->'data'->'total'->>'amountMinor' = '1070'",
                        order.id().toString(),
                        Facts.ORDER_PAID))
                .isEqualTo(1);
    }

    @Test
    void everybodySeesOfTheLedgerWhatIsTheirs() {
        // Given
        UUID agency = agency();
        SaleSheet sheet = Sheets.sheet()
                .seated("A", 5)
                .type("seat", 1_000, fee(70, null, FeePayer.BUYER), "A")
                .commission("10", agency)
                .build();
        UUID event = shop.sell(sheet);
        UUID seller = shop.staff(agency, MemberRole.SALES);
        UUID manager = shop.staff(sheet.organizationId(), MemberRole.MANAGER);
        Order bySeller = sold(seller, agency, shop.hold(seller, event, "A-1-1"));
        Order byAna = shop.bought(ana, event, "A-1-2");
        // When
        Set<Account> ofManager = accounts(manager, bySeller);
        Set<Account> ofSeller = accounts(seller, bySeller);
        Set<Account> ofAna = accounts(ana, byAna);
        // Then
        assertThat(ofManager)
                .containsExactlyInAnyOrder(Account.PROVIDER, Account.ORGANIZER, Account.PLATFORM, Account.AGENCY);
        assertThat(ofSeller).containsExactlyInAnyOrder(Account.PROVIDER, Account.SELLER, Account.AGENCY);
        assertThat(ofAna).containsExactlyInAnyOrder(Account.PROVIDER, Account.SELLER);
    }

    @Test
    void anOrderIsShownWithoutItsLedgerWhenPaymentsDoesNotSay() {
        // Given
        UUID event = shop.sell(Sheets.sheet().seated("A", 5));
        Order order = shop.bought(ana, event, "A-1-1");
        shop.payments().ledgerSilent = true;
        // When
        Order shown = shop.get(ana, order.id());
        // Then
        assertThat(shown.ledger()).isNull();
        assertThat(shown.tickets()).isEqualTo(order.tickets());
        assertThat(order.ledger()).hasSize(2);
    }

    private Set<Account> accounts(UUID user, Order order) {
        Order seen = shop.ask(OrderOperations.GET, new GetOrder(order.id()), shop.call(user));
        assertThat(seen.ledger().stream()
                        .mapToLong(entry -> entry.amount().amountMinor())
                        .sum())
                .isZero();
        return seen.ledger().stream().map(LedgerEntry::account).collect(java.util.stream.Collectors.toSet());
    }

    private static UUID agency() {
        UUID agency = Ids.next();
        shop.harness().organization(agency, Kind.AGENCY);
        return agency;
    }

    private static Order sold(UUID seller, UUID agency, Hold hold) {
        CreateOrder request = new CreateOrder(hold.id(), null, agency, null);
        Order order = shop.ask(OrderOperations.CREATE, request, shop.call(seller, "order " + hold.id()));
        shop.pay(seller, order.id(), "approve");
        return shop.get(seller, order.id());
    }

    private static RefundOrder refund(Order order, Ticket ticket) {
        return new RefundOrder(order.id(), List.of(ticket.id()), null);
    }

    private static Share organizer(SaleSheet sheet, EntryKind kind) {
        return new Share(Account.ORGANIZER, sheet.organizationId(), kind, 0);
    }

    private static Money brl(long amountMinor) {
        return new Money(amountMinor, "BRL");
    }
}
