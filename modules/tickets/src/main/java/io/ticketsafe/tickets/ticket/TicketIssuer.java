package io.ticketsafe.tickets.ticket;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.TicketOperations.Ticket;
import io.ticketsafe.contract.tickets.TicketOperations.TicketStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes the tickets of an order, ready to be inserted by the transaction that issues them. */
public final class TicketIssuer {
    private static final int FIRST_SERIAL = 1;

    private final Vertx vertx;
    private final TicketKeys keys;

    public TicketIssuer(Vertx vertx, TicketKeys keys) {
        this.vertx = vertx;
        this.keys = keys;
    }

    /** One per item. Signs on a worker thread, before the transaction, so that no row lock waits for it. */
    public Future<List<Ticket>> prepare(UUID orderId, UUID eventId, List<Item> items, Instant issuedAt) {
        return vertx.executeBlocking(
                () -> items.stream()
                        .map(item -> ticket(orderId, eventId, item, issuedAt))
                        .toList(),
                false);
    }

    private Ticket ticket(UUID orderId, UUID eventId, Item item, Instant issuedAt) {
        UUID id = Ids.next();
        return new Ticket(
                id,
                eventId,
                orderId,
                item.seat(),
                item.section(),
                item.ticketType(),
                item.price(),
                item.fee(),
                TicketStatus.VALID,
                keys.sign(id, eventId, FIRST_SERIAL),
                issuedAt,
                null);
    }
}
