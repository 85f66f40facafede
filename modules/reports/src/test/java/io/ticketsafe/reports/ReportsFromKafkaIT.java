package io.ticketsafe.reports;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static io.ticketsafe.contract.payments.PaymentOperations.MethodType.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.common.kafka.CloudEvents;
import io.ticketsafe.common.kafka.CloudEvents.Unreadable;
import io.ticketsafe.common.testing.KafkaBroker;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.reports.ReportOperations.Report;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From outboxes by two relays each through a real broker into reports; {@code -Dfacts.orders=5000} takes the time for more of them. */
class ReportsFromKafkaIT {
    private static final int AT_ONCE = 50;
    private static final int ORDERS = Integer.getInteger("facts.orders", 1_000) / AT_ONCE * AT_ONCE;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaBroker broker = KafkaBroker.shared();
    private final KafkaConfig config = broker.newLog();
    private ReportsFixture fixture;
    private Teller events;
    private Teller tickets;

    @BeforeEach
    void start() {
        fixture = new ReportsFixture(ServiceHarness.startWith(config, "events", "tickets"));
        events = new Teller(fixture.harness.context(), "events");
        tickets = new Teller(fixture.harness.context(), "tickets");
        fixture.deploy(ReportsConfig.defaults());
    }

    @AfterEach
    void stop() {
        broker.restart();
        events.close();
        tickets.close();
        fixture.close();
    }

    @Test
    void aBrokerThatIsRestartedDuringFiveThousandOrdersLosesNothingAndTellsNothingTwice() throws Unreadable {
        // Given
        Story story = fixture.story();
        events.tell(List.of(story.published("Concert", Story.DOORS)));
        // When
        for (int sold = 0; sold < ORDERS; sold += AT_ONCE) {
            sell(story);
            if (sold == ORDERS * 2 / 5) {
                broker.stop();
            } else if (sold == ORDERS * 3 / 5) {
                broker.restart();
            }
        }
        // Then
        Report report = awaitSold(story, ORDERS, ORDERS / 10);
        assertThat(report.totals())
                .contains(
                        entry("orders", (long) ORDERS),
                        entry("ticketsSold", (long) ORDERS),
                        entry("ticketsRefunded", (long) ORDERS / 10),
                        entry("grossMinor", ORDERS * 10_000L));
        Map<String, Set<String>> typesBySubject = new LinkedHashMap<>();
        Set<UUID> ids = new LinkedHashSet<>();
        for (ConsumerRecord<String, byte[]> told : broker.read(config.topicPrefix() + "tickets")) {
            DomainEvent fact = CloudEvents.read(told.value());
            ids.add(fact.id());
            typesBySubject
                    .computeIfAbsent(told.key(), key -> new LinkedHashSet<>())
                    .add(fact.type());
        }
        assertThat(ids).hasSize(2 * ORDERS + ORDERS / 10);
        assertThat(typesBySubject).hasSize(ORDERS);
        List<String> inOrder = List.of(Facts.ORDER_PLACED, Facts.ORDER_PAID, Facts.ORDER_REFUNDED);
        assertThat(typesBySubject.values())
                .allSatisfy(types -> assertThat(types).containsExactlyElementsOf(inOrder.subList(0, types.size())));
    }

    @Test
    void whatIsNoFactIsParkedAndHoldsUpNobody() {
        // Given
        Story story = fixture.story();
        events.tell(List.of(story.published("Concert", Story.DOORS)));
        sell(story);
        awaitSold(story, AT_ONCE, AT_ONCE / 10);
        // When
        put("no json");
        put(story.sale("2027-03-02T12:00:00", CARD, "A").paid().toString());
        put("""
                {"specversion": "1.0", "id": "%s", "source": "/ticketsafe/tickets", "type": "%s", "subject": "1",
                 "time": "2027-03-02T12:00:00Z", "data": {"orderId": 17}}
                """.formatted(UUID.randomUUID(), Facts.ORDER_PAID));
        sell(story);
        // Then
        awaitSold(story, 2 * AT_ONCE, AT_ONCE / 5);
        List<JsonObject> parked =
                await(fixture.harness.context().stores().mongo().find("report_parked", new JsonObject()));
        assertThat(parked).hasSize(3).allSatisfy(place -> {
            assertThat(place.getString("_id")).startsWith(config.topicPrefix() + "tickets/");
            assertThat(place.getString("reason")).isNotBlank();
        });
    }

    /** Orders of a ticket each; every tenth is refunded. */
    private void sell(Story story) {
        List<Story.Sale> sales = Stream.generate(() -> story.sale("2027-03-02T12:00:00", CARD, "A"))
                .limit(AT_ONCE)
                .toList();
        tickets.tell(sales.stream().map(sale -> story.placed(sale.order)).toList());
        tickets.tell(sales.stream().map(Story.Sale::paid).toList());
        List<DomainEvent> refunds = new ArrayList<>();
        for (int i = 0; i < sales.size(); i += 10) {
            refunds.add(sales.get(i).refunded("2027-03-03T12:00:00", 0));
        }
        tickets.tell(refunds);
    }

    private Report awaitSold(Story story, long sold, long refunded) {
        long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Report report = fixture.sales(story.event);
            if (report.totals().get("ticketsSold").equals(sold)
                    && report.totals().get("ticketsRefunded").equals(refunded)) {
                return report;
            }
            assertThat(System.nanoTime()).as("shown: " + report.totals()).isLessThan(patienceEnds);
            await(fixture.harness.vertx().timer(50, TimeUnit.MILLISECONDS));
        }
    }

    private void put(String value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.servers()), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    config.topicPrefix() + "tickets", "stranger", value.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
