package io.ticketsafe.tickets.checkin;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.CheckIn;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInReason;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInResult;
import io.ticketsafe.contract.tickets.TicketOperations.CheckInStatus;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckInIT {
    private static final Duration GATES_OPEN = Duration.ofHours(2);
    private static TicketShop shop;

    private final UUID ana = Ids.next();
    private UUID event;
    private UUID gate;
    private Ticket ticket;

    @BeforeAll
    static void open() {
        shop = TicketShop.open(Duration.ofSeconds(2), GATES_OPEN);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void buy() {
        SaleSheet sheet = shop.begun(Sheets.sheet().seated("A", 5).build());
        event = shop.sell(sheet);
        gate = shop.staff(sheet.organizationId(), MemberRole.GATE);
        ticket = shop.bought(ana, event, "A-1-1").tickets().get(0);
    }

    private CheckInResult scan(String code, String nonce) {
        return scan(new CheckIn(event, code, nonce, "North", null, null));
    }

    private CheckInResult scan(CheckIn request) {
        return shop.ask(TicketOperations.CHECK_IN, request, shop.call(gate));
    }

    @Test
    void aTicketOpensTheGate() {
        // When
        CheckInResult result = scan(ticket.code(), "n1");
        // Then
        assertThat(result.status()).isEqualTo(CheckInStatus.OK);
        assertThat(result.reason()).isNull();
        assertThat(result.ticket().id()).isEqualTo(ticket.id());
        assertThat(result.ticket().status()).isEqualTo(TicketStatus.CHECKED_IN);
        assertThat(result.gate()).isEqualTo("North");
        Ticket now = shop.ask(TicketOperations.GET, new TicketOperations.GetTicket(ticket.id()), shop.call(ana));
        assertThat(now.status()).isEqualTo(TicketStatus.CHECKED_IN);
        assertThat(now.checkedInAt()).isEqualTo(result.checkedInAt());
        assertThat(shop.facts(ticket.id())).containsExactly(Facts.TICKET_CHECKED_IN);
    }

    @Test
    void onlyOnce() {
        // Given
        CheckInResult first = scan(ticket.code(), "n1");
        // When
        CheckInResult second = scan(new CheckIn(event, ticket.code(), "n2", "South", null, null));
        // Then
        assertThat(second.status()).isEqualTo(CheckInStatus.ERROR);
        assertThat(second.reason()).isEqualTo(CheckInReason.ALREADY_REDEEMED);
        assertThat(second.checkedInAt()).isEqualTo(first.checkedInAt());
        assertThat(second.gate()).isEqualTo("North");
    }

    @Test
    void theSameScanIsOneCheckIn() {
        // Given
        CheckInResult first = scan(ticket.code(), "n1");
        // When
        CheckInResult second = scan(ticket.code(), "n1");
        // Then
        assertThat(Records.write(second).encode())
                .isEqualTo(Records.write(first).encode());
        assertThat(shop.facts(ticket.id())).hasSize(1);
    }

    @Test
    void aNonceIsForOneCode() {
        // Given
        Ticket other = shop.bought(ana, event, "A-1-2").tickets().get(0);
        scan(ticket.code(), "n1");
        // When
        FaultCode refused = refusal(() -> scan(other.code(), "n1")).code();
        // Then
        assertThat(refused).isEqualTo(FaultCode.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void ofManyGatesAtOnceOneLetsIn() {
        // When
        List<Future<CheckInResult>> scans = IntStream.range(0, 20)
                .mapToObj(i -> shop.askLater(
                        TicketOperations.CHECK_IN,
                        new CheckIn(event, ticket.code(), "n" + i / 2, "G" + i / 2, null, null),
                        shop.call(gate)))
                .toList();
        // Then
        await(Future.join(scans));
        List<String> admitted = scans.stream()
                .map(Future::result)
                .filter(result -> result.status() == CheckInStatus.OK)
                .map(CheckInResult::gate)
                .toList();
        assertThat(admitted).hasSize(2).allMatch(admitted.get(0)::equals);
        assertThat(shop.facts(ticket.id())).hasSize(1);
        assertThat(shop.count("SELECT count(*) FROM check_in WHERE ticket_id = $1", ticket.id()))
                .isEqualTo(10);
    }

    @Test
    void aScanMadeOfflineIsRecordedThoughTheTicketIsIn() {
        // Given
        CheckInResult first = scan(ticket.code(), "n1");
        Instant offline = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
        // When
        CheckInResult forced = scan(new CheckIn(event, ticket.code(), "n2", "South", offline, true));
        // Then
        assertThat(forced.status()).isEqualTo(CheckInStatus.OK);
        assertThat(forced.checkedInAt()).isEqualTo(offline);
        assertThat(shop.facts(ticket.id())).hasSize(1);
        assertThat(scan(ticket.code(), "n3").checkedInAt()).isEqualTo(first.checkedInAt());
        assertThat(shop.count("SELECT count(*) FROM check_in WHERE ticket_id = $1 AND forced", ticket.id()))
                .isOne();
    }

    @Test
    void aRefundedTicketStaysOutside() {
        // Given
        SaleSheet later = Sheets.sheet().seated("A", 5).build();
        UUID upcoming = shop.sell(later);
        UUID door = shop.staff(later.organizationId(), MemberRole.GATE);
        Ticket refunded = shop.bought(ana, upcoming, "A-1-1").tickets().get(0);
        shop.ask(
                OrderOperations.REFUND,
                new RefundOrder(refunded.orderId(), null, null),
                shop.call(ana, "refund " + refunded.id()));
        // When
        CheckInResult result = shop.ask(
                TicketOperations.CHECK_IN,
                new CheckIn(upcoming, refunded.code(), "n1", null, null, null),
                shop.call(door));
        // Then
        assertThat(result.reason()).isEqualTo(CheckInReason.CANCELED);
        assertThat(result.ticket().status()).isEqualTo(TicketStatus.VOID);
    }

    @Test
    void nobodyGoesIntoACanceledEvent() {
        // Given
        shop.ask(
                SaleOperations.CANCEL,
                new CancelSale(event, "rain"),
                shop.harness().serviceCall());
        // When
        CheckInResult result = scan(ticket.code(), "n1");
        // Then
        assertThat(result.reason()).isEqualTo(CheckInReason.CANCELED);
    }

    @Test
    void aTicketOfAnotherEventIsNotShown() {
        // Given
        UUID other = shop.sell(Sheets.sheet().seated("A", 5));
        Ticket foreign = shop.bought(ana, other, "A-1-1").tickets().get(0);
        // When
        CheckInResult result = scan(foreign.code(), "n1");
        // Then
        assertThat(result.reason()).isEqualTo(CheckInReason.RULES);
        assertThat(result.ticket()).isNull();
    }

    @Test
    void aReplacedCodeIsRevoked() {
        // Given
        await(shop.database().query("UPDATE ticket SET serial = 2, code = 'replaced' WHERE id = $1", ticket.id()));
        // When
        CheckInResult result = scan(ticket.code(), "n1");
        // Then
        assertThat(result.reason()).isEqualTo(CheckInReason.REVOKED);
    }

    @Test
    void whatIsNoTicketIsNotFound() {
        // Given
        String forged = ticket.code().substring(0, ticket.code().length() - 10) + "AAAAAAAAAA";
        // When
        List<ServiceFault> refusals = List.of(
                refusal(() -> scan(forged, "n1")),
                refusal(() -> scan("hello", "n2")),
                refusal(() -> scan("😀".repeat(100), "n3")));
        // Then
        assertThat(refusals).allSatisfy(refused -> {
            assertThat(refused.code()).isEqualTo(FaultCode.NOT_FOUND);
            assertThat(refused.members().getString("reason")).isEqualTo("invalid");
        });
        assertThat(scan(ticket.code(), "n1").status()).isEqualTo(CheckInStatus.OK);
    }

    @Test
    void gatesOpenBeforeTheStartAndNotSooner() {
        // Given
        SaleSheet later = Sheets.sheet().seated("A", 5).build();
        UUID upcoming = shop.sell(later);
        UUID door = shop.staff(later.organizationId(), MemberRole.GATE);
        Ticket early = shop.bought(ana, upcoming, "A-1-1").tickets().get(0);
        // When
        CheckInResult result = shop.ask(
                TicketOperations.CHECK_IN,
                new CheckIn(upcoming, early.code(), "n1", null, null, null),
                shop.call(door));
        // Then
        assertThat(result.reason()).isEqualTo(CheckInReason.INVALID_TIME);
    }

    @Test
    void onlyTheOrganizersGateStaffScans() {
        // Given
        UUID organizer = shop.organizerOf(event);
        UUID viewer = shop.staff(organizer, MemberRole.VIEWER);
        var request = new CheckIn(event, ticket.code(), "n1", null, null, null);
        // When
        FaultCode stranger = refusal(() -> shop.ask(TicketOperations.CHECK_IN, request, shop.call(ana)))
                .code();
        FaultCode tooSmall = refusal(() -> shop.ask(TicketOperations.CHECK_IN, request, shop.call(viewer)))
                .code();
        FaultCode noEvent = refusal(() -> scan(new CheckIn(Ids.next(), ticket.code(), "n1", null, null, null)))
                .code();
        // Then
        assertThat(stranger).isEqualTo(FaultCode.NOT_FOUND);
        assertThat(tooSmall).isEqualTo(FaultCode.FORBIDDEN);
        assertThat(noEvent).isEqualTo(FaultCode.NOT_FOUND);
    }

    @Test
    void badRequestsAreTold() {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        ServiceFault refused = refusal(() -> scan(new CheckIn(event, "", "n".repeat(101), " ", tomorrow, null)));
        assertThat(refused.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(refused.members().getJsonArray("errors")).hasSize(4);
    }

    @Test
    void controlCharactersAreRefusedAndPointedAt() {
        // When
        ServiceFault refused = refusal(() -> scan(new CheckIn(event, ticket.code(), "n\0", "North\n", null, null)));
        // Then
        assertThat(refused.code()).isEqualTo(FaultCode.VALIDATION);
        assertThat(refused.members().encode()).contains("/nonce", "/gate");
    }
}
