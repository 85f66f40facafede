-- A refund of nothing says whose the money is that stays: a place was changed for one of the same price with other fees.
ALTER TABLE refund DROP CONSTRAINT refund_amount_minor_check,
  ADD CONSTRAINT refund_amount_minor_check CHECK (amount_minor >= 0);
