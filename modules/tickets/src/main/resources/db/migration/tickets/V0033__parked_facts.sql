-- Parked facts can be tried again once what was wrong is put right.
ALTER TABLE fact_parked ADD COLUMN replays int NOT NULL DEFAULT 0;
CREATE INDEX fact_parked_order ON fact_parked (parked_at, id);
