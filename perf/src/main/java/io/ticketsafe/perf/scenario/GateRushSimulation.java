package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.stressPeakUsers;
import static io.gatling.javaapi.http.HttpDsl.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.ticketsafe.perf.Settings.Defaults;
import io.ticketsafe.perf.audit.Booked;
import io.ticketsafe.perf.scenario.Calls.Answer;
import io.ticketsafe.perf.stage.Accounts.Account;
import io.ticketsafe.perf.stage.Api;
import io.ticketsafe.perf.stage.Desk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The doors open in front of a sold-out hall. One ticket in ten was copied: two people show it at two gates at the same time, and exactly
 * one of them may pass. One scan in thirty is sent twice over a bad connection, and one code in a hundred is forged.
 */
public final class GateRushSimulation extends LoadSimulation {
    private static final String CODE = "code";
    private static final String FORGED = "forged";
    private static final String INSIDE = "inside";

    private final ChainBuilder scan = calls.call(
            http("scan")
                    .post("/v1/events/" + stage.eventId() + "/check-ins")
                    .header(
                            "Authorization",
                            session -> "Bearer " + gate(session).token())
                    .body(StringBody(session -> Api.JSON
                            .createObjectNode()
                            .put("code", session.getString(CODE))
                            .put("nonce", session.getString("nonce"))
                            .put("gate", "gate " + session.getInt("gate"))
                            .toString())),
            List.of(200, 201, 404),
            this::scanned);

    {
        perform(
                scenario("people")
                        .exec(feed(arrivals(sellOut())))
                        .exec(session -> session.set("nonce", UUID.randomUUID().toString())
                                .set(
                                        "gate",
                                        ThreadLocalRandom.current()
                                                .nextInt(stage.gates().size())))
                        .exec(scan)
                        .exec(doIf(session -> ThreadLocalRandom.current().nextInt(30) == 0)
                                .then(scan)),
                stressPeakUsers(settings.users()).during(settings.duration()));
    }

    public GateRushSimulation() {
        super("GateRush", Defaults.of(1_500, Duration.ofSeconds(15), 1 / 1.1));
    }

    /** @return codes of all tickets of the hall */
    private List<String> sellOut() {
        List<String> codes = new ArrayList<>();
        try {
            for (JsonNode answer : new Desk(stage).sellOut()) {
                Booked order = Booked.of(answer);
                diary.ordered(answer.path("holdId").asText(), order);
                diary.paid(order);
                order.tickets().forEach(ticket -> codes.add(ticket.code()));
            }
        } catch (RuntimeException e) {
            throw giveUp(1, e);
        }
        Collections.shuffle(codes);
        return codes;
    }

    /** Copies stand behind each other, so that they come at the same moment; when all tickets have come, people come again. */
    private static Iterator<Map<String, Object>> arrivals(List<String> codes) {
        List<Map<String, Object>> queue = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            queue.add(Map.of(CODE, codes.get(i), FORGED, false));
            if (i % 10 == 0) {
                queue.add(Map.of(CODE, codes.get(i), FORGED, false));
            }
            if (i % 100 == 0) {
                queue.add(Map.of(CODE, forge(codes.get(i)), FORGED, true));
            }
        }
        return Stream.generate(() -> queue).flatMap(List::stream).iterator();
    }

    /** One character of the signature is another one. */
    static String forge(String code) {
        int at = code.length() - 5;
        return code.substring(0, at) + (code.charAt(at) == 'A' ? 'B' : 'A') + code.substring(at + 1);
    }

    private Account gate(Session session) {
        return stage.gates().get(session.getInt("gate"));
    }

    private Session scanned(Session session, Answer answer) {
        String code = session.getString(CODE);
        boolean again = session.contains(INSIDE);
        boolean in = answer.status() == 201;
        if (answer.status() != 200 && answer.status() != 201 && answer.status() != 404) {
            diary.unsureScan(code);
            return session;
        }
        if (again) {
            // The same scan, sent again: it must be answered as the first time, and counts once.
            return session.getBoolean(INSIDE) == in ? session : session.markAsFailed();
        }
        if (in) {
            diary.admitted(code);
        } else {
            diary.refused(
                    answer.status() == 404
                            ? "UNKNOWN_CODE"
                            : answer.json().path("reason").asText());
        }
        boolean rightly = answer.status() == 404 == session.getBoolean(FORGED);
        return rightly ? session.set(INSIDE, in) : session.set(INSIDE, in).markAsFailed();
    }
}
