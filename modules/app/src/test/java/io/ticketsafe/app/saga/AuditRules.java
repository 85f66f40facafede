package io.ticketsafe.app.saga;

import java.util.LinkedHashMap;
import java.util.Map;

/** What must hold once all has come to rest. Each statement answers with what breaks the rule. */
final class AuditRules {
    static final Map<String, String> ALL = new LinkedHashMap<>();

    /** Of a ticket t: others have taken its place. */
    private static final String SWAPPED = """
            EXISTS (SELECT 1 FROM tickets.order_change c WHERE c.order_id = t.order_id AND c.state = 'done'
              AND t.id = ANY (c.tickets))""";

    static {
        money();
        places();
        ends();
        facts();
    }

    private AuditRules() {}

    private static void money() {
        ALL.put("the money that is kept is not what the tickets that live are worth", """
                SELECT concat_ws(' ', o.id, o.status, 'keeps', p.minor, 'for tickets worth', t.minor)
                FROM tickets.ticket_order o
                CROSS JOIN LATERAL (SELECT coalesce(sum(captured_minor - refunded_minor), 0) AS minor
                  FROM payments.payment WHERE order_id = o.id) p
                CROSS JOIN LATERAL (SELECT coalesce(sum(price_minor + fee_minor), 0) AS minor
                  FROM tickets.ticket WHERE order_id = o.id AND status <> 'void') t
                WHERE p.minor <> t.minor
                """);
        ALL.put("money of no order", """
                SELECT p.id::text FROM payments.payment p WHERE p.captured_minor > p.refunded_minor
                  AND NOT EXISTS (SELECT 1 FROM tickets.ticket_order o WHERE o.id = p.order_id)
                """);
        ALL.put("the ledger does not balance", """
                SELECT entry_group::text FROM payments.ledger GROUP BY entry_group HAVING sum(amount_minor) <> 0
                """);
        ALL.put("the ledger has other money than the payment", """
                SELECT p.id::text FROM payments.payment p WHERE p.captured_minor - p.refunded_minor <>
                  (SELECT coalesce(sum(amount_minor), 0) FROM payments.ledger l
                   WHERE l.payment_id = p.id AND l.account = 'provider')
                """);
        ALL.put("the ledger divides the money otherwise than the tickets that live", """
                SELECT concat_ws(' ', o.id, o.status, l.organizer, l.platform, t.organizer, t.platform)
                FROM tickets.ticket_order o
                CROSS JOIN LATERAL (SELECT
                    coalesce(-sum(amount_minor) FILTER (WHERE account = 'organizer'), 0) AS organizer,
                    coalesce(-sum(amount_minor) FILTER (WHERE account = 'platform'), 0) AS platform
                  FROM payments.ledger WHERE order_id = o.id) l
                CROSS JOIN LATERAL (SELECT coalesce(sum(price_minor - organizer_fee_minor), 0) AS organizer,
                    coalesce(sum(fee_minor + organizer_fee_minor), 0) AS platform
                  FROM tickets.ticket WHERE order_id = o.id AND status <> 'void') t
                WHERE l.organizer <> t.organizer OR l.platform <> t.platform
                """);
        ALL.put("a refund differs between tickets and payments", """
                SELECT r.id::text FROM tickets.refund r LEFT JOIN payments.refund p ON p.id = coalesce(r.asked_as, r.id)
                WHERE r.payment_id IS NOT NULL AND r.state = 'done' AND (p.state IS DISTINCT FROM 'done'
                  OR p.amount_minor <> r.amount_minor) AND EXISTS (
                  SELECT 1 FROM tickets.order_payment a WHERE a.payment_id = r.payment_id AND a.state = 'captured')
                """);
        ALL.put("what an order costs is not what its tickets are worth", """
                SELECT o.id::text FROM tickets.ticket_order o
                WHERE o.status IN ('paid', 'partially_refunded', 'refunded') AND o.total_minor - o.refunded_minor <>
                  (SELECT coalesce(sum(price_minor + fee_minor), 0) FROM tickets.ticket WHERE order_id = o.id AND status <> 'void')
                """);
        ALL.put("the refunded sum of an order is not that of its refunds", """
                SELECT o.id::text FROM tickets.ticket_order o WHERE o.refunded_minor <>
                  (SELECT coalesce(sum(amount_minor), 0) FROM tickets.refund r WHERE r.order_id = o.id)
                """);
    }

    private static void places() {
        ALL.put("an order was paid without all of its tickets", """
                SELECT o.id::text FROM tickets.ticket_order o WHERE o.status IN ('paid', 'partially_refunded', 'refunded')
                  AND (SELECT array_agg(coalesce(i ->> 'seat', i ->> 'section') ORDER BY coalesce(i ->> 'seat', i ->> 'section'))
                    FROM json_array_elements(o.items) i)
                  IS DISTINCT FROM (SELECT array_agg(coalesce(t.seat, t.section) ORDER BY coalesce(t.seat, t.section))
                    FROM tickets.ticket t WHERE t.order_id = o.id AND NOT
                """ + SWAPPED + """
                )
                """);
        ALL.put("a swap without its tickets", """
                SELECT concat_ws(' ', c.id, c.state) FROM tickets.order_change c
                WHERE (c.state = 'done') <> (SELECT count(*) = cardinality(c.tickets) FROM tickets.ticket t
                  WHERE t.id = ANY (c.new_tickets)) OR c.state = 'done' AND EXISTS (
                  SELECT 1 FROM tickets.ticket t WHERE t.id = ANY (c.tickets) AND t.status <> 'void')
                """);
        ALL.put("a status that its tickets belie", """
                SELECT concat_ws(' ', o.id, o.status, t.open, t.voided) FROM tickets.ticket_order o
                CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE status <> 'void') AS open,
                  count(*) FILTER (WHERE status = 'void' AND NOT
                """ + SWAPPED + """
                ) AS voided FROM tickets.ticket t WHERE order_id = o.id) t
                WHERE NOT CASE o.status WHEN 'paid' THEN t.voided = 0 AND t.open > 0
                  WHEN 'partially_refunded' THEN o.refunded_minor > 0 AND t.open > 0
                  WHEN 'refunded' THEN t.voided > 0 AND t.open = 0 ELSE t.voided + t.open = 0 END
                """);
        ALL.put("a claim of an order that owns nothing", """
                SELECT c.seat FROM tickets.seat_claim c LEFT JOIN tickets.ticket_order o ON o.id = c.order_id
                WHERE c.state <> 'sold' OR o.id IS NULL OR o.status NOT IN ('paid', 'partially_refunded')
                """);
        ALL.put("a ticket without its claim", """
                SELECT t.id::text FROM tickets.ticket t WHERE t.seat IS NOT NULL AND t.status <> 'void' AND NOT EXISTS (
                  SELECT 1 FROM tickets.seat_claim c WHERE c.seat = t.seat AND c.order_id = t.order_id)
                """);
        ALL.put("a claim without its ticket", """
                SELECT c.seat FROM tickets.seat_claim c WHERE NOT EXISTS (SELECT 1 FROM tickets.ticket t
                  WHERE t.seat = c.seat AND t.order_id = c.order_id AND t.status <> 'void')
                """);
        ALL.put("standing places that are not those of the tickets", """
                SELECT concat_ws(' ', s.section, s.taken) FROM tickets.standing_stock s WHERE s.taken <>
                  (SELECT count(*) FROM tickets.ticket t WHERE t.seat IS NULL AND t.section = s.section
                     AND t.status <> 'void') OR s.taken <> (SELECT coalesce(sum(quantity), 0)
                  FROM tickets.standing_claim c WHERE c.section = s.section)
                """);
    }

    private static void ends() {
        ALL.put("an order waits and nobody takes it up", """
                SELECT id::text FROM tickets.ticket_order WHERE status = 'pending'
                """);
        ALL.put("a swap waits and nobody takes it up", """
                SELECT id::text FROM tickets.order_change WHERE state = 'pending'
                """);
        ALL.put("an attempt waits and nobody takes it up", """
                SELECT concat_ws(' ', a.payment_id, a.state, p.state) FROM tickets.order_payment a
                LEFT JOIN payments.payment p ON p.id = a.payment_id
                WHERE a.continue_at IS NOT NULL OR a.state IN ('authorizing', 'interrupted', 'issued', 'voiding')
                  OR a.state = 'requires_action' AND p.state IS DISTINCT FROM 'requires_action'
                """);
        ALL.put("a refund waits and nobody takes it up", """
                SELECT concat_ws(' ', id, state) FROM tickets.refund WHERE state <> 'done'
                """);
        ALL.put("a payment waits and nobody takes it up", """
                SELECT concat_ws(' ', id, state) FROM payments.payment WHERE state IN ('created', 'authorized')
                  OR state <> 'requires_action' AND recheck_at IS NOT NULL
                  OR state = 'requires_action' AND recheck_at IS NULL
                """);
        ALL.put("a refund of payments waits and nobody takes it up", """
                SELECT concat_ws(' ', id, state) FROM payments.refund WHERE state = 'requested'
                """);
        ALL.put("books that differ", """
                SELECT concat_ws(' ', kind, payment_id, charge_ref, ours_minor, theirs_minor) FROM payments.finding
                WHERE resolved_at IS NULL
                """);
        ALL.put("an attempt that payments sees otherwise", """
                SELECT concat_ws(' ', a.payment_id, a.state, p.state, p.captured_minor, p.refunded_minor)
                FROM tickets.order_payment a LEFT JOIN payments.payment p ON p.id = a.payment_id
                WHERE NOT CASE a.state WHEN 'captured' THEN p.state = 'captured' AND p.void_requested_at IS NULL
                  WHEN 'requires_action' THEN true
                  WHEN 'failed' THEN p.id IS NULL OR p.captured_minor = p.refunded_minor
                  ELSE p.id IS NULL OR p.captured_minor = p.refunded_minor END
                """);
        ALL.put("an order of a canceled sale that lives", """
                SELECT o.id::text FROM tickets.ticket_order o JOIN tickets.sale s USING (event_id)
                WHERE s.status = 'canceled' AND o.status IN ('pending', 'paid', 'partially_refunded')
                """);
    }

    private static void facts() {
        ALL.put("a fact that nobody could apply", "SELECT concat_ws(' ', type, why) FROM tickets.fact_parked");
        ALL.put("a fact that was not delivered", """
                SELECT seq::text FROM payments.outbox_delivery WHERE consumer = 'ticketsafe.tickets.v1.facts'
                """);
        ALL.put("an order is told as paid other than once", """
                SELECT o.id::text FROM tickets.ticket_order o WHERE
                  (SELECT count(*) FROM tickets.outbox f WHERE f.subject = o.id::text
                     AND f.type = 'ticketsafe.tickets.order.paid.v1')
                  <> CASE WHEN o.status IN ('paid', 'partially_refunded', 'refunded') THEN 1 ELSE 0 END
                """);
        ALL.put("refunds are told otherwise than they are", """
                SELECT o.id::text FROM tickets.ticket_order o WHERE o.refunded_minor <> (
                  SELECT coalesce(sum((f.event -> 'data' -> CASE f.type WHEN 'ticketsafe.tickets.order.changed.v1'
                    THEN 'refunded' ELSE 'amount' END ->> 'amountMinor')::bigint), 0) FROM tickets.outbox f
                  WHERE f.subject = o.id::text AND f.type IN ('ticketsafe.tickets.order.refunded.v1',
                    'ticketsafe.tickets.order.changed.v1'))
                """);
        ALL.put("a swap is told other than once", """
                SELECT c.id::text FROM tickets.order_change c WHERE (SELECT count(*) FROM tickets.outbox f
                  WHERE f.subject = c.order_id::text AND f.type = 'ticketsafe.tickets.order.changed.v1'
                    AND f.event -> 'data' ->> 'changeId' = c.id::text) <> CASE c.state WHEN 'done' THEN 1 ELSE 0 END
                """);
    }
}
