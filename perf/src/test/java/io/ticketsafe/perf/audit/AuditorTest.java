package io.ticketsafe.perf.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ticketsafe.perf.stage.Accounts;
import io.ticketsafe.perf.stage.Accounts.Account;
import io.ticketsafe.perf.stage.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit over HTTP, against a server that says what it is told to. */
class AuditorTest {
    private static final String ORDERS = "/v1/orders?eventId=e&limit=100";
    private static final String ORDER = """
            {"id": "%s", "eventId": "e", "status": "paid", "total": {"amountMinor": 110, "currency": "BRL"},
             "items": [{"seat": "A-1-1", "section": "A", "ticketType": "full", "price": {"amountMinor": 100, "currency": "BRL"},
                        "fee": {"amountMinor": 10, "currency": "BRL"}}],
             "tickets": [{"id": "t%s", "seat": "A-1-1", "section": "A", "price": {"amountMinor": 100, "currency": "BRL"},
                          "fee": {"amountMinor": 10, "currency": "BRL"}, "status": "valid", "code": "c%s"}],
             "ledger": [{"account": "provider", "amount": {"amountMinor": 110, "currency": "BRL"}},
                        {"account": "organizer", "amount": {"amountMinor": -100, "currency": "BRL"}},
                        {"account": "platform", "amount": {"amountMinor": -10, "currency": "BRL"}}]}""";
    private static final String SALES = """
            {"totals": {"orders": %d, "ticketsSold": %d, "ticketsRefunded": 0, "grossMinor": %d, "refundedMinor": 0, "netMinor": %d}}""";

    private final Map<String, Deque<String>> answers = new HashMap<>();
    private final Diary diary = new Diary();
    private HttpServer server;
    private Api api;
    private Account organizer;

    @BeforeEach
    void booksOfOneTicket() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        api = new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        say("/v1/users", "{}");
        say("/v1/sessions", """
                {"accessToken": "a", "refreshToken": "r", "expiresIn": 900}""");
        organizer = new Accounts(api).open("organizer", "Rita");

        say(ORDERS, page(order("1")));
        say("/v1/orders/1", order("1"));
        say("/v1/orders/2", order("2"));
        say("/v1/events/e/availability", """
                {"sections": [{"code": "A", "kind": "seated", "free": 1, "held": 0, "claimed": 0, "sold": 1, "blocked": 0, "capacity": 2}]}""");
        say("/v1/events/e/seats?section=A", """
                {"rows": [{"label": "1", "seats": "sf"}]}""");
        say("/v1/events/e/reports/sales", SALES.formatted(1, 1, 100, 100));
        say("/v1/events/e/reports/attendance", """
                {"totals": {"checkedIn": 0}}""");
        say("/v1/organizations/o/statement", statement(100));
        tellBuyer("1");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void booksThatBalanceAreFoundToBalance() {
        Verdict verdict = audit(Duration.ZERO);

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.line()).isEqualTo(Verdict.BALANCED);
    }

    @Test
    void aSeatThatIsSoldTwiceIsFound() {
        tellBuyer("2");
        say(ORDERS, page(order("1") + "," + order("2")));
        say("/v1/events/e/reports/sales", SALES.formatted(2, 2, 200, 200));
        say("/v1/organizations/o/statement", statement(200));

        Verdict verdict = audit(Duration.ZERO);

        assertThat(verdict.line())
                .contains("1 seats SOLD TWICE: A-1-1 to orders 1 and 2")
                .contains("sold than have tickets: A: 1 instead of 2");
    }

    @Test
    void ordersOnLaterPagesAreRead() {
        say(ORDERS, "{\"items\": [], \"nextCursor\": \"next\"}");
        say(ORDERS + "&cursor=next", page(order("1")));

        assertThat(audit(Duration.ZERO).findings()).isEmpty();
    }

    @Test
    void reportsMayLag() {
        say("/v1/events/e/reports/sales", SALES.formatted(0, 0, 0, 0), SALES.formatted(1, 1, 100, 100));

        assertThat(audit(Duration.ofSeconds(30)).findings()).isEmpty();
    }

    @Test
    void reportsThatNeverCatchUpAreWrong() {
        say("/v1/events/e/reports/sales", SALES.formatted(0, 0, 0, 0));

        assertThat(audit(Duration.ofMillis(50)).line()).contains("totals of the sales report: orders: 0 instead of 1");
    }

    @Test
    void booksThatCannotBeReadDoNotBalance() {
        answers.remove("/v1/organizations/o/statement");

        assertThat(audit(Duration.ZERO).line()).contains("the books could not be read", "statement answered 404");
    }

    private Verdict audit(Duration patience) {
        BooksReader reader = new BooksReader(api, new Event("e", "o", organizer));
        return new Auditor(reader, patience, Duration.ZERO).audit(diary);
    }

    private void tellBuyer(String id) {
        try {
            JsonNode order = Api.JSON.readTree(order(id));
            diary.ordered("hold" + id, Booked.of(order));
            diary.paid(Booked.of(order));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** @param bodies one after the other; the last one stays */
    private void say(String path, String... bodies) {
        answers.put(path, new ArrayDeque<>(List.of(bodies)));
    }

    private static String order(String id) {
        return ORDER.formatted(id, id, id);
    }

    private static String page(String orders) {
        return "{\"items\": [" + orders + "]}";
    }

    private static String statement(int salesMinor) {
        return """
                {"rows": [{"eventId": "e", "salesMinor": %d, "refundsMinor": 0}, {"eventId": "other", "salesMinor": 7, "refundsMinor": 0}]}""".formatted(salesMinor);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Deque<String> bodies = answers.get(exchange.getRequestURI().toString());
        String body = bodies == null ? "{}" : bodies.size() > 1 ? bodies.remove() : bodies.peek();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(bodies == null ? 404 : 200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
