-- Two-factor sign-in: authenticator apps (TOTP), passkeys, recovery codes, and which roles must have one.

-- Names a session without its secret, so that a person can end one of theirs.
ALTER TABLE user_sessions ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE;
-- What the passkey being added in this session has to sign; null when none is.
ALTER TABLE user_sessions ADD COLUMN passkey_challenge text;

CREATE TABLE user_totps (
  user_id       bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  -- The secret of the authenticator app, sealed like the secrets of credentials.
  sealed        bytea NOT NULL,
  wrapped_key   bytea NOT NULL,
  master_key_id text NOT NULL,
  seal_version  integer NOT NULL,
  -- False until a first code has shown that the app has the secret.
  is_confirmed  boolean NOT NULL DEFAULT false,
  -- Time step of the last code that was taken: no code counts twice.
  last_step     bigint,
  created_at    timestamptz NOT NULL
);

CREATE TABLE user_passkeys (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id       bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  credential_id text NOT NULL UNIQUE,
  public_key    bytea NOT NULL,
  sign_count    bigint NOT NULL,
  transports    text[] NOT NULL,
  -- Host it works at; a passkey is of no use under another name.
  host          text NOT NULL,
  name          text NOT NULL,
  created_at    timestamptz NOT NULL,
  last_used_at  timestamptz
);
CREATE INDEX user_passkeys_user_id_idx ON user_passkeys (user_id);

-- A code that was used is deleted.
CREATE TABLE user_recovery_codes (
  user_id   bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  PRIMARY KEY (user_id, code_hash)
);

-- A right password that waits for the second factor.
CREATE TABLE sign_in_challenges (
  token_hash        bytea PRIMARY KEY,
  user_id           bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  -- As it was then: a password that was changed meanwhile ends the attempt.
  password_hash     text NOT NULL,
  passkey_challenge text,
  expires_at        timestamptz NOT NULL
);
CREATE INDEX sign_in_challenges_user_id_idx ON sign_in_challenges (user_id);

-- Roles whose users need a second factor.
CREATE TABLE second_factor_roles (
  role text PRIMARY KEY CHECK (role IN ('administrator', 'operator', 'viewer'))
);
