-- Places that are not for general sale, part of their event and of its version. No row: there never were any.
CREATE TABLE event_channels (
  event_id uuid PRIMARY KEY REFERENCES event ON DELETE CASCADE,
  -- Channels, without their keys, and blocked seats, as the organiser gave them.
  definition json NOT NULL,
  -- The keys by code of their channel; whoever can read the table alone cannot buy with them.
  sealed_keys bytea NOT NULL
);
