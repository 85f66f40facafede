package io.ticketsafe.reports.report;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums over the documents of one collection, by the values of some of their members. Groups on the server, by stages
 * that every MongoDB of the last ten years has.
 */
final class Groups {
    private final ReportStore store;
    private final int maxRows;

    Groups(ReportStore store, int maxRows) {
        this.store = store;
        this.maxRows = maxRows;
    }

    /**
     * @param match which documents
     * @param members to group by; none puts everything into one group
     * @param accumulators by the name of their result
     * @return results by the members' values; VALIDATION when there are more groups than a report may have rows
     */
    Future<Map<List<String>, JsonObject>> of(
            String collection, JsonObject match, List<String> members, JsonObject accumulators) {
        return collect(collection, members.size(), stage("$match", match), group(members, accumulators));
    }

    /**
     * The same with sums alone, plus the number of different values of one more member in each group.
     *
     * @param sums accumulators, each a {@code $sum}
     * @param counted name of the result
     */
    Future<Map<List<String>, JsonObject>> ofDistinct(
            String collection, JsonObject match, List<String> members, JsonObject sums, String member, String counted) {
        List<String> fine = new ArrayList<>(members);
        fine.add(member);
        JsonObject sumsOfSums = new JsonObject().put(counted, sum(1));
        sums.fieldNames().forEach(name -> sumsOfSums.put(name, sum("$" + name)));
        List<String> coarse = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            coarse.add("_id.k" + i);
        }
        return collect(
                collection, members.size(), stage("$match", match), group(fine, sums), group(coarse, sumsOfSums));
    }

    static JsonObject sum(Object expression) {
        return new JsonObject().put("$sum", expression);
    }

    private Future<Map<List<String>, JsonObject>> collect(String collection, int members, JsonObject... stages) {
        List<JsonObject> bounded = new ArrayList<>(List.of(stages));
        bounded.add(stage("$limit", maxRows + 1));
        return store.aggregate(collection, bounded).map(documents -> {
            if (documents.size() > maxRows) {
                throw ServiceFault.invalid(
                        "query/by", "This report would have more than " + maxRows + " rows; group by less.");
            }
            Map<List<String>, JsonObject> groups = new HashMap<>();
            documents.forEach(document -> groups.put(valuesOf(document, members), document));
            return groups;
        });
    }

    private static List<String> valuesOf(JsonObject document, int members) {
        List<String> values = new ArrayList<>(members);
        for (int i = 0; i < members; i++) {
            values.add(document.getJsonObject("_id").getString("k" + i, ""));
        }
        return List.copyOf(values);
    }

    private static JsonObject group(List<String> members, JsonObject accumulators) {
        JsonObject key = new JsonObject();
        for (int i = 0; i < members.size(); i++) {
            key.put("k" + i, "$" + members.get(i));
        }
        return stage("$group", new JsonObject().put("_id", key).mergeIn(accumulators));
    }

    private static JsonObject stage(String name, Object content) {
        return new JsonObject().put(name, content);
    }
}
