package io.ticketsafe.tickets.agency;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.redis.Script;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.HoldStatus;
import io.ticketsafe.contract.tickets.HoldOperations.ReleaseSeat;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.users.OrganizationOperations.Kind;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.ticketsafe.tickets.inventory.HoldId;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgencyHoldsIT {
    private static final Buyer MARIA = new Buyer("Maria Souza", "maria@example.org");
    private static final Buyer JOANA = new Buyer("Joana Lima", null);

    private static final Script SET_CUSTOMER = Script.load("lua/tickets/set_customer.lua");

    private static TicketShop shop;
    private UUID agency;
    private UUID seller;
    private UUID colleague;
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
    void anAgencyWithTwoSellersAndAnEventWithACap() {
        agency = agency();
        seller = shop.staff(agency, MemberRole.SALES);
        colleague = shop.staff(agency, MemberRole.OWNER);
        event = shop.sell(Sheets.sheet().seated("A", 10).standing("P", 20).with(Sheets.rules(4, 4)));
    }

    @Test
    void everySellerOfTheAgencyMayActOnItsHolds() {
        // Given
        Hold hold = hold(seller, MARIA, "A-1-1", "A-1-2");
        // When
        Hold seen = shop.ask(HoldOperations.GET, new GetHold(hold.id()), shop.call(colleague));
        Hold extended = shop.ask(HoldOperations.EXTEND, new GetHold(hold.id()), shop.call(colleague));
        Hold smaller = shop.ask(HoldOperations.RELEASE_SEAT, new ReleaseSeat(hold.id(), "A-1-2"), shop.call(colleague));
        shop.ask(HoldOperations.RELEASE, new GetHold(hold.id()), shop.call(colleague));
        // Then
        assertThat(hold.organizationId()).isEqualTo(agency);
        assertThat(hold.buyer()).isEqualTo(MARIA);
        assertThat(seen).isEqualTo(hold);
        assertThat(extended.buyer()).isEqualTo(MARIA);
        assertThat(smaller.seats()).containsExactly("A-1-1");
        assertThat(shop.ask(HoldOperations.GET, new GetHold(hold.id()), shop.call(seller))
                        .status())
                .isEqualTo(HoldStatus.RELEASED);
        assertThat(shop.letters(event, "A")).isEqualTo("ffffffffff");
    }

    @Test
    void toEverybodyElseTheHoldDoesNotExist() {
        // Given
        Hold hold = hold(seller, MARIA, "A-1-1");
        UUID rival = shop.staff(agency(), MemberRole.OWNER);
        UUID viewer = shop.staff(agency, MemberRole.VIEWER);
        for (UUID stranger : List.of(Ids.next(), rival)) {
            // When, then
            assertThat(refused(HoldOperations.GET, hold, stranger)).isEqualTo(FaultCode.NOT_FOUND);
            assertThat(refused(HoldOperations.EXTEND, hold, stranger)).isEqualTo(FaultCode.NOT_FOUND);
            assertThat(refused(HoldOperations.RELEASE, hold, stranger)).isEqualTo(FaultCode.NOT_FOUND);
            assertThat(refusal(() -> shop.order(stranger, hold)).code()).isEqualTo(FaultCode.NOT_FOUND);
        }
        assertThat(refused(HoldOperations.GET, hold, viewer)).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(refusal(() -> shop.order(viewer, hold)).code()).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(shop.letters(event, "A")).isEqualTo("hfffffffff");
    }

    @Test
    void theCapCountsPerCustomerWhoeverSells() {
        // Given
        hold(seller, MARIA, "A-1-1", "A-1-2", "A-1-3");
        // When
        ServiceFault tooMany =
                refusal(() -> hold(colleague, new Buyer("M. Souza", "  MARIA@Example.org".strip()), "A-1-4", "A-1-5"));
        Hold another = hold(seller, JOANA, "A-1-4", "A-1-5", "A-1-6", "A-1-7");
        Hold own = shop.hold(seller, event, "A-1-8");
        // Then
        assertThat(tooMany.code()).isEqualTo(FaultCode.LIMIT_PER_BUYER);
        assertThat(another.seats()).hasSize(4);
        assertThat(own.organizationId()).isNull();
        hold(seller, MARIA, "A-1-9");
    }

    @Test
    void theSameCustomerOfAnotherAgencyIsAnother() {
        // Given
        UUID rival = agency();
        UUID rivalSeller = shop.staff(rival, MemberRole.SALES);
        hold(seller, MARIA, "A-1-1", "A-1-2", "A-1-3", "A-1-4");
        // When
        Hold hold = hold(rivalSeller, MARIA, "A-1-5");
        // Then
        assertThat(hold.organizationId()).isEqualTo(rival);
    }

    @Test
    void theReferenceSaysWhoACustomerIs() {
        // Given
        hold(seller, new Buyer("Maria", "m@example.org", "C-17"), "A-1-1", "A-1-2", "A-1-3");
        // When
        FaultCode same = refusal(() -> hold(seller, new Buyer("Mary", "mary@example.org", "C-17"), "A-1-4", "A-1-5"))
                .code();
        Hold other = hold(seller, new Buyer("Maria", "m@example.org", "C-18"), "A-1-4", "A-1-5");
        // Then
        assertThat(same).isEqualTo(FaultCode.LIMIT_PER_BUYER);
        assertThat(other.buyer().reference()).isEqualTo("C-18");
    }

    @Test
    void theOrderCarriesTheCustomerAndTheCapFollowsItToTheEnd() {
        // Given
        Hold hold = hold(seller, MARIA, "A-1-1", "A-1-2", "A-1-3");
        // When
        Order order = shop.order(colleague, hold);
        // Then
        assertThat(order.buyer()).isEqualTo(MARIA);
        assertThat(order.organizationId()).isEqualTo(agency);
        assertThat(order.channel()).isEqualTo("agency");
        shop.pay(seller, order.id(), "approve");
        assertThat(refusal(() -> hold(seller, MARIA, "A-1-4", "A-1-5")).code()).isEqualTo(FaultCode.LIMIT_PER_BUYER);
        await(shop.harness().context().stores().redis().send(Request.cmd(Command.FLUSHALL)));
        assertThat(refusal(() -> hold(seller, MARIA, "A-1-4", "A-1-5")).code()).isEqualTo(FaultCode.LIMIT_PER_BUYER);
        refund(order);
        shop.eventually(() -> shop.letters(event, "A").equals("ffffffffff"));
        assertThat(hold(colleague, MARIA, "A-1-1", "A-1-2", "A-1-3", "A-1-4").seats())
                .hasSize(4);
        shop.audit();
    }

    @Test
    void anOrderForAnotherCustomerIsRefusedAndTheHoldStays() {
        // Given
        Hold hold = hold(seller, MARIA, "A-1-1");
        UUID rival = agency();
        shop.harness().member(rival, seller, MemberRole.SALES);
        // When
        ServiceFault contradiction = refusal(() -> order(hold, null, new Buyer("Joana", "joana@example.org")));
        ServiceFault otherAgency = refusal(() -> order(hold, rival, null));
        Order order = order(hold, agency, new Buyer("maria  souza", "Maria@example.org", "C-9"));
        // Then
        assertThat(pointers(contradiction)).containsExactly("/buyer/name", "/buyer/email");
        assertThat(pointers(otherAgency)).containsExactly("/organizationId");
        assertThat(order.buyer()).isEqualTo(new Buyer(MARIA.name(), MARIA.email(), "C-9"));
    }

    @Test
    void aRepeatFindsTheHoldAndAnotherRequestWithItsKeyIsRefused() {
        // Given
        Call call = shop.call(seller, "key");
        Hold hold = shop.ask(HoldOperations.HOLD, request(MARIA, "A-1-1"), call);
        // When
        Hold again = shop.ask(HoldOperations.HOLD, request(MARIA, "A-1-1"), call);
        FaultCode otherCustomer = refusal(() -> shop.ask(HoldOperations.HOLD, request(JOANA, "A-1-1"), call))
                .code();
        FaultCode forHerself = refusal(() -> shop.ask(HoldOperations.HOLD, TicketShop.seats(event, "A-1-1"), call))
                .code();
        Order own = shop.bought(seller, event, "A-1-5");
        HoldSeats change = new HoldSeats(
                event, TicketShop.seats(event, "A-1-1").seats(), null, null, null, null, null, null, own.id());
        FaultCode forAChange =
                refusal(() -> shop.ask(HoldOperations.HOLD, change, call)).code();
        // Then
        assertThat(forAChange).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
        assertThat(again).isEqualTo(hold);
        assertThat(otherCustomer).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
        assertThat(forHerself).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void onlySellersOfAnAgencyHoldOnBehalfOfOthers() {
        // Given
        UUID organizer = Ids.next();
        UUID promoter = shop.staff(organizer, MemberRole.OWNER);
        UUID viewer = shop.staff(agency, MemberRole.VIEWER);
        // When, then
        assertThat(refusedHold(Ids.next(), null, MARIA)).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(refusedHold(Ids.next(), agency, MARIA)).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(refusedHold(viewer, agency, MARIA)).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(refusedHold(promoter, organizer, MARIA)).isEqualTo(FaultCode.VALIDATION);
        assertThat(refusedHold(seller, agency, null)).isEqualTo(FaultCode.VALIDATION);
        assertThat(refusedHold(seller, agency, new Buyer(" ", "nobody", ""))).isEqualTo(FaultCode.VALIDATION);
        shop.harness().member(agency(), seller, MemberRole.SALES);
        assertThat(refusedHold(seller, null, MARIA)).isEqualTo(FaultCode.VALIDATION);
        assertThat(shop.letters(event, "A")).isEqualTo("ffffffffff");
    }

    @Test
    void nobodyReadsInPostgresWhoTheCustomerIs() {
        // Given
        Hold hold = hold(seller, MARIA, "A-1-1");
        Order order = shop.order(seller, hold);
        // When
        Order again = shop.order(seller, hold);
        // Then
        assertThat(again).isEqualTo(order);
        assertThat(again.buyer()).isEqualTo(MARIA);
        assertThat(shop.count("SELECT count(*) FROM idempotency WHERE answer->>'sealed' IS NOT NULL"))
                .isPositive();
        for (String table : List.of("idempotency", "ticket_order", "outbox")) {
            assertThat(shop.count("SELECT count(*) FROM " + table + " t WHERE t::text ILIKE '%maria%'"))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void nobodyReadsInRedisWhoTheCustomerIs() {
        // Given
        HoldSeats standing =
                new HoldSeats(event, null, null, List.of(new StandingChoice("P", 2, null)), null, agency, MARIA);
        // When
        Hold hold = shop.ask(HoldOperations.HOLD, standing, shop.call(seller, "k"));
        // Then
        var redis = shop.harness().context().stores().redis();
        var packed = await(redis.send(
                Request.cmd(Command.HGET).arg(Sale.prefix(event) + "holds").arg(HoldId.raw(hold.id()))));
        var buyers = await(redis.send(Request.cmd(Command.HKEYS).arg(Sale.prefix(event) + "buyers")));
        assertThat(packed.toString().toLowerCase()).contains("p:").doesNotContain("maria");
        assertThat(buyers.toString().toLowerCase()).doesNotContain("maria");
    }

    @Test
    void aHoldWhoseCustomerCannotBeReadIsNotBegunToBeOrdered() {
        // Given
        Hold hold = hold(seller, MARIA, "A-1-1");
        assertThat(stateWithCustomer(hold, "AAAA")).isEqualTo("a");
        // When
        assertThatThrownBy(() -> shop.order(colleague, hold)).isInstanceOf(RuntimeException.class);
        // Then
        assertThat(stateWithCustomer(hold, "AAAA")).isEqualTo("a");
    }

    /** Overwrites who the customer is. */
    private String stateWithCustomer(Hold hold, String sealed) {
        var redis = shop.harness().context().stores().redis();
        return await(redis.run(SET_CUSTOMER, 1, Sale.prefix(event) + "holds", HoldId.raw(hold.id()), sealed))
                .toString();
    }

    private static UUID agency() {
        UUID id = Ids.next();
        shop.harness().organization(id, Kind.AGENCY);
        return id;
    }

    private HoldSeats request(Buyer customer, String... seats) {
        return new HoldSeats(event, TicketShop.seats(event, seats).seats(), null, null, null, null, customer);
    }

    private Hold hold(UUID user, Buyer customer, String... seats) {
        return shop.ask(HoldOperations.HOLD, request(customer, seats), shop.call(user));
    }

    private FaultCode refusedHold(UUID user, UUID organization, Buyer customer) {
        HoldSeats request = new HoldSeats(
                event, TicketShop.seats(event, "A-1-1").seats(), null, null, null, organization, customer);
        return refusal(() -> shop.ask(HoldOperations.HOLD, request, shop.call(user)))
                .code();
    }

    private static FaultCode refused(BusOperation<GetHold, ?> operation, Hold hold, UUID user) {
        return refusal(() -> shop.ask(operation, new GetHold(hold.id()), shop.call(user)))
                .code();
    }

    private Order order(Hold hold, UUID organization, Buyer customer) {
        CreateOrder request = new CreateOrder(hold.id(), null, organization, customer);
        return shop.ask(OrderOperations.CREATE, request, shop.call(seller, "order " + UUID.randomUUID()));
    }

    private void refund(Order order) {
        shop.ask(
                OrderOperations.REFUND,
                new OrderOperations.RefundOrder(order.id(), null, "ill"),
                shop.call(seller, "refund " + order.id()));
    }

    private static List<String> pointers(ServiceFault refusal) {
        assertThat(refusal.code()).isEqualTo(FaultCode.VALIDATION);
        return refusal.members().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer"))
                .toList();
    }
}
