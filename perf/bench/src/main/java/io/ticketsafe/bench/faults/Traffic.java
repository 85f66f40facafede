package io.ticketsafe.bench.faults;

import io.ticketsafe.bench.faults.Client.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Buyers who sign in, look, hold, order, pay and look at their tickets, and an organiser who reads reports: something for every role. */
public final class Traffic implements AutoCloseable {
    private static final String PASSWORD = "a pass phrase for a trial";
    private static final String PAYMENT = "{\"method\": {\"type\": \"card\", \"token\": \"tok_approve\"}}";
    private static final int SIGN_IN_EVERY = 5;
    private static final int PLACES = 2;
    private static final int MOST_LOOKS = 300;

    private final String url;
    private final List<String> events;
    private final Duration pause;
    private final Sightings sightings;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Order> paid = new ConcurrentLinkedQueue<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** @param pause of each client between two requests */
    Traffic(String url, List<String> events, Duration pause, Sightings sightings) {
        this.url = url;
        this.events = events;
        this.pause = pause;
        this.sightings = sightings;
    }

    /** An order that its buyer was told is paid. */
    record Order(String id, String token, int places) {}

    void start(int buyers, String organizerToken) {
        for (int i = 0; i < buyers; i++) {
            Client client = new Client(url, sightings);
            String email = "buyer-" + UUID.randomUUID() + "@trial.test";
            client.post(
                    "/v1/users",
                    "{\"email\": \"%s\", \"password\": \"%s\", \"name\": \"Buyer\"}".formatted(email, PASSWORD),
                    null);
            String event = events.get(i % events.size());
            threads.add(new Thread(() -> guarded(() -> buy(client, event, email)), "buyer-" + i));
        }
        threads.add(new Thread(() -> guarded(() -> read(new Client(url, sightings), organizerToken)), "organizer"));
        threads.forEach(Thread::start);
    }

    Queue<Order> paid() {
        return paid;
    }

    /** What no client should see: refusals that make no sense, requests that never got through. */
    Queue<String> surprises() {
        return surprises;
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofMinutes(2).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            surprises.add(e.toString());
        }
    }

    private void buy(Client client, String event, String email) {
        String token = null;
        for (int round = 0; !over; round++) {
            if (round % SIGN_IN_EVERY == 0) {
                token = rested(client.post(
                                "/v1/sessions",
                                "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD),
                                null))
                        .text("accessToken");
            }
            rested(client.get("/v1/events?limit=5", null));
            rested(client.get("/v1/events/" + event, null));
            rested(client.get("/v1/events/" + event + "/availability", null));
            order(client, event, token);
        }
    }

    private void order(Client client, String event, String token) {
        Answer hold = rested(
                client.post("/v1/events/" + event + "/holds", "{\"best\": {\"quantity\": " + PLACES + "}}", token));
        if (!fine("hold", hold)) {
            return;
        }
        Answer order = rested(client.post("/v1/orders", "{\"holdId\": \"" + hold.text("id") + "\"}", token));
        if (!fine("order", order)) {
            return;
        }
        String path = "/v1/orders/" + order.text("id");
        Answer payment = rested(client.post(path + "/payments", PAYMENT, token));
        if (!fine("payment", payment)) {
            return;
        }
        // A payment that outlasts the patience of the API is answered as pending, and goes on.
        for (int look = 0; look < MOST_LOOKS; look++) {
            Answer now = rested(client.get(path, token));
            if (now.text("status").equals("paid")) {
                paid.add(new Order(order.text("id"), token, PLACES));
                return;
            }
        }
        surprises.add("order " + order.text("id") + " was not paid for long");
    }

    private void read(Client client, String token) {
        while (!over) {
            for (String event : events) {
                fine("report", rested(client.get("/v1/events/" + event + "/reports/sales", token)));
                fine("me", rested(client.get("/v1/users/me", token)));
            }
        }
    }

    private boolean fine(String what, Answer answer) {
        if (!answer.isFine()) {
            surprises.add(what + ": " + answer.status() + ' ' + answer.body());
        }
        return answer.isFine();
    }

    private Answer rested(Answer answer) {
        LockSupport.parkNanos(pause.toNanos());
        return answer;
    }
}
