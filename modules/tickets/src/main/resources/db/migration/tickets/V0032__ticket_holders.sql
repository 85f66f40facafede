-- Whom a ticket is for, sealed, and who said so when.
ALTER TABLE ticket ADD COLUMN holder_name bytea;
COMMENT ON COLUMN ticket.holder_name IS 'sealed';
CREATE TABLE ticket_holder_change (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  ticket_id uuid NOT NULL REFERENCES ticket,
  changed_at timestamptz NOT NULL,
  changed_by uuid NOT NULL,
  holder_name bytea
);
COMMENT ON COLUMN ticket_holder_change.holder_name IS 'sealed; null: the name was taken away';
CREATE INDEX ticket_holder_change_ticket ON ticket_holder_change (ticket_id, changed_at);
