package io.ticketsafe.tickets.change;

import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.tickets.order.AttemptStore;
import io.ticketsafe.tickets.order.Claims;
import io.ticketsafe.tickets.order.OrderRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Puts an end to changes that come to nothing: the new places are free again, the tickets stay as they were, no payment is wanted. */
public final class ChangeEnds {
    private final ChangeStore changes;
    private final AttemptStore attempts;

    public ChangeEnds(ChangeStore changes, AttemptStore attempts) {
        this.changes = changes;
        this.attempts = attempts;
    }

    /** @param order locked */
    public Future<Void> end(
            SqlConnection transaction, OrderRow order, ChangeRow change, ChangeStatus as, String reason) {
        return changes.end(transaction, change.id(), as, reason)
                .compose(ended -> Claims.release(transaction, change.asOrder(order)))
                .compose(released -> attempts.giveUpChange(transaction, order.id(), change.id(), reason));
    }

    /** Whether payments is being asked for its money at this moment. */
    Future<Boolean> isBeingPaid(SqlConnection transaction, ChangeRow change, Duration deadline) {
        return attempts.hasLive(transaction, change.orderId(), deadline, null);
    }

    /** The open change of a locked order, which has ended now since one of its tickets is void; null when there was none. */
    public Future<ChangeRow> endIfTouched(SqlConnection transaction, OrderRow order, List<UUID> voided, String reason) {
        return changes.openOf(transaction, order.id()).compose(open -> {
            boolean touched = open != null && open.tickets().stream().anyMatch(voided::contains);
            return touched
                    ? end(transaction, order, open, ChangeStatus.CANCELED, reason)
                            .map(open)
                    : Future.succeededFuture();
        });
    }
}
