package io.ticketsafe.tickets.order;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.idempotency.Idempotency;
import io.ticketsafe.common.outbox.Outbox;
import io.ticketsafe.contract.Facts;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.OrderStatus;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.tickets.agency.Agencies;
import io.ticketsafe.tickets.inventory.HeldPlaces;
import io.ticketsafe.tickets.inventory.SeatInventory;
import io.ticketsafe.tickets.order.Claims.ClaimState;
import io.ticketsafe.tickets.ticket.TicketIssuer;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a hold to an order: the places are claimed in PostgreSQL before any money moves. */
final class OrderPlacement {
    private static final Logger log = LoggerFactory.getLogger(OrderPlacement.class);

    private final OrderStore orders;
    private final SeatInventory inventory;
    private final InventoryUpdates updates;
    private final Agencies agencies;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final TicketIssuer issuer;
    private final Issuing issuing;
    private final OrderMeters meters;
    private final OrderConfig config;

    OrderPlacement(
            OrderStore orders,
            SeatInventory inventory,
            InventoryUpdates updates,
            Agencies agencies,
            Idempotency idempotency,
            Outbox outbox,
            TicketIssuer issuer,
            Issuing issuing,
            OrderMeters meters,
            OrderConfig config) {
        this.orders = requireNonNull(orders);
        this.inventory = requireNonNull(inventory);
        this.updates = requireNonNull(updates);
        this.agencies = requireNonNull(agencies);
        this.idempotency = requireNonNull(idempotency);
        this.outbox = requireNonNull(outbox);
        this.issuer = requireNonNull(issuer);
        this.issuing = requireNonNull(issuing);
        this.meters = requireNonNull(meters);
        this.config = requireNonNull(config);
    }

    Future<Order> create(CreateOrder request, Call call) {
        call.requireIdempotencyKey();
        if (call.userId() == null) {
            throw new ServiceFault(FaultCode.FORBIDDEN, "Only users can order.");
        }
        OrderDraft.check(request);
        return requireNamedSeller(request, call)
                .compose(sells -> inventory
                        .beginOrder(request.holdId(), call)
                        .transform(begun -> begun.succeeded()
                                ? sell(request, call, begun.result())
                                : replayOr(request, call, begun.cause())));
    }

    private Future<Void> requireNamedSeller(CreateOrder request, Call call) {
        return request.organizationId() == null
                ? Future.succeededFuture()
                : agencies.requireSeller(call, request.organizationId(), "organization")
                        .mapEmpty();
    }

    private Future<Order> sell(CreateOrder request, Call call, HeldPlaces held) {
        return agencyOf(request, call, held)
                .transform(agency -> agency.succeeded()
                        ? draft(request, call, agency.result(), held)
                        : instead(request, call, held, agency.cause()));
    }

    /**
     * Who sells: the agency whose hold it is, the one that is named or, where a customer is, the one that the caller sells for;
     * null: nobody does, or the organiser's box office.
     */
    private Future<UUID> agencyOf(CreateOrder request, Call call, HeldPlaces held) {
        UUID named = request.organizationId();
        if (held.soldFor() != null) {
            UUID holding = held.soldFor().agencyId();
            if (named != null && !named.equals(holding)) {
                return Future.failedFuture(
                        ServiceFault.invalid("/organizationId", "The hold belongs to another organisation."));
            }
            boolean boxOffice = holding.equals(held.sale().sheet().organizationId());
            return Future.succeededFuture(boxOffice ? null : holding);
        }
        if (named != null) {
            return agencies.requireAgency(call, named).map(named);
        }
        return request.buyer() == null ? Future.succeededFuture() : agencies.ofCaller(call);
    }

    /** A hold that cannot be ordered (any more) may be one that this very request has ordered before. */
    private Future<Order> replayOr(CreateOrder request, Call call, Throwable failure) {
        return idempotency.once(call, OrderOperations.CREATE, request, transaction -> Future.failedFuture(failure));
    }

    private Future<Order> draft(CreateOrder request, Call call, UUID agency, HeldPlaces held) {
        OrderRow order;
        try {
            order = OrderDraft.make(request, agency, held, call.userId(), config.orderTime());
        } catch (ServiceFault refusal) {
            return instead(request, call, held, refusal);
        }
        return place(request, call, order);
    }

    /** What this very request has ordered before, or the refusal. */
    private Future<Order> instead(CreateOrder request, Call call, HeldPlaces held, Throwable refusal) {
        return replayOr(request, call, refusal)
                .recover(failure -> keepHold(held.sale().eventId(), held.holdId(), failure));
    }

    /** The hold must not live longer, nor be blocked, for an order that cannot be made of it. */
    private Future<Order> keepHold(UUID eventId, UUID holdId, Throwable failure) {
        return updates.kept(eventId, holdId).compose(kept -> Future.failedFuture(failure));
    }

    private Future<Order> place(CreateOrder request, Call call, OrderRow order) {
        boolean free = order.total().amountMinor() == 0;
        return prepare(order, free)
                .compose(tickets -> idempotency.once(
                        call,
                        OrderOperations.CREATE,
                        request,
                        transaction -> insert(transaction, order)
                                .compose(placed -> free
                                        ? issuing.issue(transaction, order, tickets, null)
                                        : Future.succeededFuture(order))
                                .map(placed -> OrderViews.view(placed, List.of(), tickets))))
                .transform(done -> done.succeeded() ? placed(order, done.result()) : refused(order, done.cause()));
    }

    /** What costs nothing needs no payment: it is paid as soon as it is placed. */
    private Future<List<Ticket>> prepare(OrderRow order, boolean free) {
        return free
                ? issuer.prepare(order.id(), order.eventId(), order.items(), order.createdAt())
                : Future.succeededFuture(List.of());
    }

    private Future<Void> insert(SqlConnection transaction, OrderRow order) {
        var data = new Facts.OrderChanged(
                order.id(), order.eventId(), order.organizationId(), OrderStatus.PENDING, order.total(), null);
        // The statements do not wait for each other: they go out together and PostgreSQL runs them in this order.
        return Future.all(
                        orders.insert(transaction, order),
                        outbox.append(transaction, Facts.ORDER_PLACED, order.id(), data),
                        Claims.claim(transaction, order, ClaimState.CLAIMED))
                .mapEmpty();
    }

    private Future<Order> placed(OrderRow order, Order reply) {
        boolean first = reply.id().equals(order.id());
        if (first) {
            meters.placed();
            if (reply.status() == OrderStatus.PAID) {
                meters.paid(order.total());
            }
        }
        return (first ? tellClaimed(order, reply.id(), reply.status()) : tellReplayed(order, reply.id())).map(reply);
    }

    private Future<Void> tellClaimed(OrderRow order, UUID orderId, OrderStatus status) {
        return updates.claimed(order, orderId)
                .compose(claimed -> status == OrderStatus.PENDING ? Future.succeededFuture() : updates.settle(order));
    }

    /** The answer is as old as the order; the order may have come to its end since, and its places are free then. */
    private Future<Void> tellReplayed(OrderRow order, UUID orderId) {
        Future<Void> told = orders.get(orderId).compose(now -> switch (now.status()) {
            case PENDING, PAID, PARTIALLY_REFUNDED -> tellClaimed(now, now.id(), now.status());
            case REFUNDED, EXPIRED, CANCELED ->
                updates.abandoned(order.eventId(), order.holdId()).compose(abandoned -> updates.settle(now));
        });
        return InventoryUpdates.logged(orderId, told);
    }

    /** When it is not known whether the order was committed, the hold is left as it is: a repeat finds out. */
    private Future<Order> refused(OrderRow order, Throwable failure) {
        if (failure instanceof ServiceFault fault && fault.code() == FaultCode.IDEMPOTENCY_MISMATCH) {
            return keepHold(order.eventId(), order.holdId(), failure);
        }
        if (!Issuing.isTaken(failure)) {
            return Future.failedFuture(failure);
        }
        meters.oversellPrevented();
        log.atWarn()
                .addKeyValue("holdId", order.holdId())
                .addKeyValue("eventId", order.eventId())
                .log("held places had an owner already");
        return updates.abandoned(order.eventId(), order.holdId()).compose(abandoned -> Future.failedFuture(failure));
    }
}
