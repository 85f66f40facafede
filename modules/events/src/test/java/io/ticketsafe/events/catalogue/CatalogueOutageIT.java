package io.ticketsafe.events.catalogue;

import static io.ticketsafe.events.Faults.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.Stores;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventPage;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.ListEvents;
import io.ticketsafe.dev.TestStores;
import io.ticketsafe.events.EventsConfig;
import io.ticketsafe.events.EventsFixture;
import io.ticketsafe.events.event.EventStore;
import io.ticketsafe.events.task.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Without MongoDB nothing is lost: events are published, changed and shown, only the list has to wait. */
class CatalogueOutageIT {
    private static final EventsConfig IMPATIENT = new EventsConfig(
            Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(200), null, Duration.ofMillis(500));

    private static EventsFixture events;
    private static TcpProxy proxy;
    private static MongoClient mongo;

    @BeforeAll
    static void start() {
        events = EventsFixture.start(IMPATIENT, CatalogueOutageIT::throughProxy);
    }

    @AfterAll
    static void stop() {
        ServiceHarness.await(mongo.close());
        events.close();
    }

    @Test
    void whatHappenedMeanwhileIsListedAfterwards() {
        // Given
        ServiceHarness.await(proxy.cut());
        // When
        Event published = events.published(events.request("Unlisted"));
        Event updated = events.update(published.id(), 2L, "{\"title\": \"Listed late\"}");
        Event shown = events.get(published.id(), events.harness.anonymousCall());
        FaultCode list = faultOf(() -> events.search("listed")).code();
        ServiceHarness.await(proxy.open());
        // Then
        assertThat(published.status()).isEqualTo(EventStatus.PUBLISHED);
        assertThat(shown).isEqualTo(updated);
        assertThat(list).isEqualTo(FaultCode.UNAVAILABLE);
        EventPage page = events.eventually(
                () -> list("listed late"), found -> !found.items().isEmpty());
        assertThat(page.items()).containsExactly(updated);
    }

    @Test
    void aCatalogueThatLostItsDataIsWrittenAgain() {
        // Given
        Event published = events.published(events.request("Forgotten"));
        Event canceled = events.published(events.request("Forgotten too"));
        events.cancel(canceled.id());
        ServiceHarness.await(mongo.dropCollection("catalogue"));
        // When
        ServiceHarness.await(writer().repair());
        EventPage page = events.eventually(
                () -> list("forgotten"), found -> !found.items().isEmpty());
        // Then
        assertThat(page.items()).containsExactly(published);
    }

    private static CatalogueWriter writer() {
        Database database = events.harness.context().stores().postgres("events");
        return new CatalogueWriter(
                database,
                new EventStore(database),
                new TaskStore(database, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                new Catalogue(mongo, Duration.ofSeconds(5)));
    }

    private static Future<EventPage> list(String q) {
        return events.harness
                .context()
                .bus()
                .call(
                        EventOperations.LIST,
                        new ListEvents(q, null, null, null, null, null),
                        events.harness.anonymousCall());
    }

    private static ServiceContext throughProxy(ServiceContext real) {
        TestStores shared = TestStores.shared();
        URI url = URI.create(shared.mongoUrl());
        proxy = new TcpProxy(real.vertx(), url.getHost(), url.getPort());
        int port = ServiceHarness.await(proxy.open());
        mongo = MongoClient.create(
                real.vertx(),
                new JsonObject()
                        .put(
                                "connection_string",
                                "mongodb://127.0.0.1:" + port
                                        + "/?serverSelectionTimeoutMS=300&connectTimeoutMS=300&heartbeatFrequencyMS=500")
                        .put("db_name", shared.newMongoDatabase()));
        return new ServiceContext(
                real.vertx(),
                real.bus(),
                real.memberships(),
                real.tokens(),
                real.serviceTokens(),
                new ProxiedStores(real.stores(), mongo),
                real.secrets(),
                real.meters(),
                real.health());
    }

    private record ProxiedStores(Stores real, MongoClient mongo) implements Stores {
        @Override
        public Database postgres(String schema) {
            return real.postgres(schema);
        }

        @Override
        public RedisStore redis() {
            return real.redis();
        }

        @Override
        public Future<Void> close() {
            return real.close();
        }
    }
}
