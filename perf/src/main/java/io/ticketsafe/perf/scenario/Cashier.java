package io.ticketsafe.perf.scenario;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.ticketsafe.perf.audit.Booked;
import io.ticketsafe.perf.audit.Diary;
import io.ticketsafe.perf.scenario.Calls.Answer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** How buyers pay in the sandbox. Each way ends with {@code paid} set, where the order is paid. */
final class Cashier {
    static final String PAID = "paid";

    private static final String CARD = "{\"method\": {\"type\": \"card\", \"token\": \"%s\"}}";
    private static final String PIX = "{\"method\": {\"type\": \"pix\"}}";
    private static final String PAYMENT = "paymentId";
    private static final String LOOKS = "looks";
    private static final int MOST_LOOKS = 30;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Shop shop;
    private final Diary diary;
    private final Calls calls;

    Cashier(Shop shop, Diary diary, Calls calls) {
        this.shop = shop;
        this.diary = diary;
        this.calls = calls;
    }

    /** Most cards are good; some are declined first, some people pay by Pix or need a second step, and some give up. */
    ChainBuilder payAsPeopleDo() {
        return exec(session -> session.remove(PAID))
                .exec(randomSwitch()
                        .on(
                                percent(80).then(byGoodCard()),
                                percent(7)
                                        .then(exec(
                                                pay("pay, declined", CARD.formatted("tok_decline"), 402),
                                                calls.think(4),
                                                byGoodCard())),
                                percent(8).then(inTwoSteps("pay by Pix", PIX, "/v1/sandbox/pix/#{paymentId}/pay")),
                                percent(3)
                                        .then(inTwoSteps(
                                                "pay, second step",
                                                CARD.formatted("tok_action"),
                                                "/v1/sandbox/actions/#{paymentId}/complete")),
                                percent(2)
                                        .then(exec(
                                                pay("pay, declined", CARD.formatted("tok_insufficient_funds"), 402),
                                                shop.cancel()))));
    }

    ChainBuilder byGoodCard() {
        return pay("pay", CARD.formatted("tok_approve"), 201);
    }

    private ChainBuilder pay(String name, String body, int expected) {
        return calls.call(
                        http(name)
                                .post(session ->
                                        "/v1/orders/" + Shop.orderOf(session).id() + "/payments")
                                .header("Authorization", Shop::token)
                                .header(
                                        "Idempotency-Key",
                                        session -> UUID.randomUUID().toString())
                                .body(StringBody(body)),
                        List.of(expected),
                        this::told)
                .exitHereIfFailed();
    }

    private Session told(Session session, Answer answer) {
        Booked order = Shop.orderOf(session);
        String status = answer.json().path("status").asText();
        if (answer.status() == 201 && status.equals("succeeded")) {
            diary.paid(order);
            return session.set(PAID, true);
        }
        if (answer.status() == 402) {
            diary.refused(answer.code());
            return session;
        }
        diary.unsureAbout(order.id());
        return session.set(PAYMENT, answer.json().path("id").asText());
    }

    /** The money moves somewhere else, and the order is paid when the provider has told so. */
    private ChainBuilder inTwoSteps(String name, String body, String elsewhere) {
        return pay(name, body, 201)
                .exec(calls.think(3))
                .exec(calls.call(http("payer's app").post(elsewhere).header("Authorization", Shop::token)))
                .exitHereIfFailed()
                .exec(session -> session.set(LOOKS, 0))
                .exec(asLongAs(session -> !session.contains(PAID) && session.getInt(LOOKS) < MOST_LOOKS)
                        .on(exec(readOrder())
                                .exitHereIfFailed()
                                .doIf(session -> !session.contains(PAID))
                                .then(pause(BETWEEN_LOOKS))));
    }

    private ChainBuilder readOrder() {
        return calls.call(
                http("is it paid")
                        .get(session -> "/v1/orders/" + Shop.orderOf(session).id())
                        .header("Authorization", Shop::token),
                List.of(200),
                (session, answer) -> {
                    Booked order = Booked.of(answer.json());
                    if (answer.status() == 200 && order.status().equals("paid")) {
                        diary.paid(order);
                        return session.set(PAID, true);
                    }
                    return session.set(LOOKS, session.getInt(LOOKS) + 1);
                });
    }
}
