-- How far the comparison with each provider's list of charges got. Whoever has taken the row compares; should it die, another
-- goes on with the next page once due_at has come.
CREATE TABLE reconciliation (
  provider text PRIMARY KEY,
  since timestamptz NOT NULL, -- charges made from here on are read
  pass_began_at timestamptz, -- null: no pass is under way
  cursor text, -- next page of the pass; null: the first
  look_again_from timestamptz, -- when the oldest payment was made that this pass found in motion
  holder uuid,
  due_at timestamptz NOT NULL DEFAULT now(),
  passes bigint NOT NULL DEFAULT 0,
  last_pass_at timestamptz,
  others bigint NOT NULL DEFAULT 0 -- charges of other systems in the last pass
);

-- What the books of a provider and ours do not agree about, and what no machine may mend. Open ones must be none.
CREATE TABLE finding (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('unknown_payment', 'unwanted_money', 'missed_money', 'lost_authorization',
    'not_captured', 'wrong_amount', 'refunded_more', 'refunded_less', 'missing_at_provider')),
  payment_id uuid NOT NULL, -- as the provider has it; perhaps not a payment of ours
  charge_ref text,
  currency text NOT NULL,
  ours_minor bigint, -- money kept according to us; null: we know nothing of it
  theirs_minor bigint, -- the same according to the provider
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz,
  note text, -- by whoever resolved it
  UNIQUE (provider, kind, payment_id)
);
CREATE INDEX finding_open ON finding (kind) WHERE resolved_at IS NULL;

-- When the provider's list first had the payment; what has money and is never on a list is looked for.
ALTER TABLE payment ADD COLUMN listed_at timestamptz;
CREATE INDEX payment_created ON payment USING brin (created_at);

-- What a payer gave who did not give the amount; null: the amount.
ALTER TABLE sandbox_charge ADD COLUMN paid_minor bigint CHECK (paid_minor > 0);
ALTER TABLE sandbox_charge DROP CONSTRAINT sandbox_charge_check,
  ADD CONSTRAINT sandbox_charge_refunded CHECK (refunded_minor BETWEEN 0 AND coalesce(paid_minor, amount_minor));
CREATE INDEX sandbox_charge_recent ON sandbox_charge (created_at, payment_id);
