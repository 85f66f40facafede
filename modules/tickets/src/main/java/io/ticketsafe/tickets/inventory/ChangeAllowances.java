package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import java.util.UUID;

/** How many places a buyer may hold beyond the cap, since as many tickets of an order go for them. */
public final class ChangeAllowances {
    private static final String VALID_TICKETS = """
            SELECT count(t.id)::int AS places
            FROM ticket_order o LEFT JOIN ticket t ON t.order_id = o.id AND t.status = 'valid'
            WHERE o.id = $1 AND o.event_id = $2 AND o.counts_for = $3 GROUP BY o.id
            """;

    private final Database database;

    ChangeAllowances(Database database) {
        this.database = database;
    }

    /** An order that is to be changed, and the number of its valid tickets. */
    public record Allowance(UUID orderId, int places) {}

    /** NOT_FOUND unless the order is of this event and counts for this buyer. */
    public Future<Allowance> of(UUID orderId, UUID eventId, UUID countsFor) {
        return database.query(VALID_TICKETS, orderId, eventId, countsFor).map(rows -> {
            if (rows.size() == 0) {
                throw ServiceFault.notFound("order");
            }
            return new Allowance(orderId, rows.iterator().next().getInteger("places"));
        });
    }
}
