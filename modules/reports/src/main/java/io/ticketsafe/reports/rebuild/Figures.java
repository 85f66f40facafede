package io.ticketsafe.reports.rebuild;

import io.ticketsafe.reports.store.Collections;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How much a generation knows. Facts only ever add to each of these. */
record Figures(Map<String, Long> byName) {
    private static final JsonObject ALL = new JsonObject();

    static Future<Figures> of(ReportStore store) {
        Map<String, Future<Long>> counting = new LinkedHashMap<>();
        counting.put("events", store.count(Collections.EVENTS, ALL));
        counting.put("orders", store.count(Collections.ORDERS, ALL));
        counting.put("tickets sold", store.count(Collections.TICKETS, new JsonObject().put("sold", true)));
        counting.put("tickets voided", store.count(Collections.TICKETS, new JsonObject().put("voided", true)));
        counting.put("check-ins", store.count(Collections.CHECK_INS, ALL));
        return Future.join(List.copyOf(counting.values())).map(counted -> {
            Map<String, Long> byName = new LinkedHashMap<>();
            counting.forEach((name, count) -> byName.put(name, count.result()));
            return new Figures(byName);
        });
    }

    /** As in "3 events instead of 5". */
    List<String> fewerThan(Figures other) {
        List<String> fewer = new ArrayList<>();
        byName.forEach((name, count) -> {
            long others = other.byName.get(name);
            if (count < others) {
                fewer.add(count + " " + name + " instead of " + others);
            }
        });
        return fewer;
    }

    String inWords() {
        return byName.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
