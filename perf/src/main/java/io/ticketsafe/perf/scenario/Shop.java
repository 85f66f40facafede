package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.http.HttpDsl.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.ticketsafe.perf.audit.Booked;
import io.ticketsafe.perf.audit.Diary;
import io.ticketsafe.perf.scenario.Calls.Answer;
import io.ticketsafe.perf.stage.Accounts.Account;
import io.ticketsafe.perf.stage.Api;
import io.ticketsafe.perf.stage.People;
import io.ticketsafe.perf.stage.Stage;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** What buyers do, step by step, with what they are told written into the diary. */
final class Shop {
    static final String HOLD = "holdId";
    static final String ORDER = "order";

    private static final String ACCOUNT = "account";
    private static final String KEY = "key";
    private static final String TRIES = "tries";
    private static final double AGENCY_SHARE = 0.2;
    private static final List<String> SEARCHES = List.of("", "gala", "carga", "campinas", "noite", "live");

    private final Stage stage;
    private final Diary diary;
    private final Calls calls;
    private final People people = new People();

    Shop(Stage stage, Diary diary, Calls calls) {
        this.stage = stage;
        this.diary = diary;
        this.calls = calls;
    }

    /** Somebody comes: on their own account or, one in five, to an agency that holds for them by name. */
    ChainBuilder arrive() {
        return feed(people.feeder()).exec(session -> {
            boolean agency = ThreadLocalRandom.current().nextDouble() < AGENCY_SHARE;
            return session.set(ACCOUNT, any(agency ? stage.sellers() : stage.buyers()))
                    .set("agency", agency);
        });
    }

    static String token(Session session) {
        return "Bearer " + session.<Account>get(ACCOUNT).token();
    }

    ChainBuilder search() {
        return calls.call(http("search")
                .get(session -> "/v1/events?limit=10&q=" + any(SEARCHES))
                .header("Accept-Language", "#{language}"));
    }

    ChainBuilder readEvent() {
        return calls.call(http("event").get("/v1/events/" + stage.eventId()).header("Accept-Language", "#{language}"));
    }

    ChainBuilder look() {
        return calls.call(http("availability").get("/v1/events/" + stage.eventId() + "/availability"));
    }

    ChainBuilder readMap() {
        List<String> seated = stage.hall().sections().stream()
                .filter(section -> !section.rows().isEmpty())
                .map(section -> section.code())
                .toList();
        return calls.call(
                http("seat map").get(session -> "/v1/events/" + stage.eventId() + "/seats?section=" + any(seated)));
    }

    /** Holds what is wished for; who is refused thinks, looks again and wishes anew. */
    ChainBuilder holdWithin(int tries, Supplier<ObjectNode> wish) {
        return exec(session -> session.set(TRIES, 0).remove(HOLD))
                .exec(asLongAs(session ->
                                !session.contains(HOLD) && !session.isFailed() && session.getInt(TRIES) < tries)
                        .on(exec(hold(wish))
                                .exec(session -> session.set(TRIES, session.getInt(TRIES) + 1))
                                .doIf(session -> !session.contains(HOLD) && session.getInt(TRIES) < tries)
                                .then(exec(calls.think(1)).exec(look()))));
    }

    private ChainBuilder hold(Supplier<ObjectNode> wish) {
        return calls.call(
                http("hold")
                        .post("/v1/events/" + stage.eventId() + "/holds")
                        .header("Authorization", Shop::token)
                        .header("Idempotency-Key", session -> UUID.randomUUID().toString())
                        .body(StringBody(session -> forWhom(wish.get(), session).toString())),
                List.of(201, 409),
                this::held);
    }

    private ObjectNode forWhom(ObjectNode wish, Session session) {
        if (session.getBoolean("agency")) {
            wish.put("organizationId", stage.agencyId())
                    .putObject("buyer")
                    .put("name", session.getString("name"))
                    .put("email", session.getString("email"))
                    .put("reference", session.getString("reference"));
        }
        return wish;
    }

    private Session held(Session session, Answer answer) {
        if (answer.status() != 201) {
            note(answer, diary::unknownHold);
            return session;
        }
        Map<String, Integer> places = new HashMap<>();
        answer.json()
                .path("items")
                .forEach(item -> places.merge(item.path("section").asText(), 1, Integer::sum));
        String id = answer.json().path("id").asText();
        Instant end = Instant.parse(answer.json().path("expiresAt").asText());
        diary.held(id, new Diary.Hold(session.get(ACCOUNT), places, end));
        return session.set(HOLD, id);
    }

    ChainBuilder release() {
        return calls.call(
                http("release").delete("/v1/holds/#{holdId}").header("Authorization", Shop::token),
                List.of(204),
                (session, answer) -> {
                    if (answer.status() == 204) {
                        diary.released(session.getString(HOLD));
                    } else {
                        diary.unknownHold();
                    }
                    return session;
                });
    }

    /** Orders what is held. One in twenty taps twice: the same request with the same key must be answered by the same order. */
    ChainBuilder order() {
        ChainBuilder once = calls.call(
                http("order")
                        .post("/v1/orders")
                        .header("Authorization", Shop::token)
                        .header("Idempotency-Key", "#{key}")
                        .body(StringBody("{\"holdId\": \"#{holdId}\"}")),
                List.of(201, 409),
                this::ordered);
        return exec(session -> session.set(KEY, UUID.randomUUID().toString()).remove(ORDER))
                .exec(once)
                .doIf(session ->
                        session.contains(ORDER) && ThreadLocalRandom.current().nextInt(20) == 0)
                .then(once);
    }

    private Session ordered(Session session, Answer answer) {
        String hold = session.getString(HOLD);
        if (answer.status() == 201) {
            Booked order = Booked.of(answer.json());
            diary.ordered(hold, order);
            return session.set(ORDER, order);
        }
        note(answer, () -> diary.unknownOrder(hold));
        return session;
    }

    static Booked orderOf(Session session) {
        return session.get(ORDER);
    }

    ChainBuilder cancel() {
        return calls.call(
                http("cancel")
                        .post(session -> "/v1/orders/" + orderOf(session).id() + "/cancel")
                        .header("Authorization", Shop::token),
                List.of(200),
                (session, answer) -> {
                    if (answer.status() == 200) {
                        diary.canceled(orderOf(session).id());
                    } else {
                        diary.unsureAbout(orderOf(session).id());
                    }
                    return session;
                });
    }

    /** Reads the tickets that were paid for. Only who has seen them, has them. */
    ChainBuilder seeTickets() {
        return calls.call(
                        http("see tickets")
                                .get(session -> "/v1/orders/" + orderOf(session).id())
                                .header("Authorization", Shop::token),
                        List.of(200),
                        (session, answer) -> {
                            Booked order = Booked.of(answer.json());
                            boolean whole = order.status().equals("paid")
                                    && order.tickets().size() == order.places().size();
                            if (answer.status() == 200 && whole) {
                                diary.paid(order);
                                return session.set(ORDER, order);
                            }
                            return session.markAsFailed();
                        })
                .exitHereIfFailed();
    }

    ChainBuilder showCode() {
        return calls.call(http("ticket code")
                .get(session ->
                        "/v1/tickets/" + orderOf(session).tickets().get(0).id() + "/code.svg")
                .header("Authorization", Shop::token)
                .header("Accept", "image/svg+xml"));
    }

    /** One ticket goes back. */
    ChainBuilder refundOne() {
        return calls.call(
                http("refund")
                        .post(session -> "/v1/orders/" + orderOf(session).id() + "/refunds")
                        .header("Authorization", Shop::token)
                        .header("Idempotency-Key", session -> UUID.randomUUID().toString())
                        .body(StringBody(session -> Api.JSON
                                .createObjectNode()
                                .put("reason", "não posso ir")
                                .set(
                                        "tickets",
                                        Api.JSON
                                                .createArrayNode()
                                                .add(orderOf(session)
                                                        .tickets()
                                                        .get(0)
                                                        .id()))
                                .toString())),
                List.of(201),
                (session, answer) -> {
                    String order = orderOf(session).id();
                    if (answer.status() == 201) {
                        Set<String> tickets = new HashSet<>();
                        answer.json().path("tickets").forEach(ticket -> tickets.add(ticket.asText()));
                        diary.refunded(order, tickets);
                    } else {
                        diary.unsureAbout(order);
                    }
                    return session;
                });
    }

    private void note(Answer answer, Runnable unknown) {
        if (answer.status() == 409) {
            diary.refused(answer.code());
        } else {
            unknown.run();
        }
    }

    private static <T> T any(List<T> list) {
        return list.get(ThreadLocalRandom.current().nextInt(list.size()));
    }
}
