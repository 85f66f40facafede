package io.ticketsafe.events.venue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The two ways to write the seats of a row: how many (then named 1, 2, …), or the list of their names. */
public final class SeatNames {
    private SeatNames() {}

    /** Names left to right, of seats that were checked before. */
    public static List<String> of(JsonNode seats) {
        if (seats.isIntegralNumber()) {
            return IntStream.rangeClosed(1, seats.intValue())
                    .mapToObj(Integer::toString)
                    .toList();
        }
        List<String> names = new ArrayList<>(seats.size());
        seats.forEach(name -> names.add(name.textValue()));
        return names;
    }

    static int count(JsonNode seats) {
        return seats.isIntegralNumber() ? seats.intValue() : seats.size();
    }

    /** A number whenever the names are 1 to n. */
    static JsonNode canonical(List<String> names) {
        if (areCounted(names)) {
            return JsonNodeFactory.instance.numberNode(names.size());
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode(names.size());
        names.forEach(list::add);
        return list;
    }

    private static boolean areCounted(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(Integer.toString(i + 1))) {
                return false;
            }
        }
        return true;
    }
}
