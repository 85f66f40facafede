package io.ticketsafe.perf.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ticketsafe.perf.stage.Api;
import io.ticketsafe.perf.stage.Hall;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** What people want held: bodies of {@code POST /v1/events/{id}/holds}. */
final class Wishes {
    private static final int LAST_ROW = 1_000;

    private final Hall hall;

    Wishes(Hall hall) {
        this.hall = hall;
    }

    /** Some the best that is left anywhere, some in a section that they name. */
    ObjectNode best() {
        ObjectNode wish = Api.JSON.createObjectNode();
        ObjectNode best = wish.putObject("best").put("quantity", quantity());
        if (chance(0.3)) {
            best.putArray("sections").add(Hall.STALLS).add(Hall.BALCONY);
        }
        return wish;
    }

    /** Neighbours that somebody has picked on the map, for some at half the price. */
    ObjectNode named() {
        return named(LAST_ROW);
    }

    /** The same two rows that everybody wants. */
    ObjectNode front() {
        return named(2);
    }

    private ObjectNode named(int rows) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        ObjectNode wish = Api.JSON.createObjectNode();
        ArrayNode seats = wish.putArray("seats");
        for (String seat : hall.neighbours(rows, random.nextDouble(), random.nextDouble(), quantity())) {
            if (chance(0.25)) {
                seats.addObject().put("seat", seat).put("ticketType", "meia");
            } else {
                seats.add(seat);
            }
        }
        return wish;
    }

    ObjectNode standing() {
        ObjectNode wish = Api.JSON.createObjectNode();
        wish.putArray("standing").addObject().put("section", Hall.FLOOR).put("quantity", quantity());
        return wish;
    }

    ObjectNode mixed() {
        double which = ThreadLocalRandom.current().nextDouble();
        Supplier<ObjectNode> wish = which < 0.5 ? this::best : which < 0.75 ? this::named : this::standing;
        return wish.get();
    }

    /** Most come in pairs. */
    private static int quantity() {
        double which = ThreadLocalRandom.current().nextDouble();
        return which < 0.2 ? 1 : which < 0.75 ? 2 : which < 0.85 ? 3 : 4;
    }

    private static boolean chance(double share) {
        return ThreadLocalRandom.current().nextDouble() < share;
    }
}
