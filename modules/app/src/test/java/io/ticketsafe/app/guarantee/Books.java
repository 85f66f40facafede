package io.ticketsafe.app.guarantee;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.Availability;
import io.ticketsafe.contract.tickets.SaleOperations.GetAvailability;
import io.ticketsafe.contract.tickets.SaleOperations.SectionAvailability;
import java.util.UUID;

/** Compares the books of all stores with each other. */
final class Books {
    private final Box box;
    private final Database tickets;
    private final Database payments;

    Books(Box box) {
        this.box = box;
        this.tickets = box.harness().context().stores().postgres("tickets");
        this.payments = box.harness().context().stores().postgres("payments");
    }

    /** Everything that must be true at any time, as PostgreSQL knows it. */
    void assertNothingSoldTwice(UUID event) {
        assertThat(count(
                        "SELECT count(*) FROM (SELECT seat FROM ticket WHERE event_id = $1 AND seat IS NOT NULL"
                                + " AND status <> 'void' GROUP BY seat HAVING count(*) > 1) twice",
                        event))
                .as("seats with two living tickets")
                .isZero();
        assertThat(count(
                        "SELECT count(*) FROM ticket t WHERE t.event_id = $1 AND t.seat IS NOT NULL"
                                + " AND t.status <> 'void' AND NOT EXISTS (SELECT 1 FROM seat_claim c"
                                + " WHERE c.event_id = t.event_id AND c.seat = t.seat AND c.order_id = t.order_id"
                                + " AND c.state = 'sold')",
                        event))
                .as("living tickets without their claim")
                .isZero();
        assertThat(count(
                        "SELECT count(*) FROM standing_stock s WHERE s.event_id = $1 AND s.taken <>"
                                + " (SELECT coalesce(sum(c.quantity), 0) FROM standing_claim c"
                                + " WHERE c.event_id = s.event_id AND c.section = s.section)",
                        event))
                .as("standing sections whose counter is not the sum of its claims")
                .isZero();
    }

    /** Nobody paid without tickets, nobody has tickets without having paid. */
    void assertMoneyMatchesTickets(UUID event) {
        assertThat(count(
                        "SELECT count(*) FROM ticket_order o WHERE o.event_id = $1 AND o.status = 'paid'"
                                + " AND (SELECT coalesce(sum(t.price_minor + t.fee_minor), 0) FROM ticket t WHERE t.order_id = o.id"
                                + " AND t.status <> 'void') <> o.total_minor",
                        event))
                .as("paid orders whose tickets are not worth what was paid")
                .isZero();
        long worth = count(
                "SELECT coalesce(sum(price_minor + fee_minor), 0)::bigint FROM ticket"
                        + " WHERE event_id = $1 AND status <> 'void'",
                event);
        long captured = await(payments.query(
                        "SELECT coalesce(sum(captured_minor - refunded_minor), 0)::bigint AS n FROM payment"
                                + " WHERE event_id = $1",
                        event))
                .iterator()
                .next()
                .getLong("n");
        assertThat(captured).as("money kept").isEqualTo(worth);
    }

    long livingTickets(UUID event) {
        return count("SELECT count(*) FROM ticket WHERE event_id = $1 AND status <> 'void'", event);
    }

    long orders(UUID event) {
        return count("SELECT count(*) FROM ticket_order WHERE event_id = $1", event);
    }

    /** Whether Redis says of every section what PostgreSQL says, and nothing is unaccounted for. */
    boolean inventoryAgrees(UUID event) {
        return availability(event).sections().stream().allMatch(section -> agrees(event, section));
    }

    boolean nothingIsFree(UUID event) {
        return availability(event).sections().stream().allMatch(section -> section.free() == 0);
    }

    private Availability availability(UUID event) {
        return box.harness()
                .call(
                        SaleOperations.AVAILABILITY,
                        new GetAvailability(event),
                        box.harness().anonymousCall());
    }

    private boolean agrees(UUID event, SectionAvailability section) {
        long sold = section.code().equals(Box.STANDING)
                ? count(
                        "SELECT coalesce(sum(quantity), 0)::bigint FROM standing_claim"
                                + " WHERE event_id = $1 AND state = 'sold'",
                        event)
                : count("SELECT count(*) FROM seat_claim WHERE event_id = $1 AND state = 'sold'", event);
        int all = section.free() + section.held() + section.claimed() + section.sold() + section.blocked();
        return all == section.capacity() && section.sold() == sold;
    }

    private long count(String sql, UUID event) {
        return await(tickets.query(sql, event)).iterator().next().getLong(0);
    }
}
