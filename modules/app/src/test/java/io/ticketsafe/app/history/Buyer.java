package io.ticketsafe.app.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.app.e2e.ApiClient;
import io.ticketsafe.app.history.Op.Act;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/** One client that does at random what a buyer can do, one command after the other, and writes all of it down. */
final class Buyer {
    private static final String CARD = "{\"method\": {\"type\": \"card\", \"token\": \"%s\"}}";
    private static final int MOST_HOLDS = 6;
    private static final int MOST_ORDERS = 6;

    private final int number;
    private final ApiClient api;
    private final Hall hall;
    private final History history;
    private final InventoryKeys keys;
    private final Random random;
    private final List<Held> holds = new ArrayList<>();
    private final List<Ordered> orders = new ArrayList<>();
    private boolean full;

    private static final class Held {
        final String key = UUID.randomUUID().toString();
        String body;
        String id;
        List<String> seats = List.of();
        boolean ordered;
    }

    private record Ordered(String id, String holdId) {}

    /** What is taken from an answer. */
    private record Got(String text, String holdId, String orderId, Set<String> seats, int standing, long until) {}

    Buyer(int number, ApiClient api, Hall hall, History history, InventoryKeys keys, long seed) {
        this.number = number;
        this.api = api;
        this.hall = hall;
        this.history = history;
        this.keys = keys;
        this.random = new Random(seed);
    }

    void step() {
        int dice = full ? 42 + random.nextInt(58) : random.nextInt(100);
        if (dice < 38 || (holds.isEmpty() && orders.isEmpty())) {
            hold();
        } else if (dice < 42) {
            read();
        } else if (dice < 68 && !holds.isEmpty()) {
            onHold(holds.get(random.nextInt(holds.size())));
        } else if (dice < 82 && !holds.isEmpty()) {
            order(holds.get(random.nextInt(holds.size())));
        } else if (!orders.isEmpty()) {
            onOrder(orders.get(random.nextInt(orders.size())));
        }
        forgetSome();
    }

    /** What is forgotten lapses by itself, or stays sold. */
    private void forgetSome() {
        while (holds.size() > MOST_HOLDS) {
            holds.remove(0);
        }
        while (orders.size() > MOST_ORDERS) {
            orders.remove(0);
        }
    }

    private void hold() {
        Held held = new Held();
        held.body = wish();
        holds.add(held);
        send(held, Act.HOLD);
    }

    private String wish() {
        Set<String> seats = new TreeSet<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            seats.add('"' + Hall.anySeat(random) + '"');
        }
        String named = "\"seats\": [" + String.join(", ", seats) + "]";
        String best = "\"best\": {\"quantity\": " + (1 + random.nextInt(4)) + ", \"sections\": [\"A\"]}";
        String standing = "\"standing\": [{\"section\": \"GA\", \"quantity\": " + (1 + random.nextInt(3)) + "}]";
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> "{" + named + "}";
            case 3, 4 -> "{" + best + "}";
            case 5 -> "{" + standing + "}";
            case 6 -> "{" + named + ", " + standing + "}";
            default -> "{" + best + ", " + standing + "}";
        };
    }

    private void send(Held held, Act act) {
        Op op = record(act, held.id, null, Set.of(), () -> api.post(path() + "/holds", held.body, held.key));
        full = op.text().equals("LIMIT_PER_BUYER") && random.nextInt(4) > 0;
        if (op.done()) {
            held.id = op.holdId();
            held.seats = List.copyOf(op.seats());
        } else if (op.status() >= 400 && op.status() < 500 && held.id == null) {
            holds.remove(held);
        }
    }

    private void onHold(Held held) {
        int dice = random.nextInt(100);
        if (held.id == null || dice < 20) {
            send(held, Act.REPEAT_HOLD);
            return;
        }
        String path = "/v1/holds/" + held.id;
        if (dice < 40) {
            record(Act.EXTEND, held.id, null, Set.of(), () -> api.post(path + "/extend", "{}"));
        } else if (dice < 65) {
            Op op = record(Act.RELEASE, held.id, null, Set.of(), () -> api.delete(path));
            full = full && !op.done();
            if (op.text().equals("WRONG_STATE") || op.done() && random.nextInt(3) > 0) {
                holds.remove(held);
            }
        } else if (dice < 80 && !held.seats.isEmpty()) {
            String seat = held.seats.get(random.nextInt(held.seats.size()));
            record(Act.RELEASE_SEAT, held.id, null, Set.of(seat), () -> api.delete(path + "/seats/" + seat));
        } else if (!held.ordered) {
            lapse(held);
        }
    }

    /** Its time runs out now. */
    private void lapse(Held held) {
        long from = history.now();
        boolean told = keys.lapse(hall.eventId(), held.id);
        history.add(new Op(number, Act.LAPSE, from, history.now(), told ? 200 : 0, "", held.id, null, Set.of(), 0, 0));
        holds.remove(held);
    }

    private void order(Held held) {
        if (held.id == null) {
            send(held, Act.REPEAT_HOLD);
            return;
        }
        held.ordered = true;
        String body = "{\"holdId\": \"" + held.id + "\"}";
        Op op = record(Act.ORDER, held.id, null, Set.of(), () -> api.post("/v1/orders", body, "order-" + held.id));
        if (op.done() && orders.stream().noneMatch(known -> known.id().equals(op.orderId()))) {
            orders.add(new Ordered(op.orderId(), held.id));
        }
        if (op.status() >= 400 && op.status() < 500 && !op.text().equals("IDEMPOTENCY_IN_FLIGHT")) {
            holds.remove(held);
        }
    }

    private void onOrder(Ordered order) {
        int dice = random.nextInt(100);
        String path = "/v1/orders/" + order.id();
        String key = UUID.randomUUID().toString();
        if (dice < 40) {
            String card = CARD.formatted(dice < 36 ? "tok_approve" : "tok_decline");
            record(Act.PAY, order.holdId(), order.id(), Set.of(), () -> api.post(path + "/payments", card, key));
        } else if (dice < 55) {
            record(Act.CANCEL, order.holdId(), order.id(), Set.of(), () -> api.post(path + "/cancel", "{}"));
        } else {
            Op op = record(
                    Act.REFUND, order.holdId(), order.id(), Set.of(), () -> api.post(path + "/refunds", "{}", key));
            if (op.done() || op.text().equals("WRONG_STATE")) {
                orders.remove(order);
            }
            full = full && !op.done();
        }
    }

    private void read() {
        record(Act.READ, null, null, Set.of(), () -> api.get(path() + "/availability"));
    }

    private String path() {
        return "/v1/events/" + hall.eventId();
    }

    private Op record(Act act, String holdId, String orderId, Set<String> seats, Supplier<ApiClient.Answer> command) {
        long from = history.now();
        int status = 0;
        Got got = new Got("", holdId, orderId, seats, 0, 0);
        try {
            ApiClient.Answer answer = command.get();
            status = answer.status();
            got = read(act, status, answer, got);
        } catch (UncheckedIOException cutOff) {
            got = new Got("cut off", holdId, orderId, seats, 0, 0);
        }
        Op op = new Op(
                number,
                act,
                from,
                history.now(),
                status,
                got.text(),
                got.holdId(),
                got.orderId(),
                got.seats(),
                got.standing(),
                got.until());
        history.add(op);
        return op;
    }

    private Got read(Act act, int status, ApiClient.Answer answer, Got asked) {
        if (answer.body().length == 0) {
            return asked;
        }
        JsonNode json = answer.json();
        if (status >= 400) {
            return new Got(json.path("code").asText(), asked.holdId(), asked.orderId(), asked.seats(), 0, 0);
        }
        return switch (act) {
            case HOLD, REPEAT_HOLD, EXTEND ->
                new Got(
                        json.path("status").asText(),
                        json.path("id").asText(),
                        null,
                        texts(json.path("seats")),
                        standing(json.path("standing")),
                        time(json));
            case ORDER ->
                new Got(
                        json.path("status").asText(),
                        asked.holdId(),
                        json.path("id").asText(),
                        seatsOf(json.path("items")),
                        json.path("items").size() - seatsOf(json.path("items")).size(),
                        time(json));
            case READ -> new Got(sums(json), null, null, Set.of(), 0, 0);
            default -> new Got(json.path("status").asText(), asked.holdId(), asked.orderId(), asked.seats(), 0, 0);
        };
    }

    /** Empty when every section adds up. */
    static String sums(JsonNode availability) {
        for (JsonNode section : availability.path("sections")) {
            int sum = 0;
            for (String part : List.of("free", "held", "claimed", "sold", "blocked")) {
                int places = section.path(part).asInt();
                if (places < 0) {
                    return section.toString();
                }
                sum += places;
            }
            if (sum != section.path("capacity").asInt()) {
                return section.toString();
            }
        }
        return "";
    }

    private long time(JsonNode json) {
        return history.at(Instant.parse(json.path("expiresAt").asText()).toEpochMilli());
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static Set<String> seatsOf(JsonNode items) {
        Set<String> seats = new TreeSet<>();
        items.forEach(item -> {
            if (item.hasNonNull("seat")) {
                seats.add(item.get("seat").asText());
            }
        });
        return seats;
    }

    private static int standing(JsonNode standing) {
        int sum = 0;
        for (JsonNode section : standing) {
            sum += section.path("quantity").asInt();
        }
        return sum;
    }
}
