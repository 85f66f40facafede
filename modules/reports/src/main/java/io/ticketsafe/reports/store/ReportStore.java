package io.ticketsafe.reports.store;

import static java.util.Objects.requireNonNull;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoQueryException;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.breaker.Breaker;
import io.ticketsafe.common.breaker.BreakerLimits;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.AggregateOptions;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.WriteOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * MongoDB, with a deadline on every wait. When it cannot be reached, answers too late or asks to try again, UNAVAILABLE;
 * other errors come as they are, for they are bugs.
 */
public final class ReportStore {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int FETCH = 1_000;
    private static final int DUPLICATE_KEY = 11000;
    private static final String RETRYABLE = "RetryableWriteError";
    /** Not primary, node recovering, shutting down, too slow (MongoDB manual, error codes). */
    private static final Set<Integer> PASSING = Set.of(50, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);

    private final MongoClient mongo;
    private final Duration deadline;
    private final Breaker breaker;
    private Future<Void> indexed;

    public ReportStore(ServiceContext context, Duration deadline) {
        this.mongo = context.stores().mongo();
        this.deadline = requireNonNull(deadline);
        this.breaker = new Breaker(context.vertx(), "mongo reports", BreakerLimits.INSIDE, ReportStore::isPassing)
                .shownIn(context.meters());
    }

    /** Creates the indexes that are not there yet; once that has succeeded, it costs nothing. */
    public synchronized Future<Void> ready() {
        if (indexed == null || indexed.failed()) {
            indexed = bounded(() -> Future.join(createIndexes()).mapEmpty());
        }
        return indexed;
    }

    private List<Future<Void>> createIndexes() {
        return Collections.INDEXES.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(keys -> mongo.createIndex(entry.getKey(), keys)))
                .toList();
    }

    /** Applies the writes in their order; succeeds when a majority of the replica set has them. */
    public Future<Void> write(String collection, List<BulkOperation> writes) {
        if (writes.isEmpty()) {
            return Future.succeededFuture();
        }
        BulkWriteOptions options = new BulkWriteOptions(true).setWriteOption(WriteOption.MAJORITY);
        return bounded(
                () -> mongo.bulkWriteWithOptions(collection, writes, options).mapEmpty());
    }

    /** The document, or null. */
    public Future<JsonObject> find(String collection, String id) {
        return bounded(() -> mongo.findOne(collection, new JsonObject().put("_id", id), null));
    }

    public Future<List<JsonObject>> aggregate(String collection, List<JsonObject> stages) {
        AggregateOptions options = new AggregateOptions().setBatchSize(FETCH).setMaxTime(deadline.toMillis());
        return bounded(() -> mongo.aggregateWithOptions(collection, new JsonArray(stages), options)
                .collect(Collectors.toList()));
    }

    public Future<Void> ping() {
        return bounded(
                () -> mongo.runCommand("ping", new JsonObject().put("ping", 1)).mapEmpty());
    }

    private <T> Future<T> bounded(Supplier<Future<T>> work) {
        return breaker.call(() -> work.get().timeout(deadline.toMillis(), TimeUnit.MILLISECONDS))
                .recover(failure -> Future.failedFuture(
                        isPassing(failure) || failure instanceof OpenCircuitException
                                ? ServiceFault.unavailable("Reports cannot be reached right now.", SOON)
                                : failure));
    }

    private static boolean isPassing(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return true;
        }
        if (failure instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteErrors().stream()
                    .allMatch(error -> error.getCode() == DUPLICATE_KEY || PASSING.contains(error.getCode()));
        }
        if (failure instanceof MongoCommandException || failure instanceof MongoQueryException) {
            MongoException answered = (MongoException) failure;
            return PASSING.contains(answered.getCode()) || answered.hasErrorLabel(RETRYABLE);
        }
        return failure instanceof MongoException;
    }
}
