package io.ticketsafe.events.catalogue;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.breaker.Breaker;
import io.ticketsafe.common.breaker.BreakerLimits;
import io.ticketsafe.common.trace.Spans;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The public read model in MongoDB: one document for each event that was ever published, never older than what was
 * written before. The event itself is kept as JSON text, as its attributes may have names that MongoDB forbids; the
 * other members are there to be searched. When MongoDB is away or busy, everything fails with UNAVAILABLE.
 */
public final class Catalogue {
    private static final String COLLECTION = "catalogue";
    private static final int DUPLICATE_KEY = 11_000;
    private static final int MOST_IN_FLIGHT = 500;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final MongoClient mongo;
    private final Duration timeout;
    private final Breaker breaker;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean indexed;

    public Catalogue(ServiceContext services, Duration timeout) {
        this.mongo = services.stores().mongo();
        this.timeout = requireNonNull(timeout);
        this.breaker = new Breaker(
                        services.vertx(), "mongo catalogue", BreakerLimits.INSIDE, failure -> !isAnswer(failure))
                .shownIn(services.meters());
    }

    /** Makes the list's order and its filters cheap; once done, it is not done again. */
    public Future<Void> createIndexes() {
        if (indexed) {
            return Future.succeededFuture();
        }
        JsonObject byStart =
                new JsonObject().put("published", 1).put("startsAtMs", 1).put("_id", 1);
        JsonObject byCity = new JsonObject().put("city", 1).put("startsAtMs", 1).put("_id", 1);
        JsonObject byWord = new JsonObject().put("words", 1);
        return bounded(() -> mongo.createIndex(COLLECTION, byStart))
                .compose(done -> bounded(() -> mongo.createIndex(COLLECTION, byCity)))
                .compose(done -> bounded(() -> mongo.createIndex(COLLECTION, byWord)))
                .onSuccess(done -> indexed = true);
    }

    /** Writes the event, unless this version or a later one stands there already. */
    public Future<Void> put(Event event) {
        JsonObject older = new JsonObject()
                .put("_id", event.id().toString())
                .put("version", new JsonObject().put("$lt", event.version()));
        UpdateOptions upsert = new UpdateOptions().setUpsert(true);
        return bounded(() -> mongo.replaceDocumentsWithOptions(COLLECTION, older, toDocument(event), upsert)
                .<Void>mapEmpty()
                .recover(failure -> isDuplicate(failure) ? Future.succeededFuture() : Future.failedFuture(failure)));
    }

    /** The event if it was ever published, else null. */
    public Future<Event> find(UUID eventId, Instant now) {
        JsonObject byId = new JsonObject().put("_id", eventId.toString());
        return bounded(() -> mongo.findOne(COLLECTION, byId, new JsonObject().put("event", 1)))
                .map(document -> document == null ? null : toEvent(document, now));
    }

    /** At most {@code limit} events in the order of the list. */
    Future<List<Event>> search(CatalogueQuery query, int limit, Instant now) {
        FindOptions options = new FindOptions()
                .setSort(new JsonObject().put("startsAtMs", 1).put("_id", 1))
                .setFields(new JsonObject().put("event", 1))
                .setLimit(limit)
                .setBatchSize(limit);
        return bounded(() -> mongo.findWithOptions(COLLECTION, query.toFilter(now), options))
                .map(documents -> documents.stream()
                        .map(document -> toEvent(document, now))
                        .toList());
    }

    public Future<Long> size() {
        return bounded(() -> mongo.count(COLLECTION, new JsonObject()));
    }

    /** Fails with UNAVAILABLE unless MongoDB answers. */
    public Future<Void> ping() {
        return bounded(
                () -> mongo.runCommand("ping", new JsonObject().put("ping", 1)).mapEmpty());
    }

    /** Whoever has waited too long is told so, but counts as long as the driver is busy with the request. */
    private <T> Future<T> bounded(Supplier<Future<T>> request) {
        return breaker.call(() -> timed(request))
                .recover(failure -> Future.failedFuture(isAnswer(failure) ? failure : unavailable()));
    }

    private <T> Future<T> timed(Supplier<Future<T>> request) {
        if (inFlight.incrementAndGet() > MOST_IN_FLIGHT) {
            inFlight.decrementAndGet();
            return Future.failedFuture(unavailable());
        }
        return Spans.ofStore("mongodb", COLLECTION, request)
                .onComplete(answered -> inFlight.decrementAndGet())
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the server itself objects to is a bug here; all else means that it cannot be reached. */
    private static boolean isAnswer(Throwable failure) {
        return failure instanceof MongoCommandException || failure instanceof MongoWriteException;
    }

    private static ServiceFault unavailable() {
        return ServiceFault.unavailable("The catalogue cannot be searched right now.", RETRY_AFTER);
    }

    private static boolean isDuplicate(Throwable failure) {
        return failure instanceof MongoException mongoFailure && mongoFailure.getCode() == DUPLICATE_KEY;
    }

    private static JsonObject toDocument(Event event) {
        Set<String> words = new LinkedHashSet<>(SearchText.words(event.title()));
        words.addAll(SearchText.words(event.venue().name()));
        words.addAll(SearchText.words(event.venue().city()));
        words.addAll(SearchText.words(event.description()));
        try {
            return new JsonObject()
                    .put("_id", event.id().toString())
                    .put("version", event.version())
                    .put("published", event.status() != EventStatus.CANCELED)
                    .put("startsAtMs", event.startsAt().toEpochMilli())
                    .put("endsAtMs", event.endsAt().toEpochMilli())
                    .put("city", SearchText.key(event.venue().city()))
                    .put("words", new JsonArray(List.copyOf(words)))
                    .put("event", Json.MAPPER.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is always JSON", e);
        }
    }

    private static Event toEvent(JsonObject document, Instant now) {
        try {
            return statusAt(now, Json.MAPPER.readValue(document.getString("event"), Event.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a catalogue entry is always an event", e);
        }
    }

    /** The event may have ended since it was written. */
    private static Event statusAt(Instant now, Event event) {
        if (event.status() == EventStatus.CANCELED) {
            return event;
        }
        return new Event(
                event.id(),
                event.organizationId(),
                event.venue(),
                event.title(),
                event.description(),
                event.startsAt(),
                event.endsAt(),
                event.endsAt().isAfter(now) ? EventStatus.PUBLISHED : EventStatus.CLOSED,
                event.ticketTypes(),
                event.sale(),
                event.attributes(),
                event.version(),
                event.createdAt(),
                event.updatedAt());
    }
}
