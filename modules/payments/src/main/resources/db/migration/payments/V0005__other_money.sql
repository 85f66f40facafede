-- A payer, or a mistake at a provider, may bring another amount or currency than was asked for. It is booked as it came, and goes back.
ALTER TABLE payment ADD COLUMN captured_currency text CHECK (captured_currency ~ '^[A-Z]{3}$');
ALTER TABLE payment DROP CONSTRAINT payment_check,
  ADD CONSTRAINT payment_captured CHECK (captured_minor BETWEEN 0 AND amount_minor
    OR captured_minor > amount_minor AND (state IN ('failed', 'voided') OR void_requested_at IS NOT NULL));
