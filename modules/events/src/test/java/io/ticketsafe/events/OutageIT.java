package io.ticketsafe.events;

import static io.ticketsafe.events.Faults.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.EventPage;
import io.ticketsafe.contract.events.EventOperations.EventStatus;
import io.ticketsafe.contract.events.EventOperations.ListEvents;
import io.vertx.core.Future;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stores that are cut off, and lose their data. */
class OutageIT {
    private static final EventsConfig IMPATIENT = new EventsConfig(
            Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(200), null, Duration.ofMillis(500));

    private static EventsFixture events;
    private static ProxiedStores stores;

    @BeforeAll
    static void start() {
        events = EventsFixture.start(IMPATIENT, harness -> {
            stores = new ProxiedStores(harness);
            return stores.in(harness.context());
        });
    }

    @AfterAll
    static void stop() {
        ServiceHarness.await(stores.close());
        events.close();
    }

    @Test
    void whatHappensWithoutMongoIsListedAfterwards() {
        // Given
        ServiceHarness.await(stores.mongoProxy.cut());
        // When
        Event published = events.published(events.request("Unlisted"));
        Event updated = events.update(published.id(), 2L, "{\"title\": \"Listed late\"}");
        Event shown = events.get(published.id(), events.harness.anonymousCall());
        FaultCode list = faultOf(() -> events.search("listed")).code();
        CheckResult health = health("mongo-events");
        ServiceHarness.await(stores.mongoProxy.open());
        // Then
        assertThat(published.status()).isEqualTo(EventStatus.PUBLISHED);
        assertThat(shown).isEqualTo(updated);
        assertThat(list).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(CheckResult.isUp(health)).isTrue();
        assertThat(health.getData().getBoolean("catalogueSearchable")).isFalse();
        EventPage page = listed("listed late");
        assertThat(page.items()).containsExactly(updated);
    }

    @Test
    void aCatalogueThatLostItsDataIsWrittenAgain() {
        // Given
        Event published = events.published(events.request("Forgotten"));
        Event canceled = events.published(events.request("Forgotten too"));
        events.cancel(canceled.id());
        ServiceHarness.await(stores.mongo().dropCollection("catalogue"));
        // When
        events.redeploy(new EventsVerticle(stores.in(events.harness.context()), IMPATIENT));
        EventPage page = listed("forgotten");
        // Then
        assertThat(page.items()).containsExactly(published);
    }

    @Test
    void withoutPostgresBrowsingGoesOnAndNothingIsChanged() {
        // Given
        Event published = events.published(events.request("Still here"));
        Event draft = events.draft("Not here");
        listed("still here");
        ServiceHarness.await(stores.postgresProxy.cut());
        // When
        Event shown = events.get(published.id(), events.harness.anonymousCall());
        EventPage page = events.search("still here");
        FaultCode hidden =
                faultOf(() -> events.get(draft.id(), events.asManager())).code();
        FaultCode update = faultOf(() -> events.update(published.id(), 2L, "{\"title\": \"Gone\"}"))
                .code();
        boolean up = CheckResult.isUp(health("postgres-events"));
        ServiceHarness.await(stores.postgresProxy.open());
        // Then
        assertThat(shown).isEqualTo(published);
        assertThat(page.items()).containsExactly(published);
        assertThat(hidden).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(update).isEqualTo(FaultCode.UNAVAILABLE);
        assertThat(up).isFalse();
        assertThat(events.get(draft.id(), events.asManager())).isEqualTo(draft);
    }

    private static CheckResult health(String name) {
        HealthChecks health = events.harness.context().health();
        return ServiceHarness.await(health.checkStatus(name));
    }

    private static EventPage listed(String q) {
        return events.eventually(() -> list(q), page -> !page.items().isEmpty());
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
}
