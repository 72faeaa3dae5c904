-- Foundation: access, vault, integrations, sessions, people, SaaS, history.
--
-- Data-plane tables (people, source_records, record_changes, saas_accounts) carry no foreign keys to each other:
-- a row trigger per inserted record would cost more than the insert itself. The sync engine and the records
-- service are their only writers and keep them consistent inside one transaction.

-- Access ------------------------------------------------------------------------------------------------------

CREATE TABLE users (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email         text NOT NULL,
  name          text NOT NULL,
  password_hash text NOT NULL,
  role          text NOT NULL CHECK (role IN ('administrator', 'operator', 'viewer')),
  is_disabled   boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  last_sign_in_at timestamptz
);
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

CREATE TABLE user_sessions (
  token_hash   bytea PRIMARY KEY,
  user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  csrf_token   text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  ip_address   text,
  user_agent   text
);
CREATE INDEX user_sessions_user_id_idx ON user_sessions (user_id);

-- One row per throttled key (e-mail, address): failures since the last success.
CREATE TABLE sign_in_throttles (
  key             text PRIMARY KEY,
  failure_count   integer NOT NULL,
  last_failure_at timestamptz NOT NULL,
  blocked_until   timestamptz
);

CREATE TABLE api_tokens (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text NOT NULL,
  token_hash   bytea NOT NULL UNIQUE,
  -- First characters, shown so that a person can tell tokens apart.
  prefix       text NOT NULL,
  role         text NOT NULL CHECK (role IN ('administrator', 'operator', 'viewer')),
  user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);

CREATE TABLE audit_log (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL DEFAULT now(),
  user_id     bigint,
  -- Kept beside the id so that the entry stays readable after the user is deleted.
  actor       text NOT NULL,
  source      text NOT NULL CHECK (source IN ('ui', 'api', 'cli', 'integration', 'system')),
  action      text NOT NULL,
  target_type text NOT NULL,
  target_id   text,
  target_name text,
  details     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_at_idx ON audit_log (at DESC, id DESC);

CREATE TABLE notifications (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id        bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  at             timestamptz NOT NULL DEFAULT now(),
  level          text NOT NULL CHECK (level IN ('info', 'warning', 'error')),
  title          text NOT NULL,
  message        text NOT NULL,
  link           text,
  read_at        timestamptz
);
CREATE INDEX notifications_user_id_idx ON notifications (user_id, at DESC);

-- Vault -------------------------------------------------------------------------------------------------------

CREATE TABLE credentials (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name             text NOT NULL,
  description      text NOT NULL DEFAULT '',
  owner            text NOT NULL DEFAULT '',
  connector_id     text NOT NULL,
  method_id        text NOT NULL,
  -- Form values that are not secret.
  fields           jsonb NOT NULL DEFAULT '{}',
  -- Envelope: secrets (form secrets and tokens) sealed by a data key, the data key wrapped by the master key.
  sealed           bytea,
  wrapped_key      bytea,
  master_key_id    text,
  -- Associated data of the seal; grows with every write of `sealed`.
  seal_version     integer NOT NULL DEFAULT 0,
  status           text NOT NULL DEFAULT 'not_authenticated'
                   CHECK (status IN ('not_authenticated', 'authenticated', 'expiring', 'needs_reauthentication')),
  status_reason    text,
  -- A draft belongs to a form still open; drafts older than a day are removed.
  is_draft         boolean NOT NULL DEFAULT false,
  scopes           text[] NOT NULL DEFAULT '{}',
  -- When the secret itself ends (entered by hand, or told by the vendor).
  expires_at       timestamptz,
  access_token_expires_at timestamptz,
  refreshed_at     timestamptz,
  last_used_at     timestamptz,
  -- One refresh at a time across processes: lease plus fencing number, checked by the UPDATE that stores the tokens.
  refresh_fence    bigint NOT NULL DEFAULT 0,
  refresh_leased_until timestamptz,
  created_at       timestamptz NOT NULL DEFAULT now(),
  created_by       bigint,
  updated_at       timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX credentials_name_key ON credentials (lower(name)) WHERE NOT is_draft;

CREATE TABLE oauth_states (
  state_hash    bytea PRIMARY KEY,
  credential_id bigint NOT NULL REFERENCES credentials ON DELETE CASCADE,
  -- Sealed like a credential's secrets: PKCE verifier and the browser binding.
  sealed        bytea NOT NULL,
  wrapped_key   bytea NOT NULL,
  master_key_id text NOT NULL,
  user_id       bigint,
  created_at    timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL,
  used_at       timestamptz
);

CREATE TABLE global_variables (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key           text NOT NULL,
  value         text,
  is_secret     boolean NOT NULL DEFAULT false,
  sealed        bytea,
  wrapped_key   bytea,
  master_key_id text,
  seal_version  integer NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX global_variables_key_key ON global_variables (lower(key));

-- Integrations ------------------------------------------------------------------------------------------------

CREATE TABLE integrations (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name             text NOT NULL,
  connector_id     text NOT NULL,
  stream_id        text NOT NULL,
  object           text NOT NULL,
  credential_id    bigint REFERENCES credentials ON DELETE RESTRICT,
  settings         jsonb NOT NULL DEFAULT '{}',
  preference       text NOT NULL DEFAULT 'create_and_update'
                   CHECK (preference IN ('create_and_update', 'create_only', 'update_only')),
  user_selection   text NOT NULL DEFAULT 'user_only' CHECK (user_selection IN ('user_only', 'user_plus_saas')),
  status           text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'active', 'paused')),
  -- Account the changes are attributed to.
  integration_user text NOT NULL DEFAULT '',
  contacts         bigint[] NOT NULL DEFAULT '{}',
  -- { kind: 'manual' | 'interval' | 'daily' | 'weekly' | 'cron', … } as in src/integrations/schedule.ts.
  schedule         jsonb NOT NULL,
  next_run_at      timestamptz,
  absence_policy   text NOT NULL DEFAULT 'keep' CHECK (absence_policy IN ('keep', 'deactivate', 'archive')),
  retire_limit_percent integer NOT NULL DEFAULT 20 CHECK (retire_limit_percent BETWEEN 0 AND 100),
  ca_bundle_pem    text,
  -- Source records the vendor still had when last read; kept by the sync engine so that "nothing is missing" needs no scan.
  live_source_count bigint NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL DEFAULT now(),
  created_by       bigint,
  updated_at       timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX integrations_name_key ON integrations (lower(name));
CREATE INDEX integrations_next_run_at_idx ON integrations (next_run_at) WHERE status = 'active';
CREATE INDEX integrations_credential_id_idx ON integrations (credential_id);

-- Every saved version of a mapping is kept: sessions name the one they ran with.
CREATE TABLE mappings (
  integration_id bigint NOT NULL REFERENCES integrations ON DELETE CASCADE,
  version        integer NOT NULL,
  mapping        jsonb NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  created_by     bigint,
  PRIMARY KEY (integration_id, version)
);

-- First records of the source, fetched for the mapping page.
CREATE TABLE integration_samples (
  integration_id bigint PRIMARY KEY REFERENCES integrations ON DELETE CASCADE,
  fetched_at     timestamptz NOT NULL,
  records        json NOT NULL
);

CREATE TABLE custom_fields (
  object     text NOT NULL,
  name       text NOT NULL,
  column_name text NOT NULL,
  label      text NOT NULL,
  type       text NOT NULL,
  is_unique  boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by bigint,
  PRIMARY KEY (object, name)
);
CREATE UNIQUE INDEX custom_fields_label_key ON custom_fields (object, lower(label));

-- Values that never match a record, e.g. a vendor's placeholder serial number.
CREATE TABLE placeholder_values (
  value text PRIMARY KEY
);
INSERT INTO placeholder_values (value) VALUES
  ('to be filled by o.e.m.'), ('default string'), ('system serial number'), ('none'), ('null'), ('n/a'), ('na'),
  ('-'), ('--'), ('0'), ('-1'), ('unknown'), ('not known'), ('not specified'), ('not applicable'),
  ('00:00:00:00:00:00'), ('00000000-0000-0000-0000-000000000000'), ('noreply@example.com');

-- Sessions ----------------------------------------------------------------------------------------------------

-- The session row is the truth about a run; the job queue only carries "look at session N".
CREATE TABLE sessions (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  integration_id   bigint NOT NULL REFERENCES integrations ON DELETE CASCADE,
  kind             text NOT NULL CHECK (kind IN ('test', 'preview', 'manual', 'scheduled', 'apply')),
  status           text NOT NULL DEFAULT 'queued'
                   CHECK (status IN ('queued', 'running', 'succeeded', 'succeeded_with_errors', 'failed', 'canceled')),
  -- Fence: a worker may only write while the epoch is the one it was given when it took the session.
  epoch            integer NOT NULL DEFAULT 0,
  worker_id        text,
  heartbeat_at     timestamptz,
  requested_by     bigint,
  requested_by_name text NOT NULL DEFAULT '',
  mapping_version  integer,
  -- For kind `apply`: the preview whose plan is applied.
  plan_session_id  bigint,
  -- Checkpoint: where the next page starts, and whether reading has ended.
  cursor           jsonb,
  is_read_complete boolean NOT NULL DEFAULT false,
  restart_count    integer NOT NULL DEFAULT 0,
  phase            text NOT NULL DEFAULT 'waiting' CHECK (phase IN ('waiting', 'reading', 'retiring', 'finishing', 'done')),
  page_count       integer NOT NULL DEFAULT 0,
  read_count       bigint NOT NULL DEFAULT 0,
  created_count    bigint NOT NULL DEFAULT 0,
  updated_count    bigint NOT NULL DEFAULT 0,
  unchanged_count  bigint NOT NULL DEFAULT 0,
  skipped_count    bigint NOT NULL DEFAULT 0,
  failed_count     bigint NOT NULL DEFAULT 0,
  ambiguous_count  bigint NOT NULL DEFAULT 0,
  canceled_count   bigint NOT NULL DEFAULT 0,
  retired_count    bigint NOT NULL DEFAULT 0,
  warning_count    bigint NOT NULL DEFAULT 0,
  byte_count       bigint NOT NULL DEFAULT 0,
  -- What the vendor said the whole is, where it says so.
  expected_count   bigint,
  queued_at        timestamptz NOT NULL DEFAULT now(),
  started_at       timestamptz,
  ended_at         timestamptz,
  cancel_requested_at timestamptz,
  cancel_requested_by bigint,
  error_code       text,
  error_message    text,
  -- Test runs: [{ raw, mapped, issues }].
  test_payload     json
);
CREATE INDEX sessions_integration_id_idx ON sessions (integration_id, id DESC);
CREATE UNIQUE INDEX sessions_one_open_per_integration ON sessions (integration_id) WHERE status IN ('queued', 'running');
CREATE INDEX sessions_open_idx ON sessions (heartbeat_at) WHERE status IN ('queued', 'running');

-- Outcomes that leave no other trace. Created records are found by people.created_by_session, updated ones in
-- record_changes, unchanged ones are only counted: they cost no write.
CREATE TABLE session_outcomes (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  session_id  bigint NOT NULL REFERENCES sessions ON DELETE CASCADE,
  outcome     text NOT NULL CHECK (outcome IN ('created', 'updated', 'unchanged', 'skipped', 'failed', 'ambiguous', 'canceled', 'retired')),
  native_id   text,
  -- What a person would recognise the record by.
  label       text,
  record_id   bigint,
  reason_code text,
  reason      text,
  -- { field: [old, new] }, or the candidates of an ambiguous record.
  details     jsonb
);
CREATE INDEX session_outcomes_session_id_idx ON session_outcomes (session_id, outcome, id);

CREATE TABLE session_log (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  session_id bigint NOT NULL REFERENCES sessions ON DELETE CASCADE,
  at         timestamptz NOT NULL,
  level      text NOT NULL CHECK (level IN ('info', 'warning', 'error')),
  message    text NOT NULL,
  details    jsonb
);
CREATE INDEX session_log_session_id_idx ON session_log (session_id, id);

-- Which source records this session has met: a bitmap in chunks of 65,536 ids, removed when the session ends.
CREATE TABLE session_seen (
  session_id bigint NOT NULL REFERENCES sessions ON DELETE CASCADE,
  chunk      integer NOT NULL,
  bits       bytea NOT NULL,
  PRIMARY KEY (session_id, chunk)
);

-- A preview's decisions, in the order they were made; applied exactly or refused as stale.
CREATE TABLE plan_items (
  session_id     bigint NOT NULL REFERENCES sessions ON DELETE CASCADE,
  seq            bigint NOT NULL,
  outcome        text NOT NULL,
  native_id      text,
  label          text,
  record_id      bigint,
  record_version integer,
  reason_code    text,
  reason         text,
  details        jsonb,
  -- Raw source record; decided again from this when the plan is applied, and compared.
  payload        json,
  PRIMARY KEY (session_id, seq)
);

-- Unique values a preview has given to records it would create, so that it decides like the run itself.
CREATE TABLE plan_keys (
  session_id bigint NOT NULL REFERENCES sessions ON DELETE CASCADE,
  key        text NOT NULL,
  native_id  text NOT NULL,
  PRIMARY KEY (session_id, key)
);

-- Records -----------------------------------------------------------------------------------------------------

CREATE TABLE people (
  id                  bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  username            text,
  email               text,
  full_name           text,
  first_name          text,
  last_name           text,
  role                text,
  phone_number        text,
  position            text,
  department          text,
  company             text,
  location            text,
  address             text,
  is_active           boolean,
  external_id         text,
  last_login_at       timestamptz,
  connector_sync_time timestamptz,
  notes               text,
  -- Fields a person has locked by hand: no session writes them.
  locked_fields       text[],
  version             integer NOT NULL DEFAULT 1,
  created_at          timestamptz NOT NULL,
  created_by_session  bigint,
  created_by          text NOT NULL,
  updated_at          timestamptz NOT NULL,
  updated_by          text NOT NULL,
  archived_at         timestamptz
);
CREATE UNIQUE INDEX people_username_key ON people (lower(username));
CREATE UNIQUE INDEX people_email_key ON people (lower(email));
-- Rows of one session lie together, so a block range index finds them at almost no cost per insert.
CREATE INDEX people_created_by_session_idx ON people USING brin (created_by_session) WITH (pages_per_range = 32);

-- Who said what: the vendor's latest version of one record. `payload` is json, not jsonb: numbers keep every digit
-- and the text is not parsed into a tree on the way in.
CREATE TABLE source_records (
  id               bigint GENERATED BY DEFAULT AS IDENTITY,
  integration_id   bigint NOT NULL,
  native_id        text NOT NULL,
  record_id        bigint NOT NULL,
  -- 128 bits of sha256 over payload and mapping; null = decide again at the next session.
  content_hash     uuid,
  payload          json NOT NULL,
  first_seen_at    timestamptz NOT NULL,
  first_session_id bigint NOT NULL,
  last_changed_at  timestamptz NOT NULL,
  last_session_id  bigint NOT NULL,
  missing_since    timestamptz,
  PRIMARY KEY (integration_id, native_id)
);
CREATE INDEX source_records_record_id_idx ON source_records (record_id);

-- History. `changes` = { field: [old, new] }.
CREATE TABLE record_changes (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  object         text NOT NULL,
  record_id      bigint NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('created', 'updated', 'deactivated', 'archived', 'restored')),
  session_id     bigint,
  integration_id bigint,
  user_id        bigint,
  actor          text NOT NULL,
  at             timestamptz NOT NULL,
  native_id      text,
  changes        jsonb NOT NULL
);
CREATE INDEX record_changes_record_idx ON record_changes (object, record_id, id DESC);
CREATE INDEX record_changes_session_idx ON record_changes (session_id, id) WHERE session_id IS NOT NULL;

CREATE TABLE saas (
  id             bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  name           text NOT NULL,
  publisher      text,
  url            text,
  created_at     timestamptz NOT NULL,
  created_by     text NOT NULL,
  updated_at     timestamptz NOT NULL,
  updated_by     text NOT NULL,
  version        integer NOT NULL DEFAULT 1,
  archived_at    timestamptz
);
CREATE UNIQUE INDEX saas_name_key ON saas (lower(name));

CREATE TABLE saas_accounts (
  id               bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  saas_id          bigint NOT NULL,
  integration_id   bigint NOT NULL,
  external_id      text NOT NULL,
  person_id        bigint,
  email            text,
  username         text,
  full_name        text,
  roles            text[],
  is_active        boolean,
  last_activity_at timestamptz,
  version          integer NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  missing_since    timestamptz
);
CREATE UNIQUE INDEX saas_accounts_external_id_key ON saas_accounts (saas_id, integration_id, external_id);
CREATE INDEX saas_accounts_person_id_idx ON saas_accounts (person_id);
