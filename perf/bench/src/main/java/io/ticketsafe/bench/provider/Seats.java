package io.ticketsafe.bench.provider;

import io.ticketsafe.bench.Hall;
import java.util.List;

/** Hands out pairs of seats that nobody has had, event after event. */
public final class Seats {
    private final List<String> events;
    private final Hall hall;
    private int next;

    public Seats(List<String> events, Hall hall) {
        this.events = events;
        this.hall = hall;
    }

    /** @param body of the request that holds them */
    record Pair(String event, String body) {}

    Pair next() {
        int pairs = hall.capacity() / 2;
        int number = next++;
        int seat = number % pairs * 2;
        return new Pair(events.get(number / pairs), hall.body(seat, seat + 1));
    }

    String anyEvent() {
        return events.get(0);
    }
}
