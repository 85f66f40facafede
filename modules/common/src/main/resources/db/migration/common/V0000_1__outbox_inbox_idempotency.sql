-- Facts, written in the transaction that makes them true.
CREATE TABLE outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  type text NOT NULL,
  subject text NOT NULL,
  occurred_at timestamptz NOT NULL,
  event json NOT NULL
);

-- One row per fact and consumer until that consumer has acknowledged it. Written by the statement that writes the fact, so
-- no foreign key: it would cost a look-up per row, and an index for the purge. Vacuumed early: rows live for milliseconds.
CREATE TABLE outbox_delivery (
  consumer text NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (consumer, seq)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- One row per consumer; who holds its lock delivers to that consumer, which keeps the order.
CREATE TABLE outbox_relay (
  consumer text PRIMARY KEY
);

-- Facts from other services that were applied here, in the transaction of their effect.
CREATE TABLE inbox (
  event_id uuid PRIMARY KEY,
  applied_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_applied_at ON inbox (applied_at);

-- Answers to requests that carried an Idempotency-Key, in the transaction of their effect.
CREATE TABLE idempotency (
  caller text NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  request_hash bytea NOT NULL,
  answer json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_created_at ON idempotency (created_at);
