-- An epoch that was given to a load is never given again, even when the load's transaction is rolled back.
ALTER TABLE sale ADD COLUMN epoch_given bigint NOT NULL DEFAULT 0;
-- The latest version of the inventory that was seen, now and then: an older one in Redis is an older state.
ALTER TABLE sale ADD COLUMN seen_version bigint NOT NULL DEFAULT 0;
-- When the inventory was put into Redis; null when it was taken out, long after the event.
ALTER TABLE sale ADD COLUMN loaded_at timestamptz;
UPDATE sale SET loaded_at = created_at;
CREATE INDEX sale_loaded ON sale (ends_at) WHERE loaded_at IS NOT NULL;
