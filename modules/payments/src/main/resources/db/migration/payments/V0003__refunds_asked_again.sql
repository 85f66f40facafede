-- Refunds that payments itself promised, for money that nobody wants: nobody else asks for them again when they are refused.
ALTER TABLE refund ADD COLUMN own boolean NOT NULL DEFAULT false;
ALTER TABLE refund ADD COLUMN asked_as uuid; -- the key of the next call to the provider, where it is not the id
ALTER TABLE refund ADD COLUMN refusals int NOT NULL DEFAULT 0;
UPDATE refund SET own = true WHERE reason = 'The payment was given up.';
