package io.ticketsafe.common.outbox;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Backoff;
import io.ticketsafe.common.Ids;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.Facts.OrderChanged;
import io.ticketsafe.contract.Facts.PaymentChanged;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayIT {
    private static final String SCHEMA = "relayed";
    private static final Backoff QUICK_RETRY = new Backoff(Duration.ofMillis(5), Duration.ofMillis(40));
    private static final OutboxPace POLLING = new OutboxPace(
            Duration.ofMillis(20), Duration.ofMillis(5), Duration.ofMillis(5), QUICK_RETRY, Duration.ofDays(7));
    private static final OutboxPace WOKEN_ONLY = new OutboxPace(
            Duration.ofHours(1), Duration.ofMillis(5), Duration.ofHours(1), QUICK_RETRY, Duration.ofDays(7));

    private final Outbox outbox = new Outbox(SCHEMA, false);
    private final List<OutboxRelay> relays = new ArrayList<>();
    private ServiceHarness harness;
    private Database database;

    @BeforeEach
    void start() {
        harness = ServiceHarness.start(SCHEMA);
        database = harness.context().stores().postgres(SCHEMA);
    }

    @AfterEach
    void stop() {
        relays.forEach(relay -> await(relay.stop()));
        harness.close();
    }

    @Test
    void aCommittedFactWakesTheRelay() {
        // Given
        FakeConsumer tickets = FakeConsumer.serve(harness, Facts.TO_TICKETS);
        relay(WOKEN_ONLY);
        UUID first = captured(Ids.next());
        tickets.awaitEvents(1);
        // When
        UUID second = captured(Ids.next());
        // Then
        assertThat(subjects(tickets.awaitEvents(2))).containsExactly(first, second);
    }

    @Test
    void aFactThatWasRolledBackIsNeverTold() {
        // Given
        FakeConsumer tickets = FakeConsumer.serve(harness, Facts.TO_TICKETS);
        relay(POLLING);
        // When
        Future<Void> rolledBack = database.inTransaction(
                transaction -> outbox.append(transaction, Facts.PAYMENT_CAPTURED, Ids.next(), payment(Ids.next()))
                        .compose(appended -> Future.failedFuture("changed my mind")));
        await(rolledBack.otherwiseEmpty());
        UUID told = captured(Ids.next());
        // Then
        assertThat(subjects(tickets.awaitEvents(1))).containsExactly(told);
    }

    @Test
    void factsOfOneSubjectKeepTheirOrderAcrossBatches() {
        // Given
        FakeConsumer tickets = FakeConsumer.serve(harness, Facts.TO_TICKETS);
        List<UUID> subjects = Stream.generate(Ids::next).limit(5).toList();
        List<UUID> written = IntStream.range(0, 450)
                .mapToObj(i -> captured(subjects.get(i % subjects.size())))
                .toList();
        // When
        relay(POLLING);
        // Then
        List<DomainEvent> delivered = tickets.awaitEvents(450);
        assertThat(subjects(delivered)).isEqualTo(written);
        assertThat(tickets.batchSizes()).allMatch(size -> size <= OutboxFeed.LARGEST_BATCH);
    }

    @Test
    void aConsumerThatIsDownMissesNothingAndHoldsUpNobody() {
        // Given
        FakeConsumer reports = FakeConsumer.serve(harness, Facts.TO_REPORTS);
        relay(POLLING);
        List<UUID> forTickets =
                Stream.generate(() -> captured(Ids.next())).limit(20).toList();
        UUID forReports = placed(Ids.next());
        assertThat(subjects(reports.awaitEvents(1))).containsExactly(forReports);
        // When
        FakeConsumer tickets = FakeConsumer.serve(harness, Facts.TO_TICKETS);
        // Then
        assertThat(subjects(tickets.awaitEvents(20))).isEqualTo(forTickets);
    }

    @Test
    void aLostAcknowledgementMeansRedeliveryWhichTheInboxAppliesOnce() {
        // Given
        FakeConsumer tickets = FakeConsumer.applying(harness, Facts.TO_TICKETS, database);
        tickets.loseAcknowledgements(2);
        relay(POLLING);
        // When
        List<UUID> written =
                Stream.generate(() -> captured(Ids.next())).limit(10).toList();
        // Then
        tickets.awaitQuiet(database);
        assertThat(tickets.events()).hasSizeGreaterThan(10);
        assertThat(subjects(tickets.applied())).isEqualTo(written);
    }

    @Test
    void ofTwoRelaysOneDeliversAtATimeAndEachFactGoesOnce() {
        // Given
        FakeConsumer tickets = FakeConsumer.serve(harness, Facts.TO_TICKETS);
        relay(POLLING);
        relay(POLLING);
        // When
        List<Future<UUID>> writing =
                Stream.generate(this::capturedLater).limit(300).toList();
        await(Future.all(writing));
        // Then
        tickets.awaitEvents(300);
        tickets.awaitQuiet(database);
        assertThat(subjects(tickets.events()))
                .containsExactlyInAnyOrderElementsOf(
                        writing.stream().map(Future::result).toList());
        assertThat(tickets.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void oldFactsArePurgedOnceEverybodyHasThem() {
        // Given
        FakeConsumer.serve(harness, Facts.TO_TICKETS).awaitNothing();
        captured(Ids.next());
        UUID undelivered = placed(Ids.next());
        captured(Ids.next());
        await(database.query("UPDATE outbox SET occurred_at = now() - interval '8 days'"));
        OutboxStore store = new OutboxStore(database);
        await(store.ensure(List.of(Facts.TO_TICKETS.address(), Facts.TO_REPORTS.address())));
        await(store.handOver(Facts.TO_TICKETS.address(), 10, events -> Future.succeededFuture()));
        // When
        int purged = await(store.purge(Duration.ofDays(7)));
        // Then
        assertThat(purged).isEqualTo(1);
        await(store.handOver(Facts.TO_REPORTS.address(), 10, events -> {
            assertThat(subjects(events)).containsExactly(undelivered);
            return Future.succeededFuture();
        }));
        assertThat(await(store.purge(Duration.ofDays(7)))).isEqualTo(2);
    }

    @Test
    void theBacklogSaysHowManyAndHowOld() {
        // Given
        captured(Ids.next());
        captured(Ids.next());
        OutboxStore store = new OutboxStore(database);
        // When
        OutboxStore.Backlog forTickets = await(store.backlog(Facts.TO_TICKETS.address()));
        OutboxStore.Backlog forReports = await(store.backlog(Facts.TO_REPORTS.address()));
        // Then
        assertThat(forTickets.depth()).isEqualTo(2);
        assertThat(forTickets.oldest()).isNotNull();
        assertThat(forReports).isEqualTo(new OutboxStore.Backlog(0, null));
    }

    private void relay(OutboxPace pace) {
        OutboxRelay relay = new OutboxRelay(harness.context(), database, SCHEMA, pace);
        relays.add(relay);
        await(relay.start());
    }

    private UUID captured(UUID paymentId) {
        return await(append(Facts.PAYMENT_CAPTURED, paymentId, payment(paymentId)));
    }

    private Future<UUID> capturedLater() {
        UUID paymentId = Ids.next();
        return append(Facts.PAYMENT_CAPTURED, paymentId, payment(paymentId));
    }

    private UUID placed(UUID orderId) {
        return await(append(
                Facts.ORDER_PLACED,
                orderId,
                new OrderChanged(orderId, Ids.next(), Ids.next(), OrderStatus.PENDING, Money.zero("BRL"), null)));
    }

    private Future<UUID> append(String type, UUID subject, Object data) {
        return database.inTransaction(
                transaction -> outbox.append(transaction, type, subject, data).map(subject));
    }

    private static PaymentChanged payment(UUID paymentId) {
        return new PaymentChanged(paymentId, Ids.next(), new Money(100, "BRL"), MethodType.CARD, null);
    }

    private static List<UUID> subjects(List<DomainEvent> events) {
        return events.stream().map(event -> UUID.fromString(event.subject())).collect(Collectors.toList());
    }
}
