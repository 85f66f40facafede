package io.ticketsafe.tickets.refund;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.idempotency.Idempotency.Answer;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.OrderOperations.Refund;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Refunds;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.ticketsafe.tickets.change.ChangeRow;
import io.ticketsafe.tickets.inventory.Places;
import io.ticketsafe.tickets.order.InventoryUpdates;
import io.ticketsafe.tickets.order.OrderAccess;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.order.OrderStore;
import io.ticketsafe.tickets.order.Requests;
import io.ticketsafe.tickets.order.Texts;
import io.ticketsafe.tickets.refund.RefundRow.Source;
import io.vertx.core.AsyncResult;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Refunds that a buyer or an organiser asks for. Once the first phase is committed the refund is certain; only when the
 * money arrives is still open, so whatever payments says the answer is a refund.
 */
public final class RefundService {
    private static final int MOST_TICKETS = 200;
    private static final int LONGEST_REASON = 500;
    /** Longer than payments may take to answer. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final Database database;
    private final OrderStore orders;
    private final RefundStore refunds;
    private final RefundBooking booking;
    private final RefundRunner runner;
    private final OrderAccess access;
    private final RefundPolicy policy;
    private final InventoryUpdates inventory;
    private final Idempotency idempotency;
    private final Duration patience;

    public RefundService(
            Database database,
            OrderStore orders,
            RefundStore refunds,
            RefundBooking booking,
            RefundRunner runner,
            OrderAccess access,
            RefundPolicy policy,
            InventoryUpdates inventory,
            Idempotency idempotency,
            Duration patience) {
        this.database = requireNonNull(database);
        this.orders = requireNonNull(orders);
        this.refunds = requireNonNull(refunds);
        this.booking = requireNonNull(booking);
        this.runner = requireNonNull(runner);
        this.access = requireNonNull(access);
        this.policy = requireNonNull(policy);
        this.inventory = requireNonNull(inventory);
        this.idempotency = requireNonNull(idempotency);
        this.patience = requireNonNull(patience);
    }

    public Future<Void> serve(Bus bus) {
        return Future.all(
                        bus.serve(OrderOperations.REFUND, this::refund), bus.serve(OrderOperations.REFUNDS, this::list))
                .mapEmpty();
    }

    private Future<Refunds> list(GetOrder request, Call call) {
        if (request.orderId() == null) {
            throw ServiceFault.invalid("/orderId", "orderId is required.");
        }
        return orders.get(request.orderId())
                .compose(order -> access.see(call, order, "order"))
                .compose(part -> refunds.ofOrder(request.orderId()))
                .map(rows -> new Refunds(rows.stream()
                        .filter(RefundRow::isShown)
                        .collect(Collectors.groupingBy(RefundRow::whole, LinkedHashMap::new, Collectors.toList()))
                        .values()
                        .stream()
                        .map(RefundRow::shown)
                        .toList()));
    }

    /**
     * What the first phase found: an answer that was given before, or a refund.
     *
     * @param closed the change that ended with it; may be null
     */
    private record Begun(Answer answer, List<RefundRow> refund, Places places, ChangeRow closed) {}

    private Future<Refund> refund(RefundOrder request, Call call) {
        call.requireIdempotencyKey();
        check(request);
        return orders.get(request.orderId())
                .compose(order -> policy.source(call, order)
                        .transform(source -> source.succeeded() || RefundPolicy.isTooLate(source.cause())
                                ? database.inTransaction(transaction -> begin(transaction, request, call, source))
                                : Future.failedFuture(source.cause()))
                        .compose(begun -> begun.answer() != null
                                ? begun.answer().replay(OrderOperations.REFUND)
                                : tell(order, begun)
                                        .compose(told -> ask(begun.refund(), call))
                                        .compose(refund -> remember(call, request, RefundRow.shown(refund)))));
    }

    private static void check(RefundOrder request) {
        if (request.orderId() == null) {
            throw ServiceFault.invalid("/orderId", "orderId is required.");
        }
        List<UUID> tickets = request.tickets();
        if (tickets != null && (tickets.isEmpty() || tickets.size() > MOST_TICKETS)) {
            throw ServiceFault.invalid("/tickets", "Name 1 to " + MOST_TICKETS + " tickets, or none at all.");
        }
        if (tickets != null
                && (tickets.stream().anyMatch(Objects::isNull) || new HashSet<>(tickets).size() < tickets.size())) {
            throw ServiceFault.invalid("/tickets", "Name each ticket once.");
        }
        if (request.reason() != null && request.reason().length() > LONGEST_REASON) {
            throw ServiceFault.invalid("/reason", "reason must have at most " + LONGEST_REASON + " characters.");
        }
        if (request.reason() != null && !Texts.isText(request.reason())) {
            throw ServiceFault.invalid("/reason", "reason must not have control characters but line breaks and tabs.");
        }
    }

    /** @param source whose refusal matters to a new request only: what was done in time stays done */
    private Future<Begun> begin(SqlConnection transaction, RefundOrder request, Call call, AsyncResult<Source> source) {
        UUID refundId = Requests.id("refund", request.orderId(), call);
        return orders.lock(transaction, request.orderId())
                .compose(order -> idempotency
                        .find(transaction, call, OrderOperations.REFUND, request)
                        .compose(answer -> answer != null
                                ? Future.succeededFuture(new Begun(answer, null, null, null))
                                : refunds.find(transaction, refundId).compose(known -> {
                                    if (known != null) {
                                        return goOn(transaction, known, request);
                                    }
                                    return source.failed()
                                            ? Future.failedFuture(source.cause())
                                            : askAnewOrBook(
                                                    transaction, order, refundId, request, call, source.result());
                                })));
    }

    /** What an organiser asks to give back may have been promised before and refused: that money is still owed. */
    private Future<Begun> askAnewOrBook(
            SqlConnection transaction, OrderRow order, UUID refundId, RefundOrder request, Call call, Source source) {
        if (source != Source.ORGANIZER) {
            return book(transaction, order, refundId, request, call, source);
        }
        return refunds.failedOf(transaction, order.id()).compose(failed -> {
            List<RefundRow> owed = failed.stream()
                    .filter(refund -> request.tickets() == null
                            ? order.status() == OrderStatus.REFUNDED
                            : refund.tickets().containsAll(request.tickets()))
                    .toList();
            return owed.isEmpty()
                    ? book(transaction, order, refundId, request, call, source)
                    : askAnew(transaction, owed, refundId, request);
        });
    }

    /** The first one under the id of the request, so that a repeat finds it; the others with it. */
    private Future<Begun> askAnew(SqlConnection transaction, List<RefundRow> owed, UUID refundId, RefundOrder request) {
        UUID whole = owed.get(0).whole();
        List<Future<RefundRow>> asked = new ArrayList<>();
        for (RefundRow part : owed) {
            if (part.whole().equals(whole)) {
                UUID askAs = asked.isEmpty() ? refundId : Ids.next();
                asked.add(refunds.askAnew(transaction, part, askAs, Requests.hash(request), LEASE));
            }
        }
        return Future.all(asked)
                .map(all -> {
                    if (all.<RefundRow>list().contains(null)) {
                        throw ServiceFault.wrongState("This refund is being asked for at this moment.");
                    }
                    return null;
                })
                .compose(done -> refunds.partsOf(transaction, owed.get(0)))
                .map(parts -> new Begun(null, parts, Places.NONE, null));
    }

    private Future<Begun> book(
            SqlConnection transaction, OrderRow order, UUID refundId, RefundOrder request, Call call, Source source) {
        var wish = new RefundBooking.Wish(
                refundId,
                request.tickets(),
                List.of(TicketStatus.VALID),
                null,
                request.reason(),
                source,
                call.userId(),
                Requests.hash(request),
                null,
                LEASE);
        return booking.book(transaction, order, wish)
                .map(booked -> new Begun(null, booked.refund(), booked.places(), booked.closed()));
    }

    private Future<Begun> goOn(SqlConnection transaction, RefundRow known, RefundOrder request) {
        if (!Arrays.equals(known.requestHash(), Requests.hash(request))) {
            throw new ServiceFault(
                    FaultCode.IDEMPOTENCY_MISMATCH, "This Idempotency-Key was used for another request.");
        }
        if (known.busy()) {
            throw new ServiceFault(
                    FaultCode.IDEMPOTENCY_IN_FLIGHT, "The first request with this key is still running.");
        }
        // Whether the first one came to tell the inventory is not known.
        return booking.placesOf(transaction, known)
                .compose(places ->
                        refunds.partsOf(transaction, known).map(parts -> new Begun(null, parts, places, null)));
    }

    private Future<Void> tell(OrderRow order, Begun begun) {
        Future<Void> told = inventory.settle(order, begun.places());
        return begun.closed() == null
                ? told
                : told.compose(freed -> inventory.settle(begun.closed().asOrder(order)));
    }

    private Future<List<RefundRow>> ask(List<RefundRow> parts, Call call) {
        return Future.all(parts.stream().map(part -> ask(part, call)).toList()).map(CompositeFuture::<RefundRow>list);
    }

    private Future<RefundRow> ask(RefundRow refund, Call call) {
        return runner.tryOnce(refund, call)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> failure instanceof TimeoutException
                        ? Future.succeededFuture(refund)
                        : Future.failedFuture(failure));
    }

    private Future<Refund> remember(Call call, RefundOrder request, Refund refund) {
        return database.inTransaction(transaction ->
                        idempotency.remember(transaction, call, OrderOperations.REFUND, request, Answer.of(refund)))
                .map(refund);
    }
}
