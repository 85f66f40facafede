-- Facts that were tried least come first.
DROP INDEX fact_parked_order;
CREATE INDEX fact_parked_order ON fact_parked (replays, parked_at, id);
