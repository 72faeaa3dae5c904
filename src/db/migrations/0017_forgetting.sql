-- How long what passes is kept; null = for ever. One row for each kind that src/forgetting/retention-kinds.ts knows.
CREATE TABLE retention_rules (
  kind text PRIMARY KEY,
  keep_days integer CHECK (keep_days BETWEEN 1 AND 36500),
  updated_at timestamptz,
  updated_by text,
  last_run_at timestamptz,
  last_deleted_count bigint NOT NULL DEFAULT 0,
  deleted_count bigint NOT NULL DEFAULT 0
);
INSERT INTO retention_rules (kind, keep_days) VALUES
  ('sessions', 365), ('outcomes', 90), ('session_logs', 90), ('plans', 30), ('test_payloads', 30),
  ('audit', NULL), ('notifications', 90), ('source_payloads', 365);
CREATE INDEX source_records_missing_since_idx ON source_records (missing_since) WHERE missing_since IS NOT NULL;
CREATE INDEX sessions_ended_at_idx ON sessions (ended_at);

-- Keys of the hashes below, sealed as everything secret is.
CREATE TABLE erasure_keys (
  id uuid PRIMARY KEY,
  sealed bytea NOT NULL,
  wrapped_key bytea NOT NULL,
  master_key_id text NOT NULL,
  created_at timestamptz NOT NULL
);
-- The proof that somebody was erased: counts, and not who. The number of the record is in the audit log's pseudonym only.
CREATE TABLE erasures (
  id uuid PRIMARY KEY,
  key_id uuid NOT NULL REFERENCES erasure_keys (id),
  pseudonym text NOT NULL,
  erased_at timestamptz NOT NULL,
  erased_by text NOT NULL,
  counts jsonb NOT NULL,
  released_at timestamptz,
  released_by text
);
CREATE TABLE erased_keys (
  erasure_id uuid NOT NULL REFERENCES erasures (id) ON DELETE CASCADE,
  hash bytea NOT NULL,
  PRIMARY KEY (hash, erasure_id)
);
CREATE INDEX erased_keys_erasure_id_idx ON erased_keys (erasure_id);
