-- Absence after identity: what a session cannot decide before it has read everything waits until then, and what it
-- could not decide at all waits for a person, across sessions.

-- Records whose decision hangs on what the session has not read yet. They are decided once it has (src/sync/settle/).
CREATE TABLE session_deferred (
  session_id   bigint NOT NULL REFERENCES sessions ON DELETE CASCADE,
  seq          bigint GENERATED ALWAYS AS IDENTITY,
  native_id    text NOT NULL,
  content_hash uuid,
  payload      json NOT NULL,
  -- Source records that stood for the same record and had not been met yet.
  claimant_ids bigint[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (session_id, seq)
);

-- Source records that no session could assign. A person links, creates or ignores them; until then every session
-- tries again. A row with a resolution stays: it is what the person said.
CREATE TABLE parked_records (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  integration_id   bigint NOT NULL REFERENCES integrations ON DELETE CASCADE,
  native_id        text NOT NULL,
  object           text NOT NULL,
  label            text,
  reason_code      text NOT NULL,
  reason           text NOT NULL,
  -- Records it may belong to.
  candidates       bigint[] NOT NULL DEFAULT '{}',
  -- { field: value } as they would have been written.
  mapped           jsonb NOT NULL,
  first_session_id bigint NOT NULL,
  last_session_id  bigint NOT NULL,
  first_seen_at    timestamptz NOT NULL,
  last_seen_at     timestamptz NOT NULL,
  resolution       text CHECK (resolution IN ('link', 'create', 'ignore')),
  -- What it was linked to.
  resolved_record_id bigint,
  resolved_at      timestamptz,
  resolved_by      text
);
CREATE UNIQUE INDEX parked_records_native_id_key ON parked_records (integration_id, native_id);
CREATE INDEX parked_records_open_idx ON parked_records (last_seen_at DESC, id DESC) WHERE resolution IS NULL;

-- What a preview's updates give up (`is_released`), take, and stand for, beside what its creations take.
ALTER TABLE plan_keys ADD COLUMN is_released boolean NOT NULL DEFAULT false;
-- Number of the first item of the batch it was planned in. Items of one batch are applied together.
ALTER TABLE plan_keys ADD COLUMN batch_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE plan_items ADD COLUMN batch_seq bigint NOT NULL DEFAULT 0;
-- Source records, no longer at the vendor, whose place the item takes.
ALTER TABLE plan_items ADD COLUMN replaced_ids bigint[] NOT NULL DEFAULT '{}';
ALTER TABLE plan_keys DROP CONSTRAINT plan_keys_pkey;
CREATE INDEX plan_keys_session_id_idx ON plan_keys (session_id, key);

-- Retired because the vendor no longer had it: undone when its key comes back. Null when a person did it.
ALTER TABLE people ADD COLUMN retired_as text CHECK (retired_as IN ('archived', 'deactivated'));
ALTER TABLE assets ADD COLUMN retired_as text CHECK (retired_as IN ('archived', 'deactivated'));
ALTER TABLE software ADD COLUMN retired_as text CHECK (retired_as IN ('archived', 'deactivated'));

CREATE FUNCTION pg_temp.was_retired(of_object text, of_id bigint, as_kind text) RETURNS boolean LANGUAGE sql AS $$
  SELECT coalesce((SELECT c.kind = as_kind AND c.session_id IS NOT NULL FROM record_changes c
                    WHERE c.object = of_object AND c.record_id = of_id AND c.kind IN ('archived', 'restored', 'deactivated')
                    ORDER BY c.id DESC LIMIT 1), false)
$$;
UPDATE people SET retired_as = 'archived' WHERE archived_at IS NOT NULL AND pg_temp.was_retired('people', id, 'archived');
UPDATE assets SET retired_as = 'archived' WHERE archived_at IS NOT NULL AND pg_temp.was_retired('assets', id, 'archived');
UPDATE software SET retired_as = 'archived' WHERE archived_at IS NOT NULL AND pg_temp.was_retired('software', id, 'archived');
UPDATE people SET retired_as = 'deactivated'
 WHERE is_active = false AND archived_at IS NULL AND pg_temp.was_retired('people', id, 'deactivated');
