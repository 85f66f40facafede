-- Money that sellers took in at a desk: cash, or a terminal of their own.
ALTER TABLE payment
  ADD COLUMN reference text,
  ADD COLUMN desk_id uuid,
  DROP CONSTRAINT payment_method_check,
  ADD CONSTRAINT payment_method_check CHECK (method IN ('card', 'pix', 'cash', 'terminal'));
COMMENT ON COLUMN payment.reference IS 'of a payment at a desk: what the terminal''s slip says, or the number of a receipt';
COMMENT ON COLUMN payment.desk_id IS 'organisation at whose desk the money was taken in';
COMMENT ON COLUMN payment.payer_id IS 'who pays or, at a desk, the seller who recorded it';
