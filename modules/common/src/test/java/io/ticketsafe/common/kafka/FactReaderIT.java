package io.ticketsafe.common.kafka;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.config.KafkaConfig;
import io.ticketsafe.common.kafka.CloudEvents.Unreadable;
import io.ticketsafe.common.testing.KafkaBroker;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FactReaderIT {
    private static final String GROUP = "readers";
    private static final List<String> DOMAINS = List.of("tickets");

    private final KafkaBroker broker = KafkaBroker.shared();
    private final KafkaConfig config = broker.newLog();
    private final Vertx vertx = Vertx.vertx();
    private final FactLog log = FactLog.open(vertx, config);
    private final List<UUID> applied = new ArrayList<>();
    private FactReader reader;
    private int failuresLeft;

    @AfterEach
    void close() {
        await(reader.stop());
        await(log.close());
        await(vertx.close());
    }

    @Test
    void aBatchComesAgainUntilItsEffectIsThere() {
        // Given
        UUID order = Ids.next();
        List<UUID> told = tell(order, 5);
        failuresLeft = 3;
        // When
        read();
        // Then
        awaitApplied(5);
        assertThat(applied()).isEqualTo(told);
        awaitLag(0);
    }

    @Test
    void anotherMemberGoesOnWhereOneHasStopped() {
        // Given
        tell(Ids.next(), 5);
        read();
        awaitApplied(5);
        await(reader.stop());
        List<UUID> later = tell(Ids.next(), 5);
        assertThat(lag()).isEqualTo(5);
        // When
        read();
        // Then
        awaitApplied(10);
        assertThat(applied().subList(5, 10)).isEqualTo(later);
    }

    @Test
    void twoMembersShareTheWorkAndOneTakesOverFromTheOther() {
        // Given
        read();
        FactReader other = log.reader(GROUP, DOMAINS, this::apply);
        other.start();
        tellOfMany(60);
        awaitApplied(60);
        // When
        await(other.stop());
        tellOfMany(60);
        // Then
        awaitApplied(120);
        awaitLag(0);
    }

    @Test
    void readingGoesOnWithTheOldestFactOfALogThatWasCut() throws Exception {
        // Given
        UUID order = Ids.next();
        tell(order, 5);
        read();
        awaitApplied(5);
        await(reader.stop());
        List<UUID> later = tell(order, 6);
        // When
        cut(3);
        read();
        // Then
        awaitApplied(8);
        assertThat(applied().subList(5, 8)).isEqualTo(later.subList(3, 6));
    }

    private void cut(int uncommitted) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.servers()))) {
            Map<TopicPartition, RecordsToDelete> cuts = IntStream.range(0, 3)
                    .mapToObj(partition -> new TopicPartition(log.topic("tickets"), partition))
                    .collect(Collectors.toMap(partition -> partition, partition -> RecordsToDelete.beforeOffset(-1)));
            var ends = admin.listOffsets(cuts.keySet().stream()
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get();
            ends.forEach((partition, end) -> cuts.put(
                    partition, RecordsToDelete.beforeOffset(end.offset() == 0 ? 0 : end.offset() - uncommitted)));
            admin.deleteRecords(cuts).all().get();
        }
    }

    private void read() {
        reader = log.reader(GROUP, DOMAINS, this::apply);
        reader.start();
    }

    private synchronized Future<Void> apply(List<LoggedFact> facts) {
        if (failuresLeft > 0) {
            failuresLeft--;
            return Future.failedFuture("not now");
        }
        for (LoggedFact fact : facts) {
            try {
                applied.add(CloudEvents.read(fact.value()).id());
            } catch (Unreadable e) {
                return Future.failedFuture(e);
            }
        }
        return Future.succeededFuture();
    }

    private synchronized List<UUID> applied() {
        return List.copyOf(applied);
    }

    private List<UUID> tell(UUID subject, int count) {
        List<DomainEvent> facts =
                IntStream.range(0, count).mapToObj(i -> fact(subject)).toList();
        await(log.append(facts));
        return facts.stream().map(DomainEvent::id).toList();
    }

    private void tellOfMany(int count) {
        await(log.append(
                IntStream.range(0, count).mapToObj(i -> fact(Ids.next())).toList()));
    }

    private static DomainEvent fact(UUID subject) {
        return DomainEvent.of(Ids.next(), "tickets", Facts.ORDER_PLACED, subject, Instant.now(), Map.of());
    }

    private long lag() {
        return await(log.lag(GROUP, DOMAINS)).values().iterator().next();
    }

    private void awaitApplied(int count) {
        eventually(() -> applied().size() >= count);
        assertThat(applied()).hasSize(count);
    }

    private void awaitLag(long expected) {
        eventually(() -> lag() == expected);
    }

    private void eventually(BooleanSupplier reached) {
        long patienceEnds = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("applied " + applied().size()).isLessThan(patienceEnds);
            await(vertx.timer(20, TimeUnit.MILLISECONDS));
        }
    }
}
