-- Standing places that were sold through a channel count for its allotment; seats need no such column, as the sheet says whose they are.
ALTER TABLE standing_claim ADD COLUMN channel text;
COMMENT ON COLUMN standing_claim.channel IS 'code of the channel whose key the hold was made with';
