package io.ticketsafe.tickets;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.common.testing.StateDiagram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The store allows the moves that docs/states.md draws, and no others. */
final class StatesIT {
    private static final String ORDER = """
            INSERT INTO ticket_order (id, event_id, organization_id, hold_id, buyer_id, counts_for, status, items, total_minor,
              currency, created_at, expires_at)
            SELECT id, id, id, id, id, id, %s, '[]', 100, 'BRL', now(), now()
            FROM (SELECT '019a0000-0000-7000-8000-000000000001'::uuid AS id) fixed
            """;
    private static final String PAID = "WITH paid AS (" + ORDER.formatted("'paid'") + " RETURNING id) ";

    private static ServiceHarness harness;
    private static Database database;

    @BeforeAll
    static void start() {
        harness = ServiceHarness.start("tickets");
        database = harness.context().stores().postgres("tickets");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void ordersMoveAsDrawn() {
        StateDiagram.of("ticket_order.status")
                .assertEnforced(database, ORDER.formatted("$1"), "UPDATE ticket_order SET status = $1");
    }

    @Test
    void paymentsOfOrdersMoveAsDrawn() {
        String insert = PAID + """
                INSERT INTO order_payment (payment_id, order_id, payer_id, key_hash, request_hash, method, amount_minor,
                  currency, state, created_at, updated_at)
                SELECT id, id, id, '', '', 'card', 100, 'BRL', $1, now(), now() FROM paid
                """;
        StateDiagram.of("order_payment.state").assertEnforced(database, insert, "UPDATE order_payment SET state = $1");
    }

    @Test
    void changesOfOrdersMoveAsDrawn() {
        String insert = PAID + """
                INSERT INTO order_change (id, order_id, hold_id, requested_by, state, tickets, old_items, items, difference,
                  charged_minor, refunded_minor, currency, created_at, expires_at)
                SELECT id, id, id, id, $1, '{}', '[]', '[]', '[]', 100, 0, 'BRL', now(), now() FROM paid
                """;
        StateDiagram.of("order_change.state").assertEnforced(database, insert, "UPDATE order_change SET state = $1");
    }

    @Test
    void refundsOfOrdersMoveAsDrawn() {
        String insert = PAID + """
                INSERT INTO refund (id, order_id, amount_minor, currency, tickets, source, state, created_at, updated_at)
                SELECT id, id, 100, 'BRL', '{}', 'buyer', $1, now(), now() FROM paid
                """;
        StateDiagram.of("tickets.refund.state").assertEnforced(database, insert, "UPDATE refund SET state = $1");
    }

    @Test
    void ticketsMoveAsDrawn() {
        String insert = PAID + """
                INSERT INTO ticket (id, order_id, event_id, holder_id, section, ticket_type, price_minor, currency, code, status,
                  issued_at)
                SELECT id, id, id, id, 'A', 'full', 100, 'BRL', 'code', $1, now() FROM paid
                """;
        StateDiagram.of("ticket.status").assertEnforced(database, insert, "UPDATE ticket SET status = $1");
    }
}
