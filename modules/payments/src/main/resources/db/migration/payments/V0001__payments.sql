-- One attempt to pay an order. States move only by compare-and-set, under this row's lock, together with ledger and outbox.
CREATE TABLE payment (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL,
  event_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  payer_id uuid NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  method text NOT NULL CHECK (method IN ('card', 'pix')),
  request_hash bytea NOT NULL,
  token_box bytea, -- sealed; only until the provider has answered
  provider text NOT NULL,
  provider_ref text,
  state text NOT NULL CHECK (state IN ('created', 'requires_action', 'authorized', 'captured', 'failed', 'voided')),
  captured_minor bigint NOT NULL DEFAULT 0 CHECK (captured_minor BETWEEN 0 AND amount_minor),
  refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor BETWEEN 0 AND captured_minor),
  failure_code text,
  failure_message text,
  next_action json,
  expires_at timestamptz,
  capture_requested_at timestamptz,
  void_requested_at timestamptz,
  recheck_at timestamptz, -- when recovery takes it up; null: nothing is left to do
  rechecks int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
  CHECK (state <> 'captured' OR captured_minor > 0)
);
CREATE INDEX payment_order ON payment (order_id);
CREATE INDEX payment_recheck ON payment (recheck_at) WHERE recheck_at IS NOT NULL;

CREATE TABLE refund (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payment,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  state text NOT NULL CHECK (state IN ('requested', 'done', 'failed')),
  reason text,
  provider_ref text,
  failure_message text,
  recheck_at timestamptz,
  rechecks int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX refund_payment ON refund (payment_id);
CREATE INDEX refund_recheck ON refund (recheck_at) WHERE recheck_at IS NOT NULL;

-- Who owes whom: debits are positive, credits negative, and every group sums to nothing. The group is the payment (capture) or
-- the refund, so that the same money cannot be booked twice.
CREATE TABLE ledger (
  entry_group uuid NOT NULL,
  account text NOT NULL CHECK (account IN ('provider', 'organizer')),
  payment_id uuid NOT NULL REFERENCES payment,
  organization_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('capture', 'refund')),
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  currency text NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (entry_group, account)
);
CREATE INDEX ledger_payment ON ledger (payment_id);

CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only';
END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

CREATE FUNCTION require_balanced_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(amount_minor) <> 0 OR count(DISTINCT currency) > 1 FROM ledger WHERE entry_group = NEW.entry_group) THEN
    RAISE EXCEPTION 'ledger group % does not balance', NEW.entry_group;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_balanced_group();

-- What the sandbox's bank knows. Nothing but the sandbox provider reads or writes it, and never in a transaction of the tables
-- above: a bank is not ours.
CREATE TABLE sandbox_charge (
  payment_id uuid PRIMARY KEY,
  idempotency_key text NOT NULL UNIQUE,
  token text NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  state text NOT NULL CHECK (state IN ('received', 'requires_action', 'authorized', 'captured', 'declined', 'voided')),
  calls int NOT NULL DEFAULT 0,
  refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor BETWEEN 0 AND amount_minor),
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sandbox_refund (
  idempotency_key text PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES sandbox_charge,
  amount_minor bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('done', 'refused')),
  created_at timestamptz NOT NULL DEFAULT now()
);
