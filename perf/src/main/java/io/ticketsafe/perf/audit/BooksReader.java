package io.ticketsafe.perf.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.perf.audit.Books.Ledger;
import io.ticketsafe.perf.audit.Books.Sales;
import io.ticketsafe.perf.audit.Books.Section;
import io.ticketsafe.perf.audit.Books.Statement;
import io.ticketsafe.perf.stage.Api;
import io.ticketsafe.perf.stage.Api.Refused;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the books of an event as its organiser. Blocking. */
final class BooksReader {
    private static final int PAGE = 100;
    private static final int LEDGERS = 20;

    private final Api api;
    private final Event event;

    BooksReader(Api api, Event event) {
        this.api = api;
        this.event = event;
    }

    /** @param diary names the holds to look after */
    Books read(Diary diary) {
        List<Booked> orders = orders();
        Map<String, String> held = new HashMap<>();
        diary.holds().forEach((id, hold) -> held.put(id, status(id, hold)));
        Map<String, Section> sections = new HashMap<>();
        Map<String, Map<String, Character>> seats = new HashMap<>();
        for (JsonNode section : get("/availability").path("sections")) {
            String code = section.path("code").asText();
            sections.put(code, section(section));
            if (section.path("kind").asText().equals("seated")) {
                seats.put(code, letters(code));
            }
        }
        JsonNode totals = get("/reports/sales").path("totals");
        return new Books(
                orders,
                sections,
                seats,
                sales(totals),
                statement(),
                get("/reports/attendance").at("/totals/checkedIn").asLong(),
                held,
                ledgers(orders));
    }

    private List<Booked> orders() {
        List<Booked> orders = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(
                    event.organizer().token(),
                    "/v1/orders?eventId=" + event.id() + "&limit=" + PAGE
                            + (cursor.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)));
            page.path("items").forEach(order -> orders.add(Booked.of(order)));
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return orders;
    }

    /** A hold whose time is over need not be asked for; the inventory forgets it. */
    private String status(String holdId, Diary.Hold hold) {
        if (hold.expiresAt().isBefore(Instant.now())) {
            return "expired";
        }
        try {
            return api.get(hold.owner().token(), "/v1/holds/" + holdId)
                    .path("status")
                    .asText();
        } catch (Refused e) {
            return e.status() == 404 ? "unknown to the server" : "answered " + e.status();
        }
    }

    private Map<String, Character> letters(String section) {
        Map<String, Character> letters = new HashMap<>();
        for (JsonNode row : get("/seats?section=" + section).path("rows")) {
            String seats = row.path("seats").asText();
            for (int i = 0; i < seats.length(); i++) {
                letters.put(section + "-" + row.path("label").asText() + "-" + (i + 1), seats.charAt(i));
            }
        }
        return letters;
    }

    private Map<String, Ledger> ledgers(List<Booked> orders) {
        Map<String, Ledger> ledgers = new HashMap<>();
        List<Booked> some = orders.stream()
                .filter(Booked::wasPaid)
                .sorted(Comparator.comparingLong(Booked::refundedMinor).reversed())
                .limit(LEDGERS)
                .toList();
        for (Booked order : some) {
            JsonNode entries = api.get(event.organizer().token(), "/v1/orders/" + order.id())
                    .path("ledger");
            long sum = 0;
            long kept = 0;
            for (JsonNode entry : entries) {
                long amount = entry.at("/amount/amountMinor").asLong();
                sum += amount;
                String account = entry.path("account").asText();
                kept += account.equals("provider") || account.equals("cash") ? amount : 0;
            }
            ledgers.put(order.id(), new Ledger(sum, kept));
        }
        return ledgers;
    }

    private Statement statement() {
        long sales = 0;
        long refunds = 0;
        for (JsonNode row : api.get(
                        event.organizer().token(), "/v1/organizations/" + event.organizationId() + "/statement")
                .path("rows")) {
            if (row.path("eventId").asText().equals(event.id())) {
                sales += row.path("salesMinor").asLong();
                refunds += row.path("refundsMinor").asLong();
            }
        }
        return new Statement(sales, refunds);
    }

    private JsonNode get(String path) {
        return api.get(event.organizer().token(), "/v1/events/" + event.id() + path);
    }

    private static Section section(JsonNode json) {
        return new Section(
                json.path("free").asLong(),
                json.path("held").asLong(),
                json.path("claimed").asLong(),
                json.path("sold").asLong(),
                json.path("blocked").asLong(),
                json.path("capacity").asLong());
    }

    private static Sales sales(JsonNode totals) {
        return new Sales(
                totals.path("orders").asLong(),
                totals.path("ticketsSold").asLong(),
                totals.path("ticketsRefunded").asLong(),
                totals.path("grossMinor").asLong(),
                totals.path("refundedMinor").asLong(),
                totals.path("netMinor").asLong());
    }
}
