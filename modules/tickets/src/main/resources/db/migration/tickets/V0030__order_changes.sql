-- Other places for tickets of a paid order. While a change waits for its payment it owns its claims itself, by its id in the
-- place of an order's; from the moment it is done they are the order's.
CREATE TABLE order_change (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES ticket_order,
  hold_id uuid NOT NULL CONSTRAINT order_change_hold UNIQUE,
  requested_by uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'done', 'expired', 'canceled')),
  tickets uuid[] NOT NULL,
  old_items json NOT NULL,
  items json NOT NULL,
  deductions json,
  difference json NOT NULL,
  new_tickets uuid[],
  charged_minor bigint NOT NULL CHECK (charged_minor >= 0),
  refunded_minor bigint NOT NULL CHECK (refunded_minor >= 0 AND (refunded_minor = 0 OR charged_minor = 0)),
  currency text NOT NULL,
  refund_id uuid,
  reason text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
COMMENT ON COLUMN order_change.deductions IS 'of the new places, as in ticket_order';
COMMENT ON COLUMN order_change.difference IS 'what the new places cost more, by what it is for';
CREATE INDEX order_change_order ON order_change (order_id, id);
CREATE UNIQUE INDEX order_change_one_open ON order_change (order_id) WHERE state = 'pending';
CREATE INDEX order_change_due ON order_change (expires_at) WHERE state = 'pending';

-- An order may be paid more than once now: first itself, then each change that costs more.
ALTER TABLE order_payment ADD COLUMN change_id uuid REFERENCES order_change;
COMMENT ON COLUMN order_payment.change_id IS 'the change that it pays; null: the order itself';
DROP INDEX order_payment_one_paid;
CREATE UNIQUE INDEX order_payment_one_paid ON order_payment (coalesce(change_id, order_id))
  WHERE state IN ('issued', 'captured');

-- What goes back may come from several payments: one row for each, named after the first.
ALTER TABLE refund ADD COLUMN part_of uuid;
COMMENT ON COLUMN refund.part_of IS 'the refund that this is a further part of, from another payment; null: the refund itself';

-- What a payment that was given up had moved and is given back.
ALTER TABLE order_payment ADD COLUMN given_back_minor bigint;
