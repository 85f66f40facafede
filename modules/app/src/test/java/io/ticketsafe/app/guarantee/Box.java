package io.ticketsafe.app.guarantee;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import com.fasterxml.jackson.databind.node.IntNode;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.CreateEvent;
import io.ticketsafe.contract.events.EventOperations.PublishEvent;
import io.ticketsafe.contract.events.EventOperations.SaleRules;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.VenueOperations;
import io.ticketsafe.contract.events.VenueOperations.CreateVenue;
import io.ticketsafe.contract.events.VenueOperations.Row;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.events.EventsConfig;
import io.ticketsafe.events.EventsVerticle;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.PaymentsVerticle;
import io.ticketsafe.tickets.TicketsConfig;
import io.ticketsafe.tickets.TicketsVerticle;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Events, tickets and payments together on real stores: everything that sells. */
final class Box implements AutoCloseable {
    static final String SEATED = "A";
    static final String STANDING = "FLOOR";

    /** Refusals that a buyer of this test takes as an answer; everything else fails the test. */
    private static final Set<FaultCode> LOST = Set.of(
            FaultCode.SEATS_TAKEN,
            FaultCode.NOT_ENOUGH_SEATS,
            FaultCode.HOLD_EXPIRED,
            FaultCode.NOT_FOUND,
            FaultCode.UNAVAILABLE);

    private final ServiceHarness harness;

    private Box(ServiceHarness harness) {
        this.harness = harness;
    }

    static Box open() {
        return on(ServiceHarness.start("events", "tickets", "payments"));
    }

    /** On a Redis of its own. */
    static Box open(String redisUrl) {
        return on(ServiceHarness.startOn(redisUrl, "events", "tickets", "payments"));
    }

    private static Box on(ServiceHarness harness) {
        harness.deploy(new PaymentsVerticle(harness.context(), PaymentsConfig.defaults()));
        harness.deploy(new TicketsVerticle(harness.context(), TicketsConfig.defaults()));
        harness.deploy(new EventsVerticle(harness.context(), EventsConfig.defaults()));
        return new Box(harness);
    }

    ServiceHarness harness() {
        return harness;
    }

    /** A published event with rows of seats in section A and standing places in section FLOOR. */
    UUID publish(int rows, int seatsPerRow, int standing) {
        UUID organizer = UUID.randomUUID();
        UUID organization = UUID.randomUUID();
        harness.member(organization, organizer, MemberRole.OWNER);
        List<Row> seats = IntStream.rangeClosed(1, rows)
                .mapToObj(row -> new Row(String.valueOf(row), IntNode.valueOf(seatsPerRow), null, null))
                .toList();
        UUID venue = harness.call(
                        VenueOperations.CREATE,
                        new CreateVenue(
                                organization,
                                "Hall",
                                "Recife",
                                "America/Recife",
                                List.of(
                                        new Section(SEATED, "Stalls", SectionKind.SEATED, seats, null),
                                        new Section(STANDING, "Floor", SectionKind.STANDING, null, standing))),
                        harness.userCall(organizer))
                .id();
        Instant start = Instant.now().plus(Duration.ofDays(30));
        UUID event = harness.call(
                        EventOperations.CREATE,
                        new CreateEvent(
                                organization,
                                venue,
                                "A night at the hall",
                                null,
                                start,
                                start.plus(Duration.ofHours(3)),
                                List.of(new TicketType("full", "Full price", new Money(10_000, "BRL"), null)),
                                new SaleRules(null, null, 10, null, 10),
                                null),
                        harness.userCall(organizer))
                .id();
        harness.call(EventOperations.PUBLISH, new PublishEvent(event), harness.userCall(organizer));
        return event;
    }

    Future<Hold> hold(UUID buyer, HoldSeats request) {
        return harness.context().bus().call(HoldOperations.HOLD, request, harness.userCall(buyer, key()));
    }

    Future<Order> order(UUID buyer, UUID holdId) {
        return harness.context()
                .bus()
                .call(
                        OrderOperations.CREATE,
                        new CreateOrder(holdId, null, null, null),
                        harness.userCall(buyer, key()));
    }

    Future<Payment> pay(UUID buyer, UUID orderId) {
        return harness.context()
                .bus()
                .call(
                        OrderOperations.PAY,
                        new PayOrder(orderId, new Method(MethodType.CARD, "tok_approve")),
                        harness.userCall(buyer, key()));
    }

    /** From hold to ticket; null where somebody else was first, or a store was away. */
    Future<Payment> buy(UUID buyer, HoldSeats request) {
        return hold(buyer, request)
                .compose(hold -> order(buyer, hold.id()))
                .compose(order -> pay(buyer, order.id()))
                .recover(Box::lost);
    }

    static <T> Future<T> lost(Throwable failure) {
        return failure instanceof ServiceFault fault && LOST.contains(fault.code())
                ? Future.succeededFuture(null)
                : Future.failedFuture(failure);
    }

    /** Asks again until the condition holds; fails after half a minute. */
    void eventually(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never happened: " + what);
            }
            await(harness.vertx().timer(50, TimeUnit.MILLISECONDS));
        }
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        harness.close();
    }
}
