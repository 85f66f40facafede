package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.crashLoadGeneratorIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import io.ticketsafe.perf.stage.Api;
import io.ticketsafe.perf.stage.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** One request of a person, what became of it, and the time to think afterwards. */
final class Calls {
    private static final String STATUS = "answer.status";
    private static final String BODY = "answer.body";
    private static final String POLICY = "answer.policy";
    private static final int LIMITED = 429;
    private static final double SPREAD = 0.6;
    private static final double LONGEST = 4;

    private final double pace;

    Calls(double pace) {
        this.pace = pace;
    }

    /** @param status 0 where no answer came */
    record Answer(int status, String text) {
        JsonNode json() {
            try {
                return Api.JSON.readTree(text);
            } catch (JsonProcessingException e) {
                return Api.JSON.missingNode();
            }
        }

        String code() {
            return json().path("code").asText("HTTP_" + status);
        }
    }

    @FunctionalInterface
    interface Told {
        /** @return the session as it goes on */
        Session told(Session session, Answer answer);
    }

    /**
     * @param good statuses that are answers; all others count as failed requests. A rate limit ends the run.
     * @param told is called for every answer, and with status 0 for none
     */
    ChainBuilder call(HttpRequestActionBuilder request, List<Integer> good, Told told) {
        List<Integer> expected = new ArrayList<>(good);
        expected.add(LIMITED);
        return exec(session -> session.removeAll(STATUS, BODY, POLICY))
                .exec(request.check(
                        status().saveAs(STATUS),
                        status().in(expected),
                        header("RateLimit-Policy").withDefault("").saveAs(POLICY),
                        bodyString().saveAs(BODY)))
                .exec(crashLoadGeneratorIf(
                        session -> Limits.explain(session.getString(POLICY)),
                        session -> session.contains(STATUS) && session.getInt(STATUS) == LIMITED))
                .exec(session -> told.told(session, answer(session)));
    }

    ChainBuilder call(HttpRequestActionBuilder request) {
        return call(request, List.of(200), (session, answer) -> session);
    }

    private static Answer answer(Session session) {
        return new Answer(
                session.contains(STATUS) ? session.getInt(STATUS) : 0,
                session.contains(BODY) && session.getString(BODY) != null ? session.getString(BODY) : "");
    }

    /** A pause that is log-normal, as thinking times are: most near the median, some much longer. */
    ChainBuilder think(double medianSeconds) {
        return pause(session -> {
            double factor = Math.min(
                    LONGEST, Math.exp(SPREAD * ThreadLocalRandom.current().nextGaussian()));
            return Duration.ofMillis(Math.round(1000 * pace * medianSeconds * factor));
        });
    }
}
