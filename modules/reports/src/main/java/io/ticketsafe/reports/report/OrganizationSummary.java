package io.ticketsafe.reports.report;

import static io.ticketsafe.reports.report.SalesFigures.in;

import io.ticketsafe.reports.store.Collections;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** All events of one organisation that were ever published, the latest first. */
final class OrganizationSummary {
    private static final List<String> EVENT = List.of("eventId");
    private static final List<String> TOTALED =
            List.of("capacity", "orders", "ticketsSold", "ticketsRefunded", "ticketsNet", "ordersLapsed", "checkedIn");
    private static final List<String> AMOUNTS =
            List.of("grossMinor", "refundedMinor", "netMinor", "feesMinor", "commissionMinor", "payoutMinor");
    private static final JsonObject NOTHING = new JsonObject();

    private final ReportStore store;
    private final Groups groups;
    private final SalesFigures figures;
    private final int maxRows;

    OrganizationSummary(ReportStore store, Groups groups, SalesFigures figures, int maxRows) {
        this.store = store;
        this.groups = groups;
        this.figures = figures;
        this.maxRows = maxRows;
    }

    /** Columns of a row, in their order. */
    static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("eventId", "title", "startsAt", "capacity", "currency"));
        columns.addAll(SalesFigures.NAMES);
        columns.addAll(List.of("ordersLapsed", "checkedIn"));
        return List.copyOf(columns);
    }

    Future<Rows> of(UUID organizationId) {
        JsonObject ofOrganization = new JsonObject().put("organizationId", organizationId.toString());
        JsonObject count = new JsonObject().put("count", Groups.sum(1));
        var events = events(ofOrganization);
        var sales = figures.of(ofOrganization, EVENT);
        var lapsed = groups.of(Collections.ORDERS, lapsed(ofOrganization), EVENT, count);
        var checkIns = groups.of(Collections.CHECK_INS, ofOrganization, EVENT, count);
        return Future.join(events, sales, lapsed, checkIns).map(all -> {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (JsonObject event : events.result()) {
                List<String> key = List.of(event.getString("_id"));
                Map<String, Object> row = rowOf(event);
                in(sales.result(), key).putInto(row);
                row.put(
                        "ordersLapsed",
                        lapsed.result().getOrDefault(key, NOTHING).getLong("count", 0L));
                row.put(
                        "checkedIn",
                        checkIns.result().getOrDefault(key, NOTHING).getLong("count", 0L));
                rows.add(row);
            }
            return new Rows(rows, totals(rows));
        });
    }

    private Future<List<JsonObject>> events(JsonObject ofOrganization) {
        return store.aggregate(
                Collections.EVENTS,
                List.of(
                        new JsonObject().put("$match", ofOrganization),
                        new JsonObject()
                                .put(
                                        "$sort",
                                        new JsonObject().put("startsAtMs", -1).put("_id", 1)),
                        new JsonObject().put("$limit", maxRows)));
    }

    /** Never paid, and never will be. */
    private static JsonObject lapsed(JsonObject ofOrganization) {
        JsonObject exists = new JsonObject().put("$exists", true);
        return ofOrganization
                .copy()
                .put("paidAtMs", new JsonObject().put("$exists", false))
                .put(
                        "$or",
                        new JsonArray()
                                .add(new JsonObject().put("expiredAtMs", exists))
                                .add(new JsonObject().put("canceledAtMs", exists)));
    }

    private static Map<String, Object> rowOf(JsonObject event) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("eventId", event.getString("_id"));
        row.put("title", event.getString("title"));
        row.put("startsAt", Instant.ofEpochMilli(event.getLong("startsAtMs")).toString());
        row.put("capacity", event.getInteger("capacity"));
        row.put("currency", Objects.requireNonNullElse(event.getString("currency"), ""));
        return row;
    }

    private static Map<String, Object> totals(List<Map<String, Object>> rows) {
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("events", rows.size());
        TOTALED.forEach(name -> totals.put(name, sum(rows, name)));
        Map<String, List<Map<String, Object>>> byCurrency = new TreeMap<>();
        rows.forEach(row -> byCurrency
                .computeIfAbsent((String) row.get("currency"), currency -> new ArrayList<>())
                .add(row));
        List<Map<String, Object>> money = new ArrayList<>();
        byCurrency.forEach((currency, ofCurrency) -> {
            Map<String, Object> amounts = new LinkedHashMap<>();
            amounts.put("currency", currency);
            AMOUNTS.forEach(name -> amounts.put(name, sum(ofCurrency, name)));
            money.add(amounts);
        });
        totals.put("money", money);
        return totals;
    }

    private static long sum(List<Map<String, Object>> rows, String name) {
        return rows.stream()
                .mapToLong(row -> ((Number) row.get(name)).longValue())
                .sum();
    }

    record Rows(List<Map<String, Object>> rows, Map<String, Object> totals) {}
}
