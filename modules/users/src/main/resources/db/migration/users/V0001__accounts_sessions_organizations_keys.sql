-- A person. Erasing keeps the bare row, because the books of other services refer to its id.
CREATE TABLE account (
  id uuid PRIMARY KEY,
  email text,                          -- as entered
  email_key text,                      -- normalised: what makes two addresses the same
  name text,
  password_hash text,                  -- Argon2id, PHC string format
  status text NOT NULL DEFAULT 'active',
  admin boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  erased_at timestamptz,
  CONSTRAINT account_email_key UNIQUE (email_key),
  CONSTRAINT account_status CHECK (status IN ('active', 'erased')),
  CONSTRAINT account_erased_is_bare CHECK (
    num_nulls(email, email_key, name, password_hash) = CASE status WHEN 'active' THEN 0 ELSE 4 END)
);

-- A log-in, and the family of refresh tokens that descend from it. Ending it deletes it.
CREATE TABLE session (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL      -- of its youngest refresh token
);
CREATE INDEX session_account ON session (account_id, created_at);
CREATE INDEX session_expires_at ON session (expires_at);

-- Used tokens stay until they expire, so that a second use is noticed.
CREATE TABLE refresh_token (
  hash bytea PRIMARY KEY,              -- SHA-256; the token itself is never stored
  session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);
CREATE INDEX refresh_token_expires_at ON refresh_token (expires_at);

-- Keys that sign access tokens. A successor is published some time before it signs.
CREATE TABLE signing_key (
  id uuid PRIMARY KEY,                 -- kid
  public_key json NOT NULL,            -- JWK
  private_key bytea NOT NULL,          -- JWK, sealed with the master key
  signs_from timestamptz NOT NULL,
  retires_at timestamptz               -- null: has no successor yet
);
CREATE UNIQUE INDEX signing_key_newest ON signing_key ((true)) WHERE retires_at IS NULL;

CREATE TABLE organization (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT organization_kind CHECK (kind IN ('ORGANIZER', 'AGENCY'))
);

-- Whoever changes an organisation's members holds its row lock, so that it never loses its last owner.
CREATE TABLE member (
  organization_id uuid NOT NULL REFERENCES organization,
  account_id uuid NOT NULL REFERENCES account,
  role text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, account_id),
  CONSTRAINT member_role CHECK (role IN ('OWNER', 'MANAGER', 'SALES', 'GATE', 'VIEWER'))
);
CREATE INDEX member_account ON member (account_id);
