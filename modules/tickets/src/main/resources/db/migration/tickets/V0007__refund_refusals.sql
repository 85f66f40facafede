-- A refund that payments has refused is asked for again, each time under another id, since a refusal is final for an id.
ALTER TABLE refund ADD COLUMN asked_as uuid;
ALTER TABLE refund ADD COLUMN refusals int NOT NULL DEFAULT 0;
COMMENT ON COLUMN refund.asked_as IS 'the id that payments knows it by; null: its own';
CREATE UNIQUE INDEX refund_asked_as ON refund (asked_as);
