-- Installed software of records that are put off (session_deferred): whose it is, is known once they are decided.
CREATE TABLE session_deferred_software (
  session_id   bigint NOT NULL REFERENCES sessions ON DELETE CASCADE,
  native_id    text NOT NULL,
  release_ids  integer[] NOT NULL,
  installed_on date[] NOT NULL,
  -- As the vendor lists them.
  entry_count  integer NOT NULL
);
CREATE INDEX session_deferred_software_native_id_idx ON session_deferred_software (session_id, native_id);

-- A session in which something fell silent says nothing about what is usual until somebody says that it is right now.
ALTER TABLE sessions
  -- There was no session yet to compare with: later ones are compared with this one all the same.
  ADD COLUMN drift_is_first boolean NOT NULL DEFAULT false,
  ADD COLUMN drift_acknowledged_at timestamptz,
  ADD COLUMN drift_acknowledged_by text;
UPDATE sessions SET drift_is_first = true WHERE drift LIKE '%there is no session yet to compare with%';

-- What sessions left behind that ended before they had settled it.
DELETE FROM session_deferred d USING sessions s WHERE s.id = d.session_id AND s.ended_at IS NOT NULL;
