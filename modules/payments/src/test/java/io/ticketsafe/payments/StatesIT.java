package io.ticketsafe.payments;

import io.ticketsafe.common.pg.Database;
import io.ticketsafe.common.testing.ServiceHarness;
import io.ticketsafe.common.testing.StateDiagram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The store allows the moves that docs/states.md draws, and no others. */
final class StatesIT {
    private static final String PAYMENT = """
            INSERT INTO payment (id, order_id, event_id, organization_id, payer_id, amount_minor, currency, method, request_hash,
              provider, captured_minor, state, failure_code)
            SELECT id, id, id, id, id, 100, 'BRL', 'card', '', 'sandbox', 100, %1$s, CASE WHEN %1$s = 'failed' THEN 'X' END
            FROM (SELECT '019a0000-0000-7000-8000-000000000001'::uuid AS id) fixed
            """;

    private static ServiceHarness harness;
    private static Database database;

    @BeforeAll
    static void start() {
        harness = ServiceHarness.start("payments");
        database = harness.context().stores().postgres("payments");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void paymentsMoveAsDrawn() {
        StateDiagram.of("payment.state")
                .assertEnforced(
                        database,
                        PAYMENT.formatted("$1"),
                        "UPDATE payment SET state = $1, failure_code = CASE WHEN $1 = 'failed' THEN 'X' END");
    }

    @Test
    void refundsMoveAsDrawn() {
        String insert = "WITH captured AS (" + PAYMENT.formatted("'captured'") + " RETURNING id) " + """
                INSERT INTO refund (id, payment_id, amount_minor, state) SELECT id, id, 100, $1 FROM captured
                """;
        StateDiagram.of("payments.refund.state").assertEnforced(database, insert, "UPDATE refund SET state = $1");
    }
}
