package io.ticketsafe.tickets.order;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.BackgroundJob;
import io.ticketsafe.common.ServiceContext;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.tickets.agency.Agencies;
import io.ticketsafe.tickets.change.ChangeBooking;
import io.ticketsafe.tickets.change.ChangeEnds;
import io.ticketsafe.tickets.change.ChangeService;
import io.ticketsafe.tickets.change.ChangeStore;
import io.ticketsafe.tickets.change.ChangeSweeper;
import io.ticketsafe.tickets.checkin.CheckInService;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.ticketsafe.tickets.ledger.OrderLedgers;
import io.ticketsafe.tickets.refund.CancellationProgress;
import io.ticketsafe.tickets.refund.RefundBooking;
import io.ticketsafe.tickets.refund.RefundEnds;
import io.ticketsafe.tickets.refund.RefundPolicy;
import io.ticketsafe.tickets.refund.RefundRecovery;
import io.ticketsafe.tickets.refund.RefundRunner;
import io.ticketsafe.tickets.refund.RefundService;
import io.ticketsafe.tickets.refund.RefundStore;
import io.ticketsafe.tickets.refund.SaleCancellation;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.ticketsafe.tickets.ticket.CodeReader;
import io.ticketsafe.tickets.ticket.HolderNames;
import io.ticketsafe.tickets.ticket.TicketIssuer;
import io.ticketsafe.tickets.ticket.TicketKeyStore;
import io.ticketsafe.tickets.ticket.TicketKeys;
import io.ticketsafe.tickets.ticket.TicketService;
import io.ticketsafe.tickets.ticket.TicketStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Wires orders, their payments and refunds, tickets and check-in. */
public final class OrderModule {
    /** Where sealed values lie. */
    public static final List<SealedColumn> SEALED = Stream.concat(
                    Stream.of(OrderStore.CUSTOMERS, AttemptStore.TOKENS, TicketKeyStore.PRIVATE_KEYS),
                    HolderNames.NAMES.stream())
            .toList();

    private static final Duration HOUSEKEEPING_EVERY = Duration.ofMinutes(1);

    private final ServiceContext context;
    private final OrderConfig config;
    private final SeatInventory inventory;
    private final SaleSheets sales;
    private final Vertx vertx;
    private final Bus bus;
    private final Database database;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final OrderMeters meters;
    private final OrderStore orders;
    private final AttemptStore attempts;
    private final HolderNames names;
    private final TicketStore tickets;
    private final RefundStore refunds;
    private final ChangeStore changes;
    private final ChangeEnds changeEnds;
    private final ChangeBooking changeBooking;
    private final RefundEnds refundEnds;
    private final RefundBooking booking;
    private final OrderClosing closing;
    private final InventoryUpdates updates;
    private final OrderAccess access;
    private final RefundPolicy policy;
    private final Agencies agencies;
    private final List<BackgroundJob> background = new ArrayList<>();
    private final Batches batches = new Batches(() -> this.stopped, System::nanoTime);
    private AttemptRunner runner;
    private volatile boolean stopped;

    public OrderModule(
            ServiceContext context, OrderConfig config, SeatInventory inventory, Agencies agencies, SaleSheets sales) {
        this.context = requireNonNull(context);
        this.config = requireNonNull(config);
        this.inventory = requireNonNull(inventory);
        this.agencies = requireNonNull(agencies);
        this.sales = requireNonNull(sales);
        vertx = context.vertx();
        bus = context.bus();
        database = context.stores().postgres("tickets");
        outbox = new Outbox(context, "tickets");
        idempotency = new Idempotency(database, context.secrets());
        meters = new OrderMeters(context.meters());
        orders = new OrderStore(database, context.secrets());
        attempts = new AttemptStore(database, context.secrets());
        names = new HolderNames(context.secrets());
        tickets = new TicketStore(database, names);
        refunds = new RefundStore(database);
        refundEnds = new RefundEnds(refunds, context.meters());
        changes = new ChangeStore(database);
        changeEnds = new ChangeEnds(changes, attempts);
        booking = new RefundBooking(orders, tickets, refunds, changeEnds, outbox);
        changeBooking = new ChangeBooking(orders, changes, tickets, booking, outbox);
        closing = new OrderClosing(orders, attempts, outbox);
        updates = new InventoryUpdates(inventory);
        access = new OrderAccess(context.memberships());
        policy = new RefundPolicy(access, context.memberships(), sales);
    }

    /** Completes when every operation is served and the background work has begun, first of all with what a crash left behind. */
    public Future<Void> start() {
        return new TicketKeyStore(database, context.secrets())
                .load()
                .compose(this::serve)
                .onSuccess(served -> background.forEach(BackgroundJob::start));
    }

    public Future<Void> stop() {
        stopped = true;
        if (runner != null) {
            runner.stop();
        }
        return Future.join(background.stream().map(BackgroundJob::stop).toList())
                .mapEmpty();
    }

    private Future<Void> serve(TicketKeys keys) {
        TicketIssuer issuer = new TicketIssuer(vertx, keys);
        Issuing issuing = new Issuing(orders, tickets, outbox);
        Leases leases = new Leases(attempts, config.takeOverAfter());
        Settlement settlement = new Settlement(
                database,
                orders,
                attempts,
                issuing,
                issuer,
                booking,
                new ChangeSettlement(changes, changeBooking, changeEnds, issuer),
                new LatePlaces(orders, inventory, updates),
                idempotency,
                config.takeOverAfter());
        runner = new AttemptRunner(
                vertx, bus, database, attempts, settlement, changes, updates, meters, config.paymentPatience());
        RefundRunner refundRunner = new RefundRunner(bus, database, refunds, refundEnds);
        background(leases, refundRunner);
        return Future.all(
                        serveOrders(issuer, issuing, leases, settlement),
                        refundService(refundRunner).serve(bus),
                        changeService(issuer).serve(bus),
                        new CancellationProgress(database, sales, access).serve(bus),
                        new TicketService(vertx, tickets, keys, access, context.memberships(), sales).serve(bus),
                        checkIns(keys).serve(bus))
                .mapEmpty();
    }

    private Future<?> serveOrders(TicketIssuer issuer, Issuing issuing, Leases leases, Settlement settlement) {
        OrderPlacement placement = new OrderPlacement(
                orders, inventory, updates, agencies, idempotency, outbox, issuer, issuing, meters, config);
        OrderViews views = new OrderViews(new PaymentSummaries(database), tickets, changes);
        OrderService service = new OrderService(
                orders,
                attempts,
                views,
                new OrderLedgers(bus, access, refunds),
                closing,
                access,
                context.memberships(),
                sales,
                updates,
                idempotency,
                meters,
                config);
        PayService paying = new PayService(
                bus,
                database,
                orders,
                attempts,
                changes,
                access,
                new DeskAccess(access, sales),
                idempotency,
                runner,
                leases,
                config);
        PaymentFacts facts = new PaymentFacts(
                database,
                orders,
                attempts,
                settlement,
                runner,
                leases,
                refunds,
                refundEnds,
                new ParkedFacts(database, context.meters()));
        return Future.all(List.of(
                bus.serve(OrderOperations.CREATE, placement::create),
                bus.serve(OrderOperations.GET, service::get),
                bus.serve(OrderOperations.LIST, service::list),
                bus.serve(OrderOperations.CANCEL, service::cancel),
                bus.serve(OrderOperations.PAY, paying::pay),
                bus.serve(OrderOperations.REPLAY_PARKED, facts::replay),
                bus.serve(Facts.TO_TICKETS, facts::apply)));
    }

    private RefundService refundService(RefundRunner refundRunner) {
        return new RefundService(
                database,
                orders,
                refunds,
                booking,
                refundRunner,
                access,
                policy,
                updates,
                idempotency,
                config.paymentPatience());
    }

    private ChangeService changeService(TicketIssuer issuer) {
        return new ChangeService(
                orders,
                changes,
                tickets,
                changeBooking,
                changeEnds,
                policy,
                access,
                issuer,
                inventory,
                updates,
                idempotency,
                new ChangeService.Times(config.orderTime(), config.paymentDeadline()));
    }

    private CheckInService checkIns(TicketKeys keys) {
        return new CheckInService(
                database,
                new CodeReader(vertx, keys),
                sales,
                context.memberships(),
                names,
                outbox,
                config.gatesOpenBeforeStart(),
                context.meters());
    }

    private void background(Leases leases, RefundRunner refundRunner) {
        AttemptRecovery payments = new AttemptRecovery(orders, attempts, runner, leases);
        RefundRecovery stuckRefunds = new RefundRecovery(refunds, refundRunner, rowByRow("repeat of a refund"));
        OrderSweeper sweeper = new OrderSweeper(
                database, orders, attempts, closing, updates, meters, config, rowByRow("expiry of an order"));
        SaleCancellation cancellation = new SaleCancellation(
                database,
                orders,
                closing,
                booking,
                updates,
                config.paymentDeadline(),
                rowByRow("end of an order of a canceled sale"));
        ChangeSweeper stale = new ChangeSweeper(
                database,
                orders,
                changes,
                changeEnds,
                updates,
                config.paymentDeadline(),
                rowByRow("expiry of a change"));
        Housekeeping housekeeping = new Housekeeping(database, idempotency);
        background("recovery of payments", config.recoverEvery(), payments::run);
        background("recovery of refunds", config.recoverEvery(), () -> batches.untilNoneIsLeft(stuckRefunds::run));
        background("expiry of orders", config.sweepEvery(), () -> batches.untilNoneIsLeft(sweeper::run));
        background("expiry of changes", config.sweepEvery(), () -> batches.untilNoneIsLeft(stale::run));
        background("end of canceled sales", config.recoverEvery(), () -> batches.untilNoneIsLeft(cancellation::run));
        background("housekeeping of tickets", HOUSEKEEPING_EVERY, () -> batches.untilNoneIsLeft(housekeeping::run));
    }

    private void background(String name, Duration pause, Supplier<Future<?>> work) {
        background.add(new BackgroundJob(vertx, name, pause, work));
    }

    private RowByRow rowByRow(String what) {
        return new RowByRow(context.meters(), what);
    }
}
