package io.ticketsafe.tickets;

import static io.ticketsafe.common.testing.ServiceHarness.await;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.common.redis.Script;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.HoldOperations.StandingChoice;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.GetAvailability;
import io.ticketsafe.contract.tickets.SaleOperations.GetSeats;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import io.ticketsafe.contract.tickets.SaleOperations.SectionAvailability;
import io.ticketsafe.tickets.hold.HoldModule;
import io.ticketsafe.tickets.inventory.HoldId;
import io.ticketsafe.tickets.inventory.InventoryConfig;
import io.ticketsafe.tickets.inventory.InventoryModule;
import io.ticketsafe.tickets.inventory.RawId;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.SaleModule;
import io.ticketsafe.tickets.sale.SaleRepository;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The sale and hold operations on real stores, without orders; tests play the order service through {@link #seats}. */
public final class BoxOffice implements AutoCloseable {
    private static final Script MOVE_HOLD = Script.load("lua/tickets/move_hold.lua");

    private final ServiceHarness harness;
    private final InventoryModule inventory;
    private final SaleSheets sales;

    private BoxOffice(ServiceHarness harness, InventoryConfig config) {
        this.harness = harness;
        SaleRepository repository = new SaleRepository(database());
        sales = new SaleSheets(harness.vertx(), repository, 100);
        inventory = new InventoryModule(harness.context(), config, database(), redis(), sales, repository);
        await(Future.all(
                sales.start(),
                inventory.start(),
                new SaleModule(harness.context().bus(), database(), repository, sales, inventory.loader()::renew)
                        .register(),
                new HoldModule(harness.context().bus(), harness.context().memberships(), sales, inventory).register()));
    }

    /** Nothing runs in the background; what lapses is given back by requests only. */
    public static BoxOffice open() {
        Duration hour = Duration.ofHours(1);
        return open(new InventoryConfig(Duration.ofSeconds(10), hour, null, null, null));
    }

    public static BoxOffice open(InventoryConfig config) {
        return new BoxOffice(ServiceHarness.start("tickets"), config);
    }

    public ServiceHarness harness() {
        return harness;
    }

    public Database database() {
        return harness.context().stores().postgres("tickets");
    }

    public RedisStore redis() {
        return harness.context().stores().redis();
    }

    public SeatInventory seats() {
        return inventory.seats();
    }

    public SaleSheets sales() {
        return sales;
    }

    public InventoryModule inventory() {
        return inventory;
    }

    public UUID sell(Sheets sheet) {
        return sell(sheet.build());
    }

    public UUID sell(SaleSheet sheet) {
        harness.call(SaleOperations.OPEN, sheet, harness.serviceCall());
        return sheet.eventId();
    }

    public Call buyer() {
        return harness.userCall(Ids.next());
    }

    public Hold hold(Call call, UUID eventId, String... seats) {
        return hold(call, seatsOf(eventId, seats));
    }

    public Hold hold(Call call, HoldSeats request) {
        return harness.call(HoldOperations.HOLD, request, call);
    }

    public Future<Hold> holdLater(Call call, HoldSeats request) {
        return harness.context().bus().call(HoldOperations.HOLD, request, call);
    }

    public Hold get(Call call, UUID holdId) {
        return harness.call(HoldOperations.GET, new GetHold(holdId), call);
    }

    public static HoldSeats seatsOf(UUID eventId, String... seats) {
        List<SeatChoice> choices = Arrays.stream(seats).map(SeatChoice::new).toList();
        return new HoldSeats(eventId, choices, null, null, null);
    }

    public static HoldSeats bestOf(UUID eventId, int quantity, String... sections) {
        BestChoice best = new BestChoice(quantity, sections.length == 0 ? null : List.of(sections), null, null);
        return new HoldSeats(eventId, null, best, null, null);
    }

    public static HoldSeats standingOf(UUID eventId, String section, int quantity) {
        return new HoldSeats(eventId, null, null, List.of(new StandingChoice(section, quantity, null)), null);
    }

    /** The letters of a section, rows separated by spaces. */
    public String letters(UUID eventId, String section) {
        return harness
                .call(SaleOperations.SEATS, new GetSeats(eventId, section), harness.anonymousCall())
                .rows()
                .stream()
                .map(SeatRow::seats)
                .collect(Collectors.joining(" "));
    }

    public SectionAvailability available(UUID eventId, String section) {
        return harness
                .call(SaleOperations.AVAILABILITY, new GetAvailability(eventId), harness.anonymousCall())
                .sections()
                .stream()
                .filter(availability -> availability.code().equals(section))
                .findFirst()
                .orElseThrow();
    }

    /** Writes the claims of an order as the order service does, in one transaction. */
    public void claim(UUID eventId, UUID orderId, UUID buyer, String state, String... seats) {
        for (String seat : seats) {
            await(database().query("""
                    INSERT INTO seat_claim (event_id, seat, order_id, buyer, state) VALUES ($1, $2, $3, $4, $5)
                    ON CONFLICT (event_id, seat) DO UPDATE SET state = excluded.state
                    """, eventId, seat, orderId, buyer, state));
        }
    }

    public void claimStanding(UUID eventId, UUID orderId, UUID buyer, String state, String section, int quantity) {
        await(database().query("""
                INSERT INTO standing_claim (event_id, section, order_id, buyer, quantity, state)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (event_id, section, order_id)
                DO UPDATE SET state = excluded.state, quantity = excluded.quantity
                """, eventId, section, orderId, buyer, quantity, state));
    }

    /** Writes that the order was made of this hold. */
    public void ordered(UUID eventId, UUID orderId, UUID holdId, UUID buyer) {
        await(database().query("""
                INSERT INTO ticket_order (id, event_id, organization_id, hold_id, buyer_id, counts_for, status, items,
                  total_minor, currency, created_at, expires_at)
                VALUES ($1, $2, $1, $3, $4, $4, 'pending', '[]', 0, 'BRL', now(), now() + interval '10 minutes')
                """, orderId, eventId, holdId, buyer));
    }

    public void unclaim(UUID orderId, String... seats) {
        await(database().query("DELETE FROM seat_claim WHERE order_id = $1 AND seat = ANY ($2)", orderId, seats));
        await(database().query("DELETE FROM standing_claim WHERE order_id = $1", orderId));
    }

    public void forgetEverything() {
        await(redis().send(Request.cmd(Command.FLUSHALL)));
    }

    /** What Redis knows of an event, to be brought back as if it had heard of nothing since. */
    public Map<String, Buffer> remember(UUID eventId) {
        Map<String, Buffer> dumps = new HashMap<>();
        await(redis().send(Request.cmd(Command.KEYS).arg(Sale.prefix(eventId) + "*")))
                .forEach(key -> dumps.put(
                        key.toString(),
                        await(redis().send(Request.cmd(Command.DUMP).arg(key.toString())))
                                .toBuffer()));
        return dumps;
    }

    public void bringBack(UUID eventId, Map<String, Buffer> dumps) {
        remember(eventId)
                .keySet()
                .forEach(key -> await(redis().send(Request.cmd(Command.DEL).arg(key))));
        dumps.forEach((key, dump) -> await(redis().send(
                        Request.cmd(Command.RESTORE).arg(key).arg(0).arg(dump).arg("REPLACE"))));
    }

    /** From now on holds of this event last so long. */
    public void holdFor(UUID eventId, Duration time) {
        await(redis().send(Request.cmd(Command.HSET)
                .arg(Sale.prefix(eventId) + "meta")
                .arg("holdMs")
                .arg(time.toMillis())));
    }

    /** Lets the time of a hold run out now. */
    public void lapse(UUID eventId, UUID holdId) {
        String prefix = Sale.prefix(eventId);
        await(redis().run(MOVE_HOLD, 2, prefix + "holds", prefix + "expiry", HoldId.raw(holdId), ""));
    }

    /** What counts for the buyer's cap. */
    public int counted(UUID eventId, UUID buyer) {
        var count = await(redis().send(Request.cmd(Command.HGET)
                .arg(Sale.prefix(eventId) + "buyers")
                .arg(RawId.of(buyer))));
        return count == null ? 0 : count.toInteger();
    }

    public static ServiceFault refusal(ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        Assertions.assertThat(thrown).isInstanceOf(ServiceFault.class);
        return (ServiceFault) thrown;
    }

    public static void assertRefused(FaultCode code, ThrowingCallable call) {
        Assertions.assertThat(refusal(call).code()).isEqualTo(code);
    }

    @Override
    public void close() {
        await(inventory.stop());
        harness.close();
    }
}
