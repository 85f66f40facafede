-- An order and its money. States move by compare-and-set in a transaction that holds this row's lock.
CREATE TABLE ticket_order (
  id uuid PRIMARY KEY,
  event_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  hold_id uuid NOT NULL CONSTRAINT ticket_order_hold UNIQUE,
  buyer_id uuid NOT NULL,
  counts_for uuid NOT NULL,
  agency_id uuid,
  customer bytea,
  status text NOT NULL
    CHECK (status IN ('pending', 'paid', 'partially_refunded', 'refunded', 'expired', 'canceled')),
  items json NOT NULL,
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor BETWEEN 0 AND total_minor),
  currency text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  paid_at timestamptz,
  version bigint NOT NULL DEFAULT 1
);
COMMENT ON COLUMN ticket_order.organization_id IS 'the organiser';
COMMENT ON COLUMN ticket_order.counts_for IS 'whose cap per buyer the places count against';
COMMENT ON COLUMN ticket_order.customer IS 'name and e-mail, sealed';
CREATE INDEX ticket_order_buyer ON ticket_order (buyer_id, id DESC);
CREATE INDEX ticket_order_event ON ticket_order (event_id, id DESC);
CREATE INDEX ticket_order_agency ON ticket_order (agency_id, id DESC) WHERE agency_id IS NOT NULL;
CREATE INDEX ticket_order_due ON ticket_order (expires_at) WHERE status = 'pending';
CREATE INDEX ticket_order_open ON ticket_order (event_id) WHERE status IN ('pending', 'paid', 'partially_refunded');

-- One try to pay an order. The state is the recovery point: from each one the next step can be repeated.
CREATE TABLE order_payment (
  payment_id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES ticket_order,
  payer_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  request_hash bytea NOT NULL,
  method text NOT NULL CHECK (method IN ('card', 'pix')),
  token bytea,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  state text NOT NULL CHECK (state IN
    ('authorizing', 'interrupted', 'requires_action', 'issued', 'captured', 'failed', 'voiding', 'voided')),
  failure text,
  reason text,
  tries int NOT NULL DEFAULT 0,
  continue_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
COMMENT ON COLUMN order_payment.token IS 'the provider''s token, sealed; dropped once the provider has answered';
COMMENT ON COLUMN order_payment.continue_at IS
  'when another process may take over: kept in the future by the process that is at it; null when nothing is left to do';
CREATE UNIQUE INDEX order_payment_one_live ON order_payment (order_id) WHERE state = 'authorizing';
CREATE UNIQUE INDEX order_payment_one_paid ON order_payment (order_id) WHERE state IN ('issued', 'captured');
CREATE INDEX order_payment_order ON order_payment (order_id);
CREATE INDEX order_payment_key ON order_payment (payer_id, key_hash);
CREATE INDEX order_payment_continue ON order_payment (continue_at) WHERE continue_at IS NOT NULL;

-- Tickets are issued in the transaction that makes their order paid.
CREATE TABLE ticket (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES ticket_order,
  event_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  seat text,
  section text NOT NULL,
  ticket_type text NOT NULL,
  price_minor bigint NOT NULL,
  currency text NOT NULL,
  serial int NOT NULL DEFAULT 1,
  code text NOT NULL,
  status text NOT NULL CHECK (status IN ('valid', 'checked_in', 'void')),
  issued_at timestamptz NOT NULL,
  checked_in_at timestamptz,
  gate text,
  voided_at timestamptz
);
CREATE INDEX ticket_order_id ON ticket (order_id);
CREATE INDEX ticket_holder ON ticket (holder_id, id DESC);
-- A second guard, behind seat_claim: no seat has two tickets that open the gate.
CREATE UNIQUE INDEX ticket_one_per_seat ON ticket (event_id, seat) WHERE seat IS NOT NULL AND status <> 'void';

-- Ed25519 key pairs that sign ticket codes, the private half sealed.
CREATE TABLE ticket_key (
  number int PRIMARY KEY CHECK (number BETWEEN 1 AND 255),
  public_key bytea NOT NULL,
  private_key bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Money on its way back. The tickets are void from the moment of the request.
CREATE TABLE refund (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES ticket_order,
  payment_id uuid,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  tickets uuid[] NOT NULL,
  reason text,
  source text NOT NULL CHECK (source IN ('buyer', 'organizer', 'provider')),
  requested_by uuid,
  request_hash bytea,
  state text NOT NULL CHECK (state IN ('requested', 'done', 'failed')),
  tries int NOT NULL DEFAULT 0,
  continue_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX refund_order ON refund (order_id, id);
CREATE INDEX refund_continue ON refund (continue_at) WHERE continue_at IS NOT NULL;

-- Every scan that was answered, with its answer, so that the same scan is one check-in however often it is sent.
CREATE TABLE check_in (
  event_id uuid,
  nonce text,
  ticket_id uuid NOT NULL,
  gate text,
  scanned_at timestamptz NOT NULL,
  forced boolean NOT NULL,
  staff_id uuid,
  code_hash bytea NOT NULL,
  answer json NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event_id, nonce)
);
CREATE INDEX check_in_ticket ON check_in (ticket_id);
