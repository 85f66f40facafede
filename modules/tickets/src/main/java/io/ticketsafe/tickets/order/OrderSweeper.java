package io.ticketsafe.tickets.order;

import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Expires the orders that were not paid in time, each in a transaction of its own, so that no lock is held for long. */
final class OrderSweeper {
    private static final int MOST_AT_ONCE = 100;
    private static final int SIDE_BY_SIDE = 4;
    private static final String DUE = """
            SELECT o.id FROM ticket_order o
            WHERE o.status = 'pending' AND o.expires_at <= now() AND NOT EXISTS (
              SELECT 1 FROM order_payment p WHERE p.order_id = o.id AND p.state = 'authorizing'
                AND p.created_at > now() - $1::bigint * interval '1 ms')
            ORDER BY o.expires_at LIMIT $2
            """;

    private final Database database;
    private final OrderStore orders;
    private final AttemptStore attempts;
    private final OrderClosing closing;
    private final InventoryUpdates inventory;
    private final OrderMeters meters;
    private final OrderConfig config;

    OrderSweeper(
            Database database,
            OrderStore orders,
            AttemptStore attempts,
            OrderClosing closing,
            InventoryUpdates inventory,
            OrderMeters meters,
            OrderConfig config) {
        this.database = database;
        this.orders = orders;
        this.attempts = attempts;
        this.closing = closing;
        this.inventory = inventory;
        this.meters = meters;
        this.config = config;
    }

    Future<Boolean> run() {
        return database.query(DUE, config.paymentDeadline().toMillis(), MOST_AT_ONCE)
                .compose(rows -> {
                    List<UUID> due = new ArrayList<>();
                    rows.forEach(row -> due.add(row.getUUID("id")));
                    List<Future<Void>> lanes = new ArrayList<>();
                    for (int lane = 0; lane < SIDE_BY_SIDE; lane++) {
                        lanes.add(expireEvery(due, lane));
                    }
                    return Future.join(lanes).map(due.size() == MOST_AT_ONCE);
                });
    }

    private Future<Void> expireEvery(List<UUID> due, int lane) {
        Future<Void> done = Future.succeededFuture();
        for (int i = lane; i < due.size(); i += SIDE_BY_SIDE) {
            UUID orderId = due.get(i);
            done = done.compose(before -> expire(orderId));
        }
        return done;
    }

    private Future<Void> expire(UUID orderId) {
        return database.inTransaction(transaction -> expire(transaction, orderId))
                .compose(order -> {
                    if (order == null) {
                        return Future.succeededFuture();
                    }
                    meters.expired();
                    return inventory.settle(order);
                });
    }

    /** Looks again once the lock is held: no payment can begin then. Null where there is nothing to expire. */
    private Future<OrderRow> expire(SqlConnection transaction, UUID orderId) {
        return orders.lockUnlessBusy(transaction, orderId).compose(order -> {
            if (order == null || !order.isPending()) {
                return Future.succeededFuture();
            }
            return attempts.hasLive(transaction, orderId, config.paymentDeadline(), null)
                    .compose(live -> live
                            ? Future.succeededFuture()
                            : closing.expire(transaction, order).map(order));
        });
    }
}
