package io.ticketsafe.perf.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.perf.Settings;
import io.ticketsafe.perf.stage.Accounts.Account;
import io.ticketsafe.perf.stage.Api.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a run needs before its people come, all made through the public API: an organiser with an event of its own on sale, an agency, gates,
 * and users who are logged in. Blocking.
 *
 * @param buyers who buy for themselves
 * @param sellers of the agency, who buy for named customers
 * @param gates staff that scans
 */
public record Stage(
        Api api,
        Accounts accounts,
        String eventId,
        String organizationId,
        Account organizer,
        Hall hall,
        List<Account> buyers,
        String agencyId,
        List<Account> sellers,
        List<Account> gates) {
    private static final int GATES = 6;
    private static final Duration INVENTORY_PATIENCE = Duration.ofSeconds(60);
    private static final long BETWEEN_LOOKS_MS = 200;

    /** @param holdMinutes how long the event holds places */
    public static Stage open(Settings settings, String title, int holdMinutes) {
        Api api = new Api(settings.url());
        Accounts accounts = new Accounts(api);
        Account organizer = accounts.open("organizer", "Rita Organizadora");
        String organization = organization(api, organizer, "Carga Produções", "organizer");
        Hall hall = Hall.of(settings.seats());
        String venue = api.post(organizer.token(), "/v1/venues", hall.toJson(organization))
                .get("id")
                .asText();
        String event = api.post(organizer.token(), "/v1/events", event(organization, venue, title, holdMinutes))
                .get("id")
                .asText();
        api.post(organizer.token(), "/v1/events/" + event + "/publish", "{}");

        int sellers = Math.max(1, settings.accounts() / 5);
        List<Account> agency = open(accounts, "seller", sellers);
        String agencyId = organization(api, agency.get(0), "Balcão Central", "agency");
        for (Account seller : agency.subList(1, agency.size())) {
            join(api, agency.get(0), agencyId, seller, "sales");
        }
        List<Account> gates = open(accounts, "gate", Math.min(GATES, settings.accounts()));
        gates.forEach(gate -> join(api, organizer, organization, gate, "gate"));
        List<Account> buyers = open(accounts, "buyer", Math.max(1, settings.accounts() - sellers));
        waitForInventory(api, event, hall.capacity());
        return new Stage(api, accounts, event, organization, organizer, hall, buyers, agencyId, agency, gates);
    }

    private static List<Account> open(Accounts accounts, String who, int number) {
        List<Account> opened = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            opened.add(accounts.open(who + i, who + " " + i));
        }
        return List.copyOf(opened);
    }

    private static String organization(Api api, Account owner, String name, String kind) {
        JsonNode made = api.post(
                owner.token(),
                "/v1/organizations",
                Api.JSON.createObjectNode().put("name", name).put("kind", kind));
        return made.get("id").asText();
    }

    private static void join(Api api, Account owner, String organization, Account member, String role) {
        api.post(
                owner.token(),
                "/v1/organizations/" + organization + "/members",
                Api.JSON.createObjectNode().put("email", member.email()).put("role", role));
    }

    private static ObjectNode event(String organization, String venue, String title, int holdMinutes) {
        Instant startsAt = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        ObjectNode event = Api.JSON
                .createObjectNode()
                .put("organizationId", organization)
                .put("venueId", venue)
                .put("title", title)
                .put("description", "Made by a load test.")
                .put("startsAt", startsAt.toString())
                .put("endsAt", startsAt.plus(3, ChronoUnit.HOURS).toString());
        ArrayNode types = event.putArray("ticketTypes");
        type(types, "inteira", "Inteira", 12_000, Hall.STALLS, Hall.BALCONY);
        type(types, "meia", "Meia-entrada", 6_000, Hall.STALLS, Hall.BALCONY);
        type(types, "camarote", "Camarote", 35_000, Hall.BOXES)
                .putObject("fee")
                .put("percent", "10.00")
                .put("paidBy", "buyer");
        type(types, "pista", "Pista", 9_000, Hall.FLOOR);
        event.putObject("sale").put("maxPerOrder", 10).put("holdMinutes", holdMinutes);
        return event;
    }

    private static ObjectNode type(ArrayNode types, String code, String name, int minor, String... sections) {
        ObjectNode type = types.addObject().put("code", code).put("name", name);
        type.putObject("price").put("amountMinor", minor).put("currency", "BRL");
        ArrayNode list = type.putArray("sections");
        for (String section : sections) {
            list.add(section);
        }
        return type;
    }

    private static void waitForInventory(Api api, String event, int capacity) {
        Instant end = Instant.now().plus(INVENTORY_PATIENCE);
        while (true) {
            try {
                long free = 0;
                for (JsonNode section :
                        api.get(null, "/v1/events/" + event + "/availability").path("sections")) {
                    free += section.path("free").asLong();
                }
                if (free == capacity) {
                    return;
                }
            } catch (Refused e) {
                if (e.status() != 404 && e.status() != 503) {
                    throw e;
                }
            }
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(
                        "the event did not go on sale within " + INVENTORY_PATIENCE.toSeconds() + " s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
