-- Background work asks often which sales are not over; the sheet is too large to be read for that.
ALTER TABLE sale ADD COLUMN ends_at timestamptz;
UPDATE sale SET ends_at = (sheet->>'endsAt')::timestamptz;
CREATE INDEX sale_open ON sale (ends_at) WHERE status = 'open';
