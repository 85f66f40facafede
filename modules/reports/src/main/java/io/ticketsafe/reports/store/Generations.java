package io.ticketsafe.reports.store;

import static java.util.Objects.requireNonNull;

import com.mongodb.MongoWriteException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.time.Duration;
import java.util.List;

/** Which generation of the read models is shown; the first one has no name. */
public final class Generations {
    /** How long a process may go on with the generation that was shown before. */
    public static final Duration NOTICED_WITHIN = Duration.ofSeconds(1);

    private static final String COLLECTION = "report_generation";
    private static final JsonObject SHOWN = new JsonObject().put("_id", "shown");

    private final MongoClient mongo;
    private volatile Seen seen;

    public Generations(MongoClient mongo) {
        this.mongo = requireNonNull(mongo);
    }

    /** The one shown, or the one shown up to {@link #NOTICED_WITHIN} ago. */
    Future<String> shown() {
        Seen last = seen;
        long now = System.nanoTime();
        if (last != null && now - last.atNanos() < NOTICED_WITHIN.toNanos()) {
            return Future.succeededFuture(last.name());
        }
        return shownNow().onSuccess(name -> seen = new Seen(name, now));
    }

    public Future<String> shownNow() {
        return mongo.findOne(COLLECTION, SHOWN, null)
                .map(document -> document == null ? "" : document.getString("name"));
    }

    /** Shows another one, unless a third is shown by now; whether it is done. */
    public Future<Boolean> show(String name, String insteadOf) {
        JsonObject document = SHOWN.copy().put("name", name);
        if (insteadOf.isEmpty()) {
            return mongo.insert(COLLECTION, document)
                    .map(true)
                    .recover(failure -> failure instanceof MongoWriteException
                            ? Future.succeededFuture(false)
                            : Future.failedFuture(failure));
        }
        return mongo.updateCollection(
                        COLLECTION,
                        SHOWN.copy().put("name", insteadOf),
                        new JsonObject().put("$set", new JsonObject().put("name", name)))
                .map(result -> result.getDocMatched() == 1);
    }

    /** Copies what a generation has to one that is not there yet. */
    public Future<Void> copy(String from, String to) {
        Future<Void> copying = Future.succeededFuture();
        for (String collection : Collections.ALL) {
            if (!collection.equals(Collections.PARKED)) {
                copying = copying.compose(before -> copyCollection(collection + from, collection + to));
            }
        }
        return copying;
    }

    private Future<Void> copyCollection(String from, String to) {
        JsonObject aggregate = new JsonObject()
                .put("aggregate", from)
                .put("pipeline", List.of(new JsonObject().put("$out", to)))
                .put("cursor", new JsonObject());
        return mongo.runCommand("aggregate", aggregate).mapEmpty();
    }

    public Future<Void> drop(String name) {
        List<String> all =
                Collections.ALL.stream().map(collection -> collection + name).toList();
        return mongo.getCollections()
                .compose(there -> Future.join(there.stream()
                        .filter(all::contains)
                        .map(mongo::dropCollection)
                        .toList()))
                .mapEmpty();
    }

    private record Seen(String name, long atNanos) {}
}
