-- Every claim is updated once, when its place is sold. With room in its page that touches no index.
ALTER TABLE seat_claim SET (fillfactor = 60);
