package io.ticketsafe.events.catalogue;

import io.ticketsafe.contract.events.EventOperations.ListEvents;
import io.ticketsafe.events.input.Texts;
import io.ticketsafe.events.input.Violations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;

/**
 * What a caller wants to see of the catalogue.
 *
 * @param words all of which must occur; null for no search, empty for one that nothing can match
 * @param city as a search key; null for all
 * @param from earliest start; null: what is not over yet
 * @param after where the page before ended; null for the first
 */
record CatalogueQuery(Set<String> words, String city, Instant from, Instant to, int limit, PageCursor after) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;
    private static final int MOST_WORDS = 20;
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** VALIDATION for what is out of bounds. */
    static CatalogueQuery of(ListEvents request) {
        Violations violations = new Violations();
        Texts.optionalLines(violations, "query/q", request.q(), Texts.LONGEST_NAME);
        Texts.optionalLines(violations, "query/city", request.city(), Texts.LONGEST_NAME);
        int limit = request.limit() == null ? DEFAULT_LIMIT : request.limit();
        if (limit < 1 || limit > MOST) {
            violations.add("query/limit", "This must be 1 to " + MOST + ".");
        }
        violations.throwIfAny();
        Set<String> words = isBlank(request.q()) ? null : SearchText.words(request.q());
        if (words != null && words.size() > MOST_WORDS) {
            violations.add("query/q", "A search has at most " + MOST_WORDS + " words.");
        }
        violations.throwIfAny();
        return new CatalogueQuery(
                words,
                isBlank(request.city()) ? null : SearchText.key(request.city()),
                request.from(),
                request.to(),
                limit,
                PageCursor.decode(request.cursor()));
    }

    boolean matchesNothing() {
        return words != null && words.isEmpty();
    }

    /** Only operators that every server of the MongoDB protocol knows. */
    JsonObject toFilter(Instant now) {
        JsonArray all = new JsonArray().add(new JsonObject().put("published", true));
        if (from == null) {
            all.add(new JsonObject().put("endsAtMs", new JsonObject().put("$gt", now.toEpochMilli())));
        } else {
            all.add(new JsonObject().put("startsAtMs", new JsonObject().put("$gte", millis(from))));
        }
        if (to != null) {
            all.add(new JsonObject().put("startsAtMs", new JsonObject().put("$lte", millis(to))));
        }
        if (city != null) {
            all.add(new JsonObject().put("city", city));
        }
        if (words != null) {
            words.forEach(word ->
                    all.add(new JsonObject().put("words", new JsonObject().put("$regex", SearchText.pattern(word)))));
        }
        if (after != null) {
            all.add(after(after));
        }
        return new JsonObject().put("$and", all);
    }

    private static JsonObject after(PageCursor cursor) {
        JsonObject later = new JsonObject().put("startsAtMs", new JsonObject().put("$gt", cursor.startsAtMs()));
        JsonObject sameTime = new JsonObject()
                .put("startsAtMs", cursor.startsAtMs())
                .put("_id", new JsonObject().put("$gt", cursor.eventId().toString()));
        return new JsonObject().put("$or", new JsonArray().add(later).add(sameTime));
    }

    private static long millis(Instant time) {
        Instant bounded = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return bounded.toEpochMilli();
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
