-- What is sold: the sheet that the events service handed over, one row per event.
CREATE TABLE sale (
  event_id uuid PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  organization_id uuid NOT NULL,
  version bigint NOT NULL,
  sheet json NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'canceled')),
  epoch bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- The guard of the promise: a seat has at most one owner. A row is written before any money moves.
CREATE TABLE seat_claim (
  event_id uuid,
  seat text,
  order_id uuid NOT NULL,
  buyer uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('claimed', 'sold')),
  CONSTRAINT seat_claim_pkey PRIMARY KEY (event_id, seat)
);
CREATE INDEX seat_claim_order_id ON seat_claim (order_id);

-- The same guard for places without seats: a counter that cannot pass the section's capacity.
CREATE TABLE standing_stock (
  event_id uuid,
  section text,
  capacity int NOT NULL,
  taken int NOT NULL DEFAULT 0,
  PRIMARY KEY (event_id, section),
  CONSTRAINT standing_stock_not_oversold CHECK (taken BETWEEN 0 AND capacity)
);

-- Who took how many of them.
CREATE TABLE standing_claim (
  event_id uuid,
  section text,
  order_id uuid,
  buyer uuid NOT NULL,
  quantity int NOT NULL CHECK (quantity > 0),
  state text NOT NULL CHECK (state IN ('claimed', 'sold')),
  PRIMARY KEY (event_id, section, order_id)
);
CREATE INDEX standing_claim_order_id ON standing_claim (order_id);
