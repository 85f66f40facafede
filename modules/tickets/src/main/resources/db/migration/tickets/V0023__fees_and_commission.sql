-- What is not the organiser's of the money of a ticket. Fixed when it is ordered; a refund keeps to it.
ALTER TABLE ticket_order ADD COLUMN deductions json;
COMMENT ON COLUMN ticket_order.deductions IS
  'per item, fee and commission that go off the price before the organiser gets it; null: nothing does';

ALTER TABLE ticket ADD COLUMN fee_minor bigint NOT NULL DEFAULT 0 CHECK (fee_minor >= 0);
ALTER TABLE ticket ADD COLUMN organizer_fee_minor bigint NOT NULL DEFAULT 0 CHECK (organizer_fee_minor >= 0);
ALTER TABLE ticket ADD COLUMN commission_minor bigint NOT NULL DEFAULT 0 CHECK (commission_minor >= 0);
COMMENT ON COLUMN ticket.fee_minor IS 'that the buyer paid beside the price';
COMMENT ON COLUMN ticket.organizer_fee_minor IS 'out of the price';
COMMENT ON COLUMN ticket.commission_minor IS 'of the agency, out of the price';

ALTER TABLE refund ADD COLUMN shares json;
COMMENT ON COLUMN refund.shares IS 'whose the money was; null: all of it was the organiser''s';
