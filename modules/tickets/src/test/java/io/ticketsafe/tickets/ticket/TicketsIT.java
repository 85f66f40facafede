package io.ticketsafe.tickets.ticket;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.tickets.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.tickets.TicketOperations.CodeImage;
import io.ticketsafe.contract.tickets.TicketOperations.CodeKeys;
import io.ticketsafe.contract.tickets.TicketOperations.GetCodeImage;
import io.ticketsafe.contract.tickets.TicketOperations.GetTicket;
import io.ticketsafe.contract.tickets.TicketOperations.ImageFormat;
import io.ticketsafe.contract.tickets.TicketOperations.ListTickets;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketPage;
import io.ticketsafe.tickets.Sheets;
import io.ticketsafe.tickets.TicketShop;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketsIT {
    private static TicketShop shop;
    private final UUID ana = Ids.next();
    private UUID event;
    private UUID organizer;
    private List<Ticket> tickets;

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
        event = shop.sell(Sheets.sheet().seated("A", 10));
        organizer = shop.organizerOf(event);
        tickets = shop.bought(ana, event, "A-1-1", "A-1-2", "A-1-3").tickets();
    }

    @Test
    void theHolderSeesTheOwnTicketsPageByPage() {
        // Given
        shop.bought(Ids.next(), event, "A-1-5");
        // When
        TicketPage first = shop.ask(TicketOperations.LIST, new ListTickets(null, 2, null), shop.call(ana));
        TicketPage second =
                shop.ask(TicketOperations.LIST, new ListTickets(event, 2, first.nextCursor()), shop.call(ana));
        // Then
        assertThat(first.items()).containsExactly(tickets.get(2), tickets.get(1));
        assertThat(second.items()).containsExactly(tickets.get(0));
        assertThat(second.nextCursor()).isNull();
        assertThat(shop.ask(TicketOperations.LIST, new ListTickets(Ids.next(), null, null), shop.call(ana))
                        .items())
                .isEmpty();
    }

    @Test
    void badPagesAreRefused() {
        assertThat(List.of(
                        new ListTickets(null, 0, null),
                        new ListTickets(null, 101, null),
                        new ListTickets(null, null, "!"),
                        new ListTickets(null, null, "AAAA")))
                .allSatisfy(request -> assertThat(
                                refusal(() -> shop.ask(TicketOperations.LIST, request, shop.call(ana)))
                                        .code())
                        .isEqualTo(FaultCode.VALIDATION));
    }

    @Test
    void codesAreForThoseWhoMayHandThemOut() {
        // Given
        UUID seller = shop.staff(organizer, MemberRole.SALES);
        UUID viewer = shop.staff(organizer, MemberRole.VIEWER);
        UUID gate = shop.staff(organizer, MemberRole.GATE);
        Ticket ticket = tickets.get(0);
        // When
        Ticket forSeller = get(seller, ticket);
        Ticket forViewer = get(viewer, ticket);
        FaultCode forGate = refusal(() -> get(gate, ticket)).code();
        FaultCode forStranger = refusal(() -> get(Ids.next(), ticket)).code();
        FaultCode imageForViewer =
                refusal(() -> image(viewer, ticket, ImageFormat.SVG)).code();
        // Then
        assertThat(get(ana, ticket)).isEqualTo(ticket);
        assertThat(forSeller.code()).isEqualTo(ticket.code());
        assertThat(forViewer.id()).isEqualTo(ticket.id());
        assertThat(forViewer.code()).isNull();
        assertThat(List.of(forGate, forStranger, imageForViewer))
                .containsExactly(FaultCode.FORBIDDEN, FaultCode.NOT_FOUND, FaultCode.FORBIDDEN);
    }

    private static Ticket get(UUID user, Ticket ticket) {
        return shop.ask(TicketOperations.GET, new GetTicket(ticket.id()), shop.call(user));
    }

    private static CodeImage image(UUID user, Ticket ticket, ImageFormat format) {
        return shop.ask(TicketOperations.CODE_IMAGE, new GetCodeImage(ticket.id(), format), shop.call(user));
    }

    @Test
    void theCodeIsDrawn() {
        // When
        CodeImage svg = image(ana, tickets.get(0), ImageFormat.SVG);
        CodeImage png = image(ana, tickets.get(0), ImageFormat.PNG);
        // Then
        assertThat(svg.contentType()).isEqualTo("image/svg+xml");
        assertThat(new String(svg.content(), StandardCharsets.US_ASCII)).startsWith("<svg ");
        assertThat(png.contentType()).isEqualTo("image/png");
        assertThat(png.content()).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void aVoidTicketHasNoCode() {
        // Given
        shop.ask(
                OrderOperations.REFUND,
                new RefundOrder(tickets.get(0).orderId(), null, null),
                shop.call(ana, "refund " + event));
        // When
        FaultCode refused =
                refusal(() -> image(ana, tickets.get(0), ImageFormat.SVG)).code();
        // Then
        assertThat(refused).isEqualTo(FaultCode.WRONG_STATE);
        assertThat(get(ana, tickets.get(0)).code()).isNull();
    }

    @Test
    void anybodyCanVerifyACodeOffline() throws Exception {
        // Given
        CodeKeys keys = shop.ask(
                TicketOperations.CODE_KEYS, Nothing.NOTHING, shop.harness().anonymousCall());
        String code = tickets.get(0).code();
        int dot = code.lastIndexOf('.');
        byte[] raw = Base64.getUrlDecoder().decode(keys.keys().get(0).get("x").asText());
        byte[] der = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(raw));
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        // When
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(code.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        // Then
        assertThat(verifier.verify(Base64.getUrlDecoder().decode(code.substring(dot + 1))))
                .isTrue();
    }

    @Test
    void processesThatStartAtOnceMakeOneKey() {
        // Given
        await(shop.database().query("DELETE FROM ticket_key"));
        // When
        List<Future<TicketKeys>> starts = IntStream.range(0, 10)
                .mapToObj(i -> new TicketKeyStore(
                                shop.database(), shop.harness().context().secrets())
                        .load())
                .toList();
        // Then
        await(Future.all(starts));
        assertThat(starts.stream().map(loaded -> loaded.result().published()).distinct())
                .hasSize(1);
        assertThat(shop.count("SELECT count(*) FROM ticket_key")).isOne();
    }
}
