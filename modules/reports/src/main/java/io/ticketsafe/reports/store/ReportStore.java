package io.ticketsafe.reports.store;

import static java.util.Objects.requireNonNull;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoQueryException;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.breaker.Breaker;
import io.ticketsafe.common.breaker.BreakerLimits;
import io.ticketsafe.common.trace.Spans;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
import java.util.function.Function;
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
    private static final int TOO_SLOW = 50;
    private static final String RETRYABLE = "RetryableWriteError";
    /** Not primary, node recovering, shutting down, too slow (MongoDB manual, error codes). */
    private static final Set<Integer> PASSING =
            Set.of(TOO_SLOW, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);

    private final MongoClient mongo;
    private final Duration deadline;
    private final Breaker breaker;
    private final Supplier<Future<String>> generation;
    private Future<Void> indexed;

    /** The generation that is shown, also when it becomes another one. */
    public ReportStore(ServiceContext context, Duration deadline) {
        this(
                context.stores().mongo(),
                deadline,
                breaker(context.vertx()).shownIn(context.meters()),
                new Generations(context.stores().mongo())::shown);
    }

    private ReportStore(MongoClient mongo, Duration deadline, Breaker breaker, Supplier<Future<String>> generation) {
        this.mongo = requireNonNull(mongo);
        this.deadline = requireNonNull(deadline);
        this.breaker = requireNonNull(breaker);
        this.generation = requireNonNull(generation);
    }

    /** One generation, shown or not. */
    public static ReportStore of(Vertx vertx, MongoClient mongo, Duration deadline, String generation) {
        return new ReportStore(mongo, deadline, breaker(vertx), () -> Future.succeededFuture(generation));
    }

    private static Breaker breaker(Vertx vertx) {
        return new Breaker(vertx, "mongo reports", BreakerLimits.INSIDE, ReportStore::isNoAnswer);
    }

    /** Creates the indexes that are not there yet; once that has succeeded, it costs nothing. */
    public synchronized Future<Void> ready() {
        if (indexed == null || indexed.failed()) {
            indexed = inGeneration("createIndexes", this::createIndexes);
        }
        // One that is done would have what follows run on the context that it was done on, not on the caller's.
        return indexed.succeeded() ? Future.succeededFuture() : indexed;
    }

    private Future<Void> createIndexes(String name) {
        List<Future<Void>> all = Collections.INDEXES.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(keys -> mongo.createIndex(entry.getKey() + name, keys)))
                .toList();
        return Future.join(all).mapEmpty();
    }

    /** Applies the writes in their order; succeeds when a majority of the replica set has them. */
    public Future<Void> write(String collection, List<BulkOperation> writes) {
        if (writes.isEmpty()) {
            return Future.succeededFuture();
        }
        BulkWriteOptions options = new BulkWriteOptions(true).setWriteOption(WriteOption.MAJORITY);
        return inGeneration(
                "write " + collection,
                name -> mongo.bulkWriteWithOptions(collection + name, writes, options)
                        .mapEmpty());
    }

    /** The document, or null. */
    public Future<JsonObject> find(String collection, String id) {
        return inGeneration(
                "find " + collection, name -> mongo.findOne(collection + name, new JsonObject().put("_id", id), null));
    }

    public Future<Long> count(String collection, JsonObject query) {
        return inGeneration("count " + collection, name -> mongo.count(collection + name, query));
    }

    public Future<List<JsonObject>> aggregate(String collection, List<JsonObject> stages) {
        AggregateOptions options = new AggregateOptions().setBatchSize(FETCH).setMaxTime(deadline.toMillis());
        return inGeneration(
                "aggregate " + collection,
                name -> mongo.aggregateWithOptions(collection + name, new JsonArray(stages), options)
                        .collect(Collectors.toList()));
    }

    public Future<Void> ping() {
        return bounded(
                "ping",
                () -> mongo.runCommand("ping", new JsonObject().put("ping", 1)).mapEmpty());
    }

    private <T> Future<T> inGeneration(String what, Function<String, Future<T>> work) {
        return bounded(what, () -> generation.get().compose(work));
    }

    private <T> Future<T> bounded(String what, Supplier<Future<T>> work) {
        return breaker.call(
                        () -> Spans.ofStore("mongodb", what, work).timeout(deadline.toMillis(), TimeUnit.MILLISECONDS))
                .recover(failure -> Future.failedFuture(
                        isPassing(failure) || failure instanceof OpenCircuitException
                                ? ServiceFault.unavailable("Reports cannot be reached right now.", SOON)
                                : failure));
    }

    /** That a document was just written by somebody else, or that a report takes too long, says a server that is well. */
    static boolean isNoAnswer(Throwable failure) {
        if (failure instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteErrors().stream().noneMatch(error -> error.getCode() == DUPLICATE_KEY)
                    && isPassing(bulk);
        }
        return isPassing(failure) && !(failure instanceof MongoException answered && answered.getCode() == TOO_SLOW);
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
