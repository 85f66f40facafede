CREATE TABLE venue (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  name text NOT NULL,
  city text NOT NULL,
  timezone text NOT NULL,
  capacity integer NOT NULL CHECK (capacity BETWEEN 1 AND 100000),
  -- The seat map in its canonical form; it never changes, because sales are built on it.
  sections json NOT NULL,
  section_codes text[] NOT NULL,
  created_at timestamptz NOT NULL
);

-- "closed" is not stored: it is what a published event is called once it is over.
CREATE TABLE event (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  venue_id uuid NOT NULL REFERENCES venue,
  status text NOT NULL CHECK (status IN ('draft', 'published', 'canceled')),
  version bigint NOT NULL CHECK (version >= 1),
  title text NOT NULL,
  description text,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
  ticket_types json NOT NULL,
  sale json NOT NULL,
  attributes json,
  cancel_reason text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX event_venue ON event (venue_id);

-- What must still happen elsewhere because an event changed, written in the transaction of the change. A row stays
-- until the other side has acknowledged; a row of kind 'publish' makes its draft one that is being published.
CREATE TABLE task (
  event_id uuid NOT NULL REFERENCES event ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('publish', 'sheet', 'cancel', 'catalogue')),
  version bigint NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (event_id, kind)
);
CREATE INDEX task_due ON task (due_at);
