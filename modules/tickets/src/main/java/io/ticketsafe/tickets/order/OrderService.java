package io.ticketsafe.tickets.order;

import static io.ticketsafe.contract.MemberRole.SELLERS;
import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ListOrders;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderPage;
import io.ticketsafe.tickets.ledger.OrderLedgers;
import io.ticketsafe.tickets.order.OrderAccess.Part;
import io.ticketsafe.tickets.order.OrderStore.OrderFilter;
import io.ticketsafe.tickets.sale.SaleSheets;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;

/** Shows orders, and cancels those that are not paid. */
final class OrderService {
    private final OrderStore orders;
    private final AttemptStore attempts;
    private final OrderViews views;
    private final OrderLedgers ledgers;
    private final OrderClosing closing;
    private final OrderAccess access;
    private final Memberships memberships;
    private final SaleSheets sales;
    private final InventoryUpdates inventory;
    private final Idempotency idempotency;
    private final OrderMeters meters;
    private final OrderConfig config;

    OrderService(
            OrderStore orders,
            AttemptStore attempts,
            OrderViews views,
            OrderLedgers ledgers,
            OrderClosing closing,
            OrderAccess access,
            Memberships memberships,
            SaleSheets sales,
            InventoryUpdates inventory,
            Idempotency idempotency,
            OrderMeters meters,
            OrderConfig config) {
        this.orders = requireNonNull(orders);
        this.attempts = requireNonNull(attempts);
        this.views = requireNonNull(views);
        this.ledgers = requireNonNull(ledgers);
        this.closing = requireNonNull(closing);
        this.access = requireNonNull(access);
        this.memberships = requireNonNull(memberships);
        this.sales = requireNonNull(sales);
        this.inventory = requireNonNull(inventory);
        this.idempotency = requireNonNull(idempotency);
        this.meters = requireNonNull(meters);
        this.config = requireNonNull(config);
    }

    Future<Order> get(GetOrder request, Call call) {
        return orders.get(requireId(request))
                .compose(order -> access.see(call, order, "order")
                        .compose(part -> views.of(order, part))
                        .compose(shown -> withLedger(order, shown, call)));
    }

    /** Nothing can have been booked where nobody tried to pay. */
    private Future<Order> withLedger(OrderRow order, Order shown, Call call) {
        return shown.payments().isEmpty()
                ? Future.succeededFuture(OrderViews.with(shown, List.of()))
                : ledgers.of(order, call).map(ledger -> OrderViews.with(shown, ledger));
    }

    Future<OrderPage> list(ListOrders request, Call call) {
        int limit = Cursors.limit(request.limit());
        UUID before = Cursors.before(request.cursor());
        return scope(request, call)
                .compose(scope -> orders.list(scope.filter(), before, limit + 1)
                        .compose(found -> shown(Cursors.page(found, limit), scope, call)
                                .compose(page -> views.of(page, scope.part()))
                                .map(shown -> new OrderPage(shown, Cursors.next(found, limit, OrderRow::id)))));
    }

    private Future<List<OrderRow>> shown(List<OrderRow> page, Scope scope, Call call) {
        return scope.own() ? access.stillOwn(call, page, OrderRow::soldBy) : Future.succeededFuture(page);
    }

    /** @param own whether the list is of what the caller has ordered */
    private record Scope(OrderFilter filter, Part part, boolean own) {}

    private Future<Scope> scope(ListOrders request, Call call) {
        if (request.eventId() != null) {
            return sales.byEvent(request.eventId())
                    .compose(sale -> access.ofOrganizer(call, sale.sheet().organizationId(), "event"))
                    .map(part -> new Scope(OrderFilter.ofEvent(request.eventId()), part, false));
        }
        if (request.organizationId() != null) {
            return memberships
                    .require(call, request.organizationId(), SELLERS, "organization")
                    .map(allowed -> new Scope(OrderFilter.ofAgency(request.organizationId()), Part.BUYER, false));
        }
        if (call.userId() == null) {
            throw new ServiceFault(FaultCode.FORBIDDEN, "Only users have orders.");
        }
        return Future.succeededFuture(new Scope(OrderFilter.ofBuyer(call.userId()), Part.BUYER, true));
    }

    Future<Order> cancel(GetOrder request, Call call) {
        UUID orderId = requireId(request);
        return orders.get(orderId)
                .compose(order -> access.actAsBuyer(call, order))
                .compose(allowed -> idempotency.once(
                        call, OrderOperations.CANCEL, request, transaction -> cancel(transaction, orderId)))
                .compose(order -> {
                    meters.canceled();
                    return tellInventory(orderId).map(order);
                });
    }

    private Future<Order> cancel(SqlConnection transaction, UUID orderId) {
        return orders.lock(transaction, orderId).compose(order -> {
            if (!order.isPending()) {
                throw ServiceFault.wrongState(
                        "Only a pending order can be canceled; this one is " + Columns.name(order.status()) + ".");
            }
            return attempts.hasLive(transaction, orderId, config.paymentDeadline(), null)
                    .compose(live -> {
                        if (live) {
                            throw ServiceFault.wrongState("A payment of this order is under way.");
                        }
                        return closing.cancel(transaction, order, "canceled by the buyer");
                    })
                    .compose(closed -> orders.lock(transaction, orderId))
                    .compose(closed -> PaymentSummaries.ofOrder(transaction, orderId)
                            .map(payments -> OrderViews.view(closed, payments, List.of())));
        });
    }

    private Future<Void> tellInventory(UUID orderId) {
        return orders.get(orderId).compose(inventory::settle);
    }

    private static UUID requireId(GetOrder request) {
        if (request.orderId() == null) {
            throw ServiceFault.invalid("/orderId", "orderId is required.");
        }
        return request.orderId();
    }
}
