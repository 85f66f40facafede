package io.ticketsafe.tickets.change;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CancelChange;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.Changes;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.tickets.change.ChangeBooking.PaidBy;
import io.ticketsafe.tickets.inventory.HeldPlaces;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.ticketsafe.tickets.order.Columns;
import io.ticketsafe.tickets.order.InventoryUpdates;
import io.ticketsafe.tickets.order.OrderAccess;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.order.OrderStore;
import io.ticketsafe.tickets.refund.RefundPolicy;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import io.ticketsafe.tickets.ticket.TicketIssuer;
import io.ticketsafe.tickets.ticket.TicketStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Changes that a buyer or an organiser asks for. One that costs nothing more is done by the commit that writes it down; one that costs
 * more waits, with its places claimed, until it is paid like its order was.
 */
public final class ChangeService {
    private static final Set<FaultCode> NOT_COMMITTED =
            EnumSet.complementOf(EnumSet.of(FaultCode.UNAVAILABLE, FaultCode.INTERNAL));
    private static final Set<FaultCode> TAKEN = EnumSet.of(FaultCode.SEATS_TAKEN, FaultCode.NOT_ENOUGH_SEATS);

    private final OrderStore orders;
    private final ChangeStore changes;
    private final TicketStore tickets;
    private final ChangeBooking booking;
    private final ChangeEnds ends;
    private final RefundPolicy policy;
    private final OrderAccess access;
    private final TicketIssuer issuer;
    private final SeatInventory inventory;
    private final InventoryUpdates updates;
    private final Idempotency idempotency;
    private final Times times;

    /** @param orderTime how long a change may wait for its payment; null: as long as the event holds seats */
    public record Times(Duration orderTime, Duration paymentDeadline) {}

    public ChangeService(
            OrderStore orders,
            ChangeStore changes,
            TicketStore tickets,
            ChangeBooking booking,
            ChangeEnds ends,
            RefundPolicy policy,
            OrderAccess access,
            TicketIssuer issuer,
            SeatInventory inventory,
            InventoryUpdates updates,
            Idempotency idempotency,
            Times times) {
        this.orders = requireNonNull(orders);
        this.changes = requireNonNull(changes);
        this.tickets = requireNonNull(tickets);
        this.booking = requireNonNull(booking);
        this.ends = requireNonNull(ends);
        this.policy = requireNonNull(policy);
        this.access = requireNonNull(access);
        this.issuer = requireNonNull(issuer);
        this.inventory = requireNonNull(inventory);
        this.updates = requireNonNull(updates);
        this.idempotency = requireNonNull(idempotency);
        this.times = requireNonNull(times);
    }

    public Future<Void> serve(Bus bus) {
        return Future.all(
                        bus.serve(OrderOperations.CHANGE, this::change),
                        bus.serve(OrderOperations.CHANGES, this::list),
                        bus.serve(OrderOperations.CANCEL_CHANGE, this::cancel))
                .mapEmpty();
    }

    private Future<Changes> list(GetOrder request, Call call) {
        if (request.orderId() == null) {
            throw ServiceFault.invalid("/orderId", "orderId is required.");
        }
        return orders.get(request.orderId())
                .compose(order -> access.see(call, order, "order"))
                .compose(part -> changes.ofOrders(List.of(request.orderId())))
                .map(rows -> new Changes(rows.stream().map(ChangeRow::shown).toList()));
    }

    private Future<Change> change(ChangeOrder request, Call call) {
        call.requireIdempotencyKey();
        ChangeDraft.check(request);
        return orders.get(request.orderId())
                .compose(order -> policy.source(call, order)
                        .transform(judged -> judged.succeeded()
                                ? begin(request, call, order, judged.result())
                                : repeatOr(request, call, order, judged.cause())));
    }

    private Future<Change> begin(ChangeOrder request, Call call, OrderRow order, Source source) {
        return inventory
                .beginChange(request.holdId(), request.orderId(), call)
                .transform(begun -> begun.succeeded()
                        ? place(request, call, order, source, begun.result())
                        : replayOr(request, call, begun.cause()));
    }

    /** What was done in time stays done: its repeat may come later. */
    private Future<Change> repeatOr(ChangeOrder request, Call call, OrderRow order, Throwable refusal) {
        return RefundPolicy.isTooLate(refusal)
                ? replayOr(request, call, refusal)
                        .compose(answer -> inventory
                                .beginChange(request.holdId(), request.orderId(), call)
                                .transform(begun -> begun.succeeded()
                                        ? tell(order, begun.result(), answer)
                                        : Future.succeededFuture(answer)))
                : Future.failedFuture(refusal);
    }

    /** A hold that cannot be used (any more), or tickets that are void, may be so by this very request. */
    private Future<Change> replayOr(ChangeOrder request, Call call, Throwable failure) {
        return idempotency.once(call, OrderOperations.CHANGE, request, transaction -> Future.failedFuture(failure));
    }

    private Future<Change> place(ChangeOrder request, Call call, OrderRow order, Source source, HeldPlaces held) {
        return tickets.ofOrders(List.of(order.id()))
                .compose(all -> tickets.chargesOf(order.id())
                        .map(paidFor -> ChangeDraft.make(
                                request, order, all, paidFor, held, source, call.userId(), times.orderTime())))
                .transform(draft -> draft.succeeded()
                        ? place(request, call, order, source, held, draft.result())
                        : replayOr(request, call, draft.cause())
                                .compose(answer -> tell(order, held, answer))
                                .recover(failure -> keepHold(held, failure)));
    }

    private Future<Change> place(
            ChangeOrder request, Call call, OrderRow order, Source source, HeldPlaces held, ChangeRow draft) {
        return prepare(order, draft)
                .compose(issued -> idempotency.once(
                        call,
                        OrderOperations.CHANGE,
                        request,
                        transaction -> write(transaction, draft, issued, source).map(ChangeRow::shown)))
                .transform(done -> done.succeeded() ? tell(order, held, done.result()) : refused(held, done.cause()));
    }

    private Future<List<Ticket>> prepare(OrderRow order, ChangeRow draft) {
        return draft.costsMore()
                ? Future.succeededFuture(List.of())
                : issuer.prepare(order.id(), order.eventId(), draft.items(), Columns.now());
    }

    private Future<ChangeRow> write(SqlConnection transaction, ChangeRow draft, List<Ticket> issued, Source source) {
        return booking.open(transaction, draft)
                .compose(order -> draft.costsMore()
                        ? Future.succeededFuture(draft)
                        : booking.complete(transaction, order, draft, issued, new PaidBy(null, null, source)));
    }

    /** What was answered may be an old answer: what is told is how things stand now. */
    private Future<Change> tell(OrderRow order, HeldPlaces held, Change answer) {
        Future<Void> told = changes.get(answer.id()).compose(now -> {
            boolean own = held.buyer().equals(order.countsFor());
            Future<Void> claimed = own
                    ? updates.claimed(now.asOrder(order), now.id())
                    : updates.settle(now.asOrder(order))
                            .compose(settled -> updates.abandoned(order.eventId(), now.holdId()));
            return claimed.compose(done -> switch (now.status()) {
                case PENDING -> Future.succeededFuture();
                case DONE -> updates.changed(order, now);
                case EXPIRED, CANCELED -> updates.settle(now.asOrder(order));
            });
        });
        return InventoryUpdates.logged(order.id(), told).map(answer);
    }

    /** When it is not known whether the change was committed, the hold is left as it is: a repeat finds out. */
    private Future<Change> refused(HeldPlaces held, Throwable failure) {
        if (failure instanceof ServiceFault fault && TAKEN.contains(fault.code())) {
            return updates.abandoned(held.sale().eventId(), held.holdId())
                    .compose(abandoned -> Future.failedFuture(failure));
        }
        return failure instanceof ServiceFault fault && NOT_COMMITTED.contains(fault.code())
                ? keepHold(held, failure)
                : Future.failedFuture(failure);
    }

    private Future<Change> keepHold(HeldPlaces held, Throwable failure) {
        return updates.kept(held.sale().eventId(), held.holdId()).compose(kept -> Future.failedFuture(failure));
    }

    /** The tickets stay as they were, so this may be done at any time. */
    private Future<Change> cancel(CancelChange request, Call call) {
        if (request.orderId() == null || request.changeId() == null) {
            throw ServiceFault.invalid("/changeId", "orderId and changeId are required.");
        }
        return orders.get(request.orderId())
                .compose(order -> policy.sourceAtAnyTime(call, order).map(order))
                .compose(order -> idempotency
                        .once(call, OrderOperations.CANCEL_CHANGE, request, transaction -> cancel(transaction, request))
                        .compose(canceled -> InventoryUpdates.logged(
                                        order.id(),
                                        changes.get(request.changeId())
                                                .compose(now -> updates.settle(now.asOrder(order))))
                                .map(canceled)));
    }

    private Future<Change> cancel(SqlConnection transaction, CancelChange request) {
        UUID changeId = request.changeId();
        return orders.lock(transaction, request.orderId())
                .compose(order -> changes.get(transaction, changeId).compose(change -> {
                    if (!change.orderId().equals(order.id())) {
                        throw ServiceFault.notFound("change");
                    }
                    if (!change.isPending()) {
                        throw ServiceFault.wrongState("Only a pending change can be canceled; this one is "
                                + Columns.name(change.status()) + ".");
                    }
                    return ends.isBeingPaid(transaction, change, times.paymentDeadline())
                            .compose(paying -> {
                                if (paying) {
                                    throw ServiceFault.wrongState("A payment of this change is under way.");
                                }
                                return ends.end(
                                        transaction, order, change, ChangeStatus.CANCELED, "canceled on request");
                            });
                }))
                .compose(ended -> changes.get(transaction, changeId))
                .map(ChangeRow::shown);
    }
}
