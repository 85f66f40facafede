package io.ticketsafe.reports;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.contract.payments.PaymentOperations.MethodType.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.common.kafka.FactHistory;
import io.ticketsafe.common.outbox.OutboxHistory;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.KafkaBroker;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.reports.rebuild.Rebuild;
import io.ticketsafe.reports.rebuild.Rebuild.Options;
import io.ticketsafe.reports.rebuild.Rebuild.Outcome;
import io.ticketsafe.reports.rebuild.RebuildRefused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports counted anew while they are used. */
class RebuildIT {
    private static final ReportsConfig CONFIG = ReportsConfig.defaults();
    private static final Duration PAUSE = Duration.ofMillis(1_500);
    private static final Options CAREFUL = new Options(false, false, PAUSE);
    private static final Options KEEP = new Options(true, false, PAUSE);
    private static final Options FORCE = new Options(false, true, PAUSE);

    private ReportsFixture fixture;
    private Teller events;
    private Teller tickets;
    private Story story;

    @AfterEach
    void stop() {
        events.close();
        tickets.close();
        fixture.close();
    }

    @Test
    void fromKafkaWhatWasWrongIsRight() {
        // Given
        sellThree(KafkaBroker.shared().newLog());
        spoil();
        assertThat(total("grossMinor")).isEqualTo(3L);
        // When
        Outcome outcome = await(rebuild(log(), CAREFUL));
        // Then
        assertThat(total("grossMinor")).isEqualTo(30_000L);
        assertThat(total("orders")).isEqualTo(3L);
        assertThat(outcome.shown()).contains("3 tickets sold");
        assertThat(outcome.parked()).isZero();
        sell();
        awaitSold(4);
        assertThat(await(mongo().getCollections())).doesNotContain("report_tickets");
    }

    @Test
    void whatIsSoldMeanwhileIsNotLost() {
        // Given
        sellThree(KafkaBroker.shared().newLog());
        // When
        Future<Outcome> rebuilding = rebuild(effect -> log().read(effect).onSuccess(read -> sell()), CAREFUL);
        sell();
        await(rebuilding);
        // Then
        awaitSold(6);
    }

    @Test
    void aLogThatBeginsLaterThanTheReportsIsRefused() {
        // Given
        sellThree(KafkaBroker.shared().newLog());
        fixture.tell(story.sale("2027-03-01T12:00:00", CARD, "B").paid());
        awaitSold(4);
        // When
        assertThatThrownBy(() -> await(rebuild(log(), CAREFUL)))
                .isInstanceOf(RebuildRefused.class)
                .hasMessageContaining("3 tickets sold instead of 4")
                .hasMessageContaining("--keep");
        // Then
        assertThat(total("ticketsSold")).isEqualTo(4L);
        assertThat(await(mongo().getCollections()))
                .filteredOn(name -> name.startsWith("report_tickets"))
                .hasSize(1);
        await(rebuild(log(), KEEP));
        assertThat(total("ticketsSold")).isEqualTo(4L);
        assertThat(total("grossMinor")).isEqualTo(40_000L);
        await(rebuild(log(), FORCE));
        assertThat(total("ticketsSold")).isEqualTo(3L);
    }

    @Test
    void withoutKafkaTheOutboxesTell() {
        // Given
        sellThree(KafkaConfig.of());
        spoil();
        Map<String, Database> schemas = new LinkedHashMap<>();
        schemas.put("events", events.database);
        schemas.put("tickets", tickets.database);
        // When
        await(rebuild(new OutboxHistory(schemas), CAREFUL));
        // Then
        assertThat(total("grossMinor")).isEqualTo(30_000L);
        assertThat(total("ticketsSold")).isEqualTo(3L);
    }

    private void sellThree(KafkaConfig kafka) {
        fixture = new ReportsFixture(ServiceHarness.startWith(kafka, "events", "tickets"));
        events = new Teller(fixture.harness.context(), "events");
        tickets = new Teller(fixture.harness.context(), "tickets");
        fixture.deploy(CONFIG);
        story = fixture.story();
        events.tell(List.of(story.published("Concert", Story.DOORS)));
        for (int i = 0; i < 3; i++) {
            sell();
        }
        awaitSold(3);
    }

    private void sell() {
        Story.Sale sale = story.sale("2027-03-02T12:00:00", CARD, "A");
        tickets.tellLater(List.of(story.placed(sale.order), sale.paid()));
    }

    private Future<Outcome> rebuild(FactHistory history, Options options) {
        return new Rebuild(fixture.harness.vertx(), mongo(), CONFIG, history, options).run();
    }

    private FactHistory log() {
        return fixture.harness.context().stores().factLog().orElseThrow().history(List.of("events", "tickets"));
    }

    private MongoClient mongo() {
        return fixture.harness.context().stores().mongo();
    }

    private Object total(String figure) {
        return fixture.sales(story.event).totals().get(figure);
    }

    private void awaitSold(long sold) {
        long patienceEnds = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!total("ticketsSold").equals(sold)) {
            assertThat(System.nanoTime()).as("sold " + total("ticketsSold")).isLessThan(patienceEnds);
            await(fixture.harness.vertx().timer(20, TimeUnit.MILLISECONDS));
        }
    }

    private void spoil() {
        JsonObject wrong = new JsonObject().put("$set", new JsonObject().put("priceMinor", 1));
        await(mongo().updateCollectionWithOptions(
                        "report_tickets", new JsonObject(), wrong, new UpdateOptions().setMulti(true)));
    }
}
