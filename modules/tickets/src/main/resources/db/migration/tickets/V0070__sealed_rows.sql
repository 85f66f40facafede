-- Few rows hold something sealed; sealing it anew must not walk over all the others.
CREATE INDEX order_payment_sealed ON order_payment (payment_id) WHERE token IS NOT NULL;
CREATE INDEX ticket_order_sealed ON ticket_order (id) WHERE customer IS NOT NULL;
