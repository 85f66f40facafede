package io.ticketsafe.tickets.change;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.tickets.order.InventoryUpdates;
import io.ticketsafe.tickets.order.OrderRow;
import io.ticketsafe.tickets.order.OrderStore;
import io.ticketsafe.tickets.order.RowByRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Ends the changes that were not paid in time, each in a transaction of its own. */
public final class ChangeSweeper {
    private static final int MOST_AT_ONCE = 100;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;
    private final OrderStore orders;
    private final ChangeStore changes;
    private final ChangeEnds ends;
    private final InventoryUpdates inventory;
    private final Duration paymentDeadline;
    private final RowByRow rows;
    /** How far the sweep has come: what cannot be ended now is passed by until it begins anew. */
    private UUID seen = FIRST;

    public ChangeSweeper(
            Database database,
            OrderStore orders,
            ChangeStore changes,
            ChangeEnds ends,
            InventoryUpdates inventory,
            Duration paymentDeadline,
            RowByRow rows) {
        this.database = database;
        this.orders = orders;
        this.changes = changes;
        this.ends = ends;
        this.inventory = inventory;
        this.paymentDeadline = paymentDeadline;
        this.rows = rows;
    }

    public Future<Boolean> run() {
        return changes.due(paymentDeadline.toMillis(), MOST_AT_ONCE, seen).compose(due -> {
            boolean more = due.size() == MOST_AT_ONCE;
            seen = more ? due.get(due.size() - 1) : FIRST;
            return rows.each(due, this::expire).map(more);
        });
    }

    private Future<Void> expire(UUID orderId) {
        return database.inTransaction(transaction -> expire(transaction, orderId))
                .compose(ended -> ended == null ? Future.succeededFuture() : inventory.settle(ended));
    }

    /** The owner of the places that are free now; null where there was nothing to end. Looks again once the lock is held. */
    private Future<OrderRow> expire(SqlConnection transaction, UUID orderId) {
        return orders.lockUnlessBusy(transaction, orderId)
                .compose(order -> order == null
                        ? Future.succeededFuture()
                        : changes.openOf(transaction, orderId).compose(open -> {
                            if (open == null || Instant.now().isBefore(open.expiresAt())) {
                                return Future.succeededFuture();
                            }
                            return ends.isBeingPaid(transaction, open, paymentDeadline)
                                    .compose(paying -> paying
                                            ? Future.succeededFuture()
                                            : ends.end(
                                                            transaction,
                                                            order,
                                                            open,
                                                            ChangeStatus.EXPIRED,
                                                            "not paid in time")
                                                    .map(open.asOrder(order)));
                        }));
    }
}
