package io.ticketsafe.tickets.order;

import io.ticketsafe.common.pg.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Expires the orders that were not paid in time, each in a transaction of its own, so that no lock is held for long. */
final class OrderSweeper {
    private static final int MOST_AT_ONCE = 100;
    private static final int SIDE_BY_SIDE = 4;
    private static final String DUE = """
            SELECT o.id, o.expires_at FROM ticket_order o
            WHERE o.status = 'pending' AND o.expires_at <= now() AND (o.expires_at, o.id) > ($3, $4) AND NOT EXISTS (
              SELECT 1 FROM order_payment p WHERE p.order_id = o.id AND p.state = 'authorizing'
                AND p.updated_at > now() - $1::bigint * interval '1 ms')
            ORDER BY o.expires_at, o.id LIMIT $2
            """;

    private final Database database;
    private final OrderStore orders;
    private final AttemptStore attempts;
    private final OrderClosing closing;
    private final InventoryUpdates inventory;
    private final OrderMeters meters;
    private final OrderConfig config;
    private final RowByRow rows;
    private Seen seen = Seen.NOTHING;

    OrderSweeper(
            Database database,
            OrderStore orders,
            AttemptStore attempts,
            OrderClosing closing,
            InventoryUpdates inventory,
            OrderMeters meters,
            OrderConfig config,
            RowByRow rows) {
        this.database = database;
        this.orders = orders;
        this.attempts = attempts;
        this.closing = closing;
        this.inventory = inventory;
        this.meters = meters;
        this.config = config;
        this.rows = rows;
    }

    /** How far the sweep has come: orders that cannot be expired, or not now, are passed by until it begins anew. */
    private record Seen(OffsetDateTime expiresAt, UUID id) {
        static final Seen NOTHING = new Seen(OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC), new UUID(0, 0));
    }

    Future<Boolean> run() {
        return database.query(DUE, config.paymentDeadline().toMillis(), MOST_AT_ONCE, seen.expiresAt(), seen.id())
                .compose(found -> {
                    List<UUID> due = new ArrayList<>();
                    boolean more = found.size() == MOST_AT_ONCE;
                    seen = Seen.NOTHING;
                    for (Row row : found) {
                        due.add(row.getUUID("id"));
                        seen = more ? new Seen(row.getOffsetDateTime("expires_at"), row.getUUID("id")) : seen;
                    }
                    List<Future<Void>> lanes = new ArrayList<>();
                    for (int lane = 0; lane < SIDE_BY_SIDE; lane++) {
                        lanes.add(rows.each(lane(due, lane), this::expire));
                    }
                    return Future.join(lanes).map(more);
                });
    }

    private static List<UUID> lane(List<UUID> due, int lane) {
        List<UUID> ids = new ArrayList<>();
        for (int i = lane; i < due.size(); i += SIDE_BY_SIDE) {
            ids.add(due.get(i));
        }
        return ids;
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
