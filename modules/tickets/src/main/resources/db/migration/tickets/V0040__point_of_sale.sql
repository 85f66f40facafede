-- Orders that were sold at a desk, and how they were paid there.
ALTER TABLE ticket_order ADD COLUMN point_of_sale boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN ticket_order.point_of_sale IS 'sold at the desk of agency_id or, without one, at the organiser''s box office';

ALTER TABLE order_payment
  ADD COLUMN reference text,
  DROP CONSTRAINT order_payment_method_check,
  ADD CONSTRAINT order_payment_method_check CHECK (method IN ('card', 'pix', 'cash', 'terminal'));
COMMENT ON COLUMN order_payment.payer_id IS 'who pays or, at a desk, the seller who recorded it';
