package io.ticketsafe.reports.projection;

import io.ticketsafe.reports.store.ReportStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a batch of facts writes, by collection. */
final class Writes {
    private final Map<String, List<BulkOperation>> byCollection = new TreeMap<>();

    /** Sets members of a document, which is made where there is none. */
    void set(String collection, UUID id, JsonObject members) {
        update(collection, key(id), "$set", members, true);
    }

    /** Makes the document; one that is there stays as it is. */
    void setOnInsert(String collection, UUID id, JsonObject members) {
        update(collection, key(id), "$setOnInsert", members, true);
    }

    /** Sets members of the document if it is there and its {@code member} is not above {@code value}. */
    void setIfNotAbove(String collection, UUID id, String member, long value, JsonObject members) {
        JsonObject filter = key(id).put(member, new JsonObject().put("$lte", value));
        update(collection, filter, "$set", members, false);
    }

    Future<Void> applyTo(ReportStore store) {
        return Future.join(byCollection.entrySet().stream()
                        .map(entry -> store.write(entry.getKey(), entry.getValue()))
                        .toList())
                .mapEmpty();
    }

    private void update(String collection, JsonObject filter, String operator, JsonObject members, boolean upsert) {
        byCollection
                .computeIfAbsent(collection, name -> new ArrayList<>())
                .add(BulkOperation.createUpdate(filter, new JsonObject().put(operator, members), upsert, false));
    }

    private static JsonObject key(UUID id) {
        return new JsonObject().put("_id", id.toString());
    }
}
