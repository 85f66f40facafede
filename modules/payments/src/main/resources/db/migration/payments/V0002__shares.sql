-- Whose the money of payments and refunds is; null: all of it is the organiser's.
ALTER TABLE payment ADD COLUMN shares json;
ALTER TABLE refund ADD COLUMN shares json;

-- Debits say where money lies (provider, cash), credits whose it is (organizer; platform: fees; agency: commission).
ALTER TABLE ledger DISABLE TRIGGER ledger_append_only;
ALTER TABLE ledger DROP CONSTRAINT ledger_account_check, DROP CONSTRAINT ledger_kind_check, DROP CONSTRAINT ledger_pkey;
ALTER TABLE ledger
  ADD COLUMN line smallint,
  ADD COLUMN party uuid,
  ADD COLUMN order_id uuid,
  ADD COLUMN event_id uuid;
UPDATE ledger l SET
  line = CASE l.account WHEN 'provider' THEN 1 ELSE 2 END,
  party = CASE l.account WHEN 'organizer' THEN l.organization_id END,
  kind = CASE l.kind WHEN 'capture' THEN 'sale' ELSE l.kind END,
  order_id = p.order_id,
  event_id = p.event_id
FROM payment p WHERE p.id = l.payment_id;
ALTER TABLE ledger
  ALTER COLUMN line SET NOT NULL,
  ALTER COLUMN order_id SET NOT NULL,
  ALTER COLUMN event_id SET NOT NULL,
  ADD PRIMARY KEY (entry_group, line),
  ADD CHECK (account IN ('provider', 'cash', 'organizer', 'platform', 'agency')),
  ADD CHECK (account NOT IN ('organizer', 'agency') OR party IS NOT NULL),
  ADD CHECK (kind IN ('sale', 'fee', 'commission', 'refund'));
ALTER TABLE ledger ENABLE TRIGGER ledger_append_only;

COMMENT ON COLUMN ledger.party IS 'the organisation whose money it is, or who has it in its cash desk';
COMMENT ON COLUMN ledger.kind IS 'sale and refund: prices of tickets; fee, commission: either way';
COMMENT ON COLUMN ledger.organization_id IS 'the organiser';
CREATE INDEX ledger_order ON ledger (order_id);
CREATE INDEX ledger_party ON ledger (party, booked_at) WHERE party IS NOT NULL;
-- Entries come in the order of their time, so this costs next to nothing.
CREATE INDEX ledger_booked_at ON ledger USING brin (booked_at);

-- Payments whose entries do not say what the payment says; there must be none.
CREATE TABLE ledger_discrepancy (
  payment_id uuid PRIMARY KEY,
  what text NOT NULL CHECK (what IN ('unbalanced', 'held', 'remains', 'order')),
  expected_minor bigint NOT NULL,
  booked_minor bigint NOT NULL,
  found_at timestamptz NOT NULL DEFAULT now()
);

-- How far the comparison of all payments has come; its lock is the turn to compare.
CREATE TABLE ledger_check (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  walked_to uuid,
  compared_until timestamptz NOT NULL DEFAULT now()
);
INSERT INTO ledger_check DEFAULT VALUES;
