package io.ticketsafe.tickets;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.DomainEvent;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.GetSeats;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import io.ticketsafe.tickets.order.OrderConfig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The whole tickets service on real stores, with hand-written payments, and a public that buys. */
public final class TicketShop implements AutoCloseable {
    private static final int LONGEST_WAIT_MS = 10_000;
    private static final int LOOK_EVERY_MS = 20;

    private final ServiceHarness harness = ServiceHarness.start("tickets");
    private final FakePayments payments = new FakePayments();
    private final TicketsConfig config;
    private String deployment;
    private Future<Void> stopped = Future.succeededFuture();

    private TicketShop(OrderConfig orders) {
        config = new TicketsConfig(null, orders);
        // A store that is opened by a verticle is closed with it.
        database();
        harness.context().stores().redis();
        await(payments.serve(harness.context().bus()));
        restart();
    }

    /** Everything that is done in the background is done often. */
    public static TicketShop open() {
        return open(Duration.ofMillis(900), null);
    }

    public static TicketShop open(Duration paymentPatience, Duration gatesOpenBeforeStart) {
        Duration often = Duration.ofMillis(100);
        return new TicketShop(new OrderConfig(
                null, paymentPatience, null, Duration.ofMillis(600), often, often, gatesOpenBeforeStart));
    }

    public ServiceHarness harness() {
        return harness;
    }

    public FakePayments payments() {
        return payments;
    }

    public Database database() {
        return harness.context().stores().postgres("tickets");
    }

    /** As a kill would, between any two steps; what is under way in payments goes on. */
    public synchronized Future<Void> stop() {
        if (deployment != null) {
            stopped = harness.vertx().undeploy(deployment);
            deployment = null;
        }
        return stopped;
    }

    public void restart() {
        await(stop());
        deployment = await(harness.vertx().deployVerticle(new TicketsVerticle(harness.context(), config)));
    }

    public UUID sell(SaleSheet sheet) {
        harness.call(SaleOperations.OPEN, sheet, harness.serviceCall());
        return sheet.eventId();
    }

    public UUID sell(Sheets sheet) {
        return sell(sheet.build());
    }

    /** The same, but it has begun. */
    public SaleSheet begun(SaleSheet sheet) {
        Instant now = Instant.now();
        return new SaleSheet(
                sheet.eventId(),
                sheet.organizationId(),
                sheet.version(),
                sheet.title(),
                sheet.venueName(),
                sheet.timezone(),
                now.minus(Duration.ofHours(1)),
                now.plus(Duration.ofHours(3)),
                sheet.sections(),
                sheet.ticketTypes(),
                sheet.rules(),
                sheet.assignments());
    }

    public UUID organizerOf(UUID eventId) {
        return await(database().query("SELECT organization_id FROM sale WHERE event_id = $1", eventId))
                .iterator()
                .next()
                .getUUID(0);
    }

    public UUID staff(UUID organizationId, MemberRole role) {
        UUID user = Ids.next();
        harness.member(organizationId, user, role);
        return user;
    }

    public Call call(UUID user) {
        return harness.userCall(user);
    }

    public Call call(UUID user, String key) {
        return harness.userCall(user, key);
    }

    public <Q, R> R ask(BusOperation<Q, R> operation, Q request, Call call) {
        return harness.call(operation, request, call);
    }

    public <Q, R> Future<R> askLater(BusOperation<Q, R> operation, Q request, Call call) {
        return harness.context().bus().call(operation, request, call);
    }

    public Hold hold(UUID user, UUID eventId, String... seats) {
        return ask(HoldOperations.HOLD, seats(eventId, seats), call(user));
    }

    public Hold holdStanding(UUID user, UUID eventId, String section, int quantity) {
        List<StandingChoice> standing = List.of(new StandingChoice(section, quantity, null));
        return ask(HoldOperations.HOLD, new HoldSeats(eventId, null, null, standing, null), call(user));
    }

    public static HoldSeats seats(UUID eventId, String... seats) {
        List<SeatChoice> choices = Arrays.stream(seats).map(SeatChoice::new).toList();
        return new HoldSeats(eventId, choices, null, null, null);
    }

    public Order order(UUID user, UUID eventId, String... seats) {
        return order(user, hold(user, eventId, seats));
    }

    public Order order(UUID user, Hold hold) {
        return ask(OrderOperations.CREATE, orderOf(hold), call(user, "order " + hold.id()));
    }

    public static CreateOrder orderOf(Hold hold) {
        return new CreateOrder(hold.id(), null, null, null);
    }

    public Payment pay(UUID user, UUID orderId, String token) {
        return ask(OrderOperations.PAY, card(orderId, token), call(user, "pay " + UUID.randomUUID()));
    }

    public static PayOrder card(UUID orderId, String token) {
        return new PayOrder(orderId, new Method(MethodType.CARD, token));
    }

    public static PayOrder pix(UUID orderId) {
        return new PayOrder(orderId, new Method(MethodType.PIX, null));
    }

    /** An order that is paid, with its tickets. */
    public Order bought(UUID user, UUID eventId, String... seats) {
        Order order = order(user, eventId, seats);
        pay(user, order.id(), "approve");
        return get(user, order.id());
    }

    public Order get(UUID user, UUID orderId) {
        return ask(OrderOperations.GET, new GetOrder(orderId), call(user));
    }

    public OrderStatus status(UUID orderId) {
        return ask(OrderOperations.GET, new GetOrder(orderId), harness.serviceCall())
                .status();
    }

    /** Lets the order's time run out now. */
    public void lapse(UUID orderId) {
        await(database()
                .query("UPDATE ticket_order SET expires_at = now() - interval '1 second' WHERE id = $1", orderId));
    }

    /** What Redis knows of an event, to be brought back as if it had heard of nothing since. */
    public Map<String, Buffer> remember(UUID eventId) {
        Map<String, Buffer> dumps = new HashMap<>();
        RedisStore redis = harness.context().stores().redis();
        await(redis.send(Request.cmd(Command.KEYS).arg("ts:{" + eventId + "}:*")))
                .forEach(key -> dumps.put(
                        key.toString(),
                        await(redis.send(Request.cmd(Command.DUMP).arg(key.toString())))
                                .toBuffer()));
        return dumps;
    }

    public void bringBack(Map<String, Buffer> dumps) {
        dumps.forEach((key, dump) -> await(harness.context()
                .stores()
                .redis()
                .send(Request.cmd(Command.RESTORE).arg(key).arg(0).arg(dump).arg("REPLACE"))));
    }

    /** Leaves an order that cannot be read any more. */
    public void spoil(UUID orderId) {
        await(database().query("UPDATE ticket_order SET customer = '\\x00' WHERE id = $1", orderId));
    }

    public double counter(String name, String... tags) {
        return harness.context().meters().counter(name, tags).count();
    }

    public void expire(UUID orderId) {
        lapse(orderId);
        eventually(() -> status(orderId) == OrderStatus.EXPIRED);
    }

    /** What payments tells late. */
    public DomainEvent paymentFact(String type, UUID paymentId, FaultCode failure) {
        FakePayments.Account account = payments.account(paymentId);
        var data = new Facts.PaymentChanged(paymentId, account.orderId, account.amount, account.method, failure);
        return DomainEvent.of(Ids.next(), "payments", type, paymentId, Instant.now(), data);
    }

    public void tell(DomainEvent... facts) {
        ask(Facts.TO_TICKETS, new Facts.Batch(List.of(facts)), harness.serviceCall());
    }

    /** The letters of a section, rows separated by spaces. */
    public String letters(UUID eventId, String section) {
        return ask(SaleOperations.SEATS, new GetSeats(eventId, section), harness.anonymousCall()).rows().stream()
                .map(SeatRow::seats)
                .collect(Collectors.joining(" "));
    }

    public long count(String sql, Object... parameters) {
        return await(database().query(sql, parameters)).iterator().next().getLong(0);
    }

    /** Types of the facts about a subject, in order. */
    public List<String> facts(UUID subject) {
        List<String> types = new ArrayList<>();
        await(database().query("SELECT type FROM outbox WHERE subject = $1 ORDER BY seq", subject.toString()))
                .forEach(row -> types.add(row.getString("type")));
        return types;
    }

    /** Looks again and again until it is so. */
    public void eventually(BooleanSupplier condition) {
        for (int waited = 0; waited < LONGEST_WAIT_MS; waited += LOOK_EVERY_MS) {
            if (condition.getAsBoolean()) {
                return;
            }
            await(harness.vertx().timer(LOOK_EVERY_MS));
        }
        assertThat(condition.getAsBoolean()).as("what should be so by now").isTrue();
    }

    public <T> void eventually(Supplier<T> value, T expected) {
        eventually(() -> expected.equals(value.get()));
    }

    /** Compares what PostgreSQL says in its several tables; each line counts what must not be. */
    public void audit() {
        assertNone("claims of orders that own nothing", """
                SELECT count(*) FROM seat_claim c JOIN ticket_order o ON o.id = c.order_id
                WHERE NOT (o.status = 'pending' AND c.state = 'claimed'
                  OR o.status IN ('paid', 'partially_refunded') AND c.state = 'sold')
                """);
        assertNone("places of open orders that lack a claim", """
                SELECT count(*) FROM ticket t WHERE t.seat IS NOT NULL AND t.status <> 'void' AND NOT EXISTS (
                  SELECT 1 FROM seat_claim c WHERE c.event_id = t.event_id AND c.seat = t.seat AND c.order_id = t.order_id)
                """);
        assertNone("standing counters that differ from their claims", """
                SELECT count(*) FROM standing_stock s WHERE s.taken <> (SELECT coalesce(sum(quantity), 0) FROM standing_claim c
                  WHERE c.event_id = s.event_id AND c.section = s.section)
                """);
        assertNone("paid orders whose tickets are not all there", """
                SELECT count(*) FROM ticket_order o WHERE o.status IN ('paid', 'partially_refunded', 'refunded')
                  AND json_array_length(o.items) <> (SELECT count(*) FROM ticket t WHERE t.order_id = o.id)
                    - (SELECT coalesce(sum(cardinality(tickets)), 0) FROM order_change c
                      WHERE c.order_id = o.id AND c.state = 'done')
                """);
        assertNone("tickets of orders that were never paid", """
                SELECT count(*) FROM ticket t JOIN ticket_order o ON o.id = t.order_id
                WHERE o.status IN ('pending', 'expired', 'canceled')
                """);
        assertNone("claims of changes that have ended", """
                SELECT (SELECT count(*) FROM seat_claim s JOIN order_change c ON c.id = s.order_id WHERE c.state <> 'pending')
                  + (SELECT count(*) FROM standing_claim s JOIN order_change c ON c.id = s.order_id WHERE c.state <> 'pending')
                """);
        assertNone("refunded sums that differ from the refunds", """
                SELECT count(*) FROM ticket_order o WHERE o.refunded_minor <>
                  (SELECT coalesce(sum(amount_minor), 0) FROM refund r WHERE r.order_id = o.id)
                """);
    }

    private void assertNone(String what, String sql) {
        assertThat(count(sql)).as(what).isZero();
    }

    @Override
    public void close() {
        await(stop());
        harness.close();
    }
}
