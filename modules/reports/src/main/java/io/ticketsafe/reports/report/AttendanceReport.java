package io.ticketsafe.reports.report;

import io.ticketsafe.contract.reports.ReportOperations.EventReport;
import io.ticketsafe.reports.store.Collections;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who came to one event, when and through which gate, and who did not. */
final class AttendanceReport {
    private static final List<String> GROUPS = List.of("hour", "gate", "section");
    private static final List<String> BY_SECTION = List.of("section");
    private static final List<String> NO_MEMBERS = List.of();
    private static final JsonObject NOTHING = new JsonObject();

    private final Groups groups;

    AttendanceReport(Groups groups) {
        this.groups = groups;
    }

    Future<Table> of(EventReport request) {
        List<String> by = Grouping.of(request.by(), GROUPS);
        JsonObject ofEvent = new JsonObject().put("eventId", request.eventId().toString());
        var allScans = scans(ofEvent, NO_MEMBERS);
        var allValid = valid(ofEvent, NO_MEMBERS);
        var allAbsent = absent(ofEvent, NO_MEMBERS);
        Future<Table> rows = by.equals(BY_SECTION) ? sections(ofEvent) : rows(ofEvent, by);
        return Future.join(List.of(allScans, allValid, allAbsent, rows)).map(all -> {
            JsonObject scans = allScans.result().getOrDefault(NO_MEMBERS, NOTHING);
            long valid = count(allValid.result(), NO_MEMBERS);
            long absent = count(allAbsent.result(), NO_MEMBERS);
            Map<String, Object> totals = rows.result().totals();
            totals.put("ticketsValid", valid);
            totals.put("checkedIn", scans.getLong("count", 0L));
            totals.put("noShows", absent);
            totals.put("ratePercent", valid == 0 ? 0 : (int) Math.round(100.0 * (valid - absent) / valid));
            if (scans.containsKey("firstMs")) {
                totals.put(
                        "firstCheckInAt",
                        Instant.ofEpochMilli(scans.getLong("firstMs")).toString());
                totals.put(
                        "lastCheckInAt",
                        Instant.ofEpochMilli(scans.getLong("lastMs")).toString());
            }
            return rows.result();
        });
    }

    private Future<Table> rows(JsonObject ofEvent, List<String> by) {
        Table table = new Table(by, List.of("checkedIn"));
        if (by.isEmpty()) {
            return Future.succeededFuture(table);
        }
        return scans(ofEvent, by).map(scans -> {
            scans.forEach((key, group) -> table.row(key).put("checkedIn", group.getLong("count")));
            return table;
        });
    }

    /** Only a section has tickets of its own; an hour or a gate has none until somebody comes. */
    private Future<Table> sections(JsonObject ofEvent) {
        var scans = scans(ofEvent, BY_SECTION);
        var valid = valid(ofEvent, BY_SECTION);
        var absent = absent(ofEvent, BY_SECTION);
        return Future.join(scans, valid, absent).map(all -> {
            Table table = new Table(BY_SECTION, List.of("ticketsValid", "checkedIn", "noShows"));
            List<List<String>> keys = new ArrayList<>(scans.result().keySet());
            keys.addAll(valid.result().keySet());
            for (List<String> key : keys) {
                Map<String, Object> row = table.row(key);
                row.put("ticketsValid", count(valid.result(), key));
                row.put("checkedIn", count(scans.result(), key));
                row.put("noShows", count(absent.result(), key));
            }
            return table;
        });
    }

    private Future<Map<List<String>, JsonObject>> scans(JsonObject ofEvent, List<String> by) {
        JsonObject accumulators = new JsonObject()
                .put("count", Groups.sum(1))
                .put("firstMs", new JsonObject().put("$min", "$atMs"))
                .put("lastMs", new JsonObject().put("$max", "$atMs"));
        return groups.of(Collections.CHECK_INS, ofEvent, by, accumulators);
    }

    private Future<Map<List<String>, JsonObject>> absent(JsonObject ofEvent, List<String> by) {
        return valid(ofEvent.copy().put("checkedIn", new JsonObject().put("$ne", true)), by);
    }

    private Future<Map<List<String>, JsonObject>> valid(JsonObject match, List<String> by) {
        JsonObject isValid = match.copy().put("sold", true).put("voided", new JsonObject().put("$ne", true));
        return groups.of(Collections.TICKETS, isValid, by, new JsonObject().put("count", Groups.sum(1)));
    }

    private static long count(Map<List<String>, JsonObject> groups, List<String> key) {
        return groups.getOrDefault(key, NOTHING).getLong("count", 0L);
    }
}
