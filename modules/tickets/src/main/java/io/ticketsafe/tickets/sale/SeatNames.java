package io.ticketsafe.tickets.sale;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Names of the seats of a row, left to right. Rows with the same names share one object, so that a hall stays small. */
final class SeatNames {
    private final List<String> names;
    private final Map<String, Integer> places;
    private final boolean numbered;

    SeatNames(List<String> names) {
        this.names = List.copyOf(names);
        this.places = new HashMap<>(names.size() * 2);
        for (int i = 0; i < names.size(); i++) {
            places.put(names.get(i), i);
        }
        this.numbered =
                IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals(String.valueOf(i + 1)));
    }

    /** Whether they are called 1, 2, … */
    boolean areNumbered() {
        return numbered;
    }

    List<String> names() {
        return names;
    }

    int size() {
        return names.size();
    }

    boolean areDistinct() {
        return places.size() == names.size();
    }

    String at(int index) {
        return names.get(index);
    }

    /** -1 when there is no such seat. */
    int indexOf(String name) {
        Integer index = places.get(name);
        return index == null ? -1 : index;
    }
}
