package io.ticketsafe.bench.load;

import io.ticketsafe.bench.Hall;
import io.ticketsafe.bench.Show;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Who wants what, request by request: each wish of the list once in one event after the other.
 *
 * @param seats what each wish names, as indices of seats in the hall; empty means the two best available
 * @param buyers how many there are; they take turns
 */
public record Wishes(Hall hall, List<Show> events, List<int[]> seats, int buyers) {
    private static final int HOT_SEATS = 50;
    private static final int HOT_WISHES = 5_000;
    private static final int HOT_BUYERS = 200;

    /** Steps through the buyers in an order in which neighbours are strangers. */
    private static final long STRIDE = 7_919;

    /** Pairs of neighbours, in no order, none twice. */
    public static Wishes distinct(Hall hall, List<Show> events, int buyers) {
        List<int[]> pairs = new ArrayList<>(IntStream.range(0, hall.capacity() / 2)
                .mapToObj(pair -> new int[] {2 * pair, 2 * pair + 1})
                .toList());
        Collections.shuffle(pairs, new Random(1));
        return new Wishes(hall, events, pairs, buyers);
    }

    /** Everybody wants two of the same seats, of one event. */
    public static Wishes hot(Hall hall, Show event) {
        Random random = new Random(2);
        List<int[]> pairs = IntStream.range(0, HOT_WISHES)
                .mapToObj(wish -> random.ints(0, HOT_SEATS).distinct().limit(2).toArray())
                .toList();
        return new Wishes(hall, List.of(event), pairs, HOT_BUYERS);
    }

    /** The two best that are left, of one event after the other in turns. */
    public static Wishes best(Hall hall, List<Show> events, int buyers) {
        return new Wishes(hall, events, List.of(new int[0]), buyers);
    }

    /** After so many requests nothing is left of what was wished for. */
    public long distinctRequests() {
        return (long) events.size() * seats.size();
    }

    public List<String> bodies() {
        return seats.stream().map(hall::body).toList();
    }

    public int event(long number) {
        return (int) (number / seats.size() % events.size());
    }

    public int body(long number) {
        return (int) (number % seats.size());
    }

    public int buyer(long number) {
        return (int) (number * STRIDE % buyers);
    }
}
