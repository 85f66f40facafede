-- Few payments hold a sealed token at any time; sealing them anew must not walk over all the others.
CREATE INDEX payment_sealed ON payment (id) WHERE token_box IS NOT NULL;
