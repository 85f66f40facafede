package io.ticketsafe.common.outbox;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ticketsafe.common.Backoff;
import io.ticketsafe.common.Ids;
import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.common.kafka.FactLog;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.KafkaBroker;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.OrderChanged;
import io.ticketsafe.contract.Facts.PaymentChanged;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The relay in front of a real broker. */
class LogRelayIT {
    private static final String SCHEMA = "tickets";
    private static final OutboxPace QUICK = new OutboxPace(
            Duration.ofMillis(20),
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            new Backoff(Duration.ofMillis(5), Duration.ofMillis(40)),
            Duration.ofDays(7));

    private final KafkaBroker broker = KafkaBroker.shared();
    private final KafkaConfig config = broker.newLog();
    private final List<OutboxRelay> relays = new ArrayList<>();
    private ServiceHarness harness;
    private Database database;
    private Outbox outbox;

    @BeforeEach
    void start() {
        harness = ServiceHarness.startWith(config, SCHEMA);
        database = harness.context().stores().postgres(SCHEMA);
        outbox = new Outbox(harness.context(), SCHEMA);
    }

    @AfterEach
    void stop() {
        relays.forEach(relay -> await(relay.stop()));
        harness.close();
        broker.restart();
    }

    @Test
    void aFactStandsInTheLogAsACloudEvent() throws IOException {
        // Given
        UUID order = Ids.next();
        relay();
        // When
        await(placed(order, 1));
        awaitDelivered();
        // Then
        List<ConsumerRecord<String, byte[]>> records = broker.read(config.topicPrefix() + SCHEMA);
        assertThat(records).hasSize(1);
        ConsumerRecord<String, byte[]> told = records.get(0);
        assertThat(told.key()).isEqualTo(order.toString());
        assertThat(new String(told.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8))
                .isEqualTo("application/cloudevents+json; charset=UTF-8");
        JsonNode event = Json.MAPPER.readTree(told.value());
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(UUID.fromString(event.get("id").asText())).isNotNull();
        assertThat(event.get("source").asText()).isEqualTo("/ticketsafe/tickets");
        assertThat(event.get("type").asText()).isEqualTo(Facts.ORDER_PLACED);
        assertThat(event.get("subject").asText()).isEqualTo(order.toString());
        assertThat(event.get("time").asText()).endsWith("Z");
        assertThat(event.get("datacontenttype").asText()).isEqualTo("application/json");
        assertThat(event.at("/data/orderId").asText()).isEqualTo(order.toString());
    }

    @Test
    void whatOrdersWaitForIsToldByBusToo() {
        // Given
        FakeConsumer tickets = FakeConsumer.serve(harness, Facts.TO_TICKETS);
        FakeConsumer reports = FakeConsumer.serve(harness, Facts.TO_REPORTS);
        relay();
        UUID payment = Ids.next();
        // When
        await(placed(Ids.next(), 1));
        await(captured(payment));
        awaitDelivered();
        // Then
        assertThat(tickets.events()).extracting("subject").containsExactly(payment.toString());
        assertThat(broker.read(config.topicPrefix() + SCHEMA)).hasSize(2);
        reports.awaitNothing();
    }

    @Test
    void aBrokerThatIsRestartedLosesNothingAndKeepsTheOrderOfEverySubject() {
        // Given
        List<UUID> orders = Stream.generate(Ids::next).limit(40).toList();
        relay();
        relay();
        await(Future.all(orders.stream().map(order -> placed(order, 0)).toList()));
        // When
        IntStream.range(1, 4).forEach(step -> write(orders, step));
        broker.stop();
        IntStream.range(4, 8).forEach(step -> write(orders, step));
        assertThatThrownBy(() -> await(log().ping())).hasMessageContaining("Kafka at " + broker.servers());
        broker.restart();
        IntStream.range(8, 12).forEach(step -> write(orders, step));
        awaitDelivered();
        // Then
        Map<String, Set<Long>> steps = firstCopies(broker.read(config.topicPrefix() + SCHEMA));
        assertThat(steps).hasSize(orders.size());
        List<Long> inOrder = IntStream.range(0, 12).mapToObj(Long::valueOf).toList();
        assertThat(steps.values()).allSatisfy(seen -> assertThat(seen).containsExactlyElementsOf(inOrder));
        await(log().ping());
    }

    /** The steps of every order in which they come up first. */
    private static Map<String, Set<Long>> firstCopies(List<ConsumerRecord<String, byte[]>> records) {
        Map<String, Set<Long>> steps = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> told : records) {
            try {
                long step = Json.MAPPER
                        .readTree(told.value())
                        .at("/data/total/amountMinor")
                        .asLong();
                steps.computeIfAbsent(told.key(), key -> new LinkedHashSet<>()).add(step);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return steps;
    }

    private FactLog log() {
        return harness.context().stores().factLog().orElseThrow();
    }

    private void relay() {
        OutboxRelay relay = new OutboxRelay(harness.context(), database, SCHEMA, QUICK);
        relays.add(relay);
        await(relay.start());
    }

    private void write(List<UUID> orders, int step) {
        await(Future.all(orders.stream().map(order -> placed(order, step)).toList()));
    }

    private void awaitDelivered() {
        long patienceEnds = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (await(database.query("SELECT 1 FROM outbox_delivery LIMIT 1")).size() > 0) {
            assertThat(System.nanoTime()).as("facts are delivered").isLessThan(patienceEnds);
        }
    }

    private Future<UUID> placed(UUID orderId, long step) {
        return append(
                Facts.ORDER_PLACED,
                orderId,
                new OrderChanged(orderId, Ids.next(), Ids.next(), OrderStatus.PENDING, new Money(step, "BRL"), null));
    }

    private Future<UUID> captured(UUID paymentId) {
        return append(
                Facts.PAYMENT_CAPTURED,
                paymentId,
                new PaymentChanged(paymentId, Ids.next(), new Money(100, "BRL"), MethodType.CARD, null));
    }

    private Future<UUID> append(String type, UUID subject, Object data) {
        return database.inTransaction(
                transaction -> outbox.append(transaction, type, subject, data).map(subject));
    }
}
