-- A vendor's token for the next page may hold U+0000 or half a surrogate pair, escaped; jsonb refuses both. The cursor is
-- only ever read whole.
ALTER TABLE sessions ALTER COLUMN cursor TYPE json;

-- Pieces of installed software as a session reads them, where a device's entries do not come together or differ from
-- what is stored. Compared and written as a whole once the query has been read to its end (settle-software.ts).
CREATE TABLE session_software (
  session_id   bigint NOT NULL,
  source_id    bigint NOT NULL,
  -- Nothing of the device was met before this piece: the stored set is no part of what the vendor lists.
  is_first     boolean NOT NULL,
  release_ids  integer[] NOT NULL,
  installed_on date[] NOT NULL
);
CREATE INDEX session_software_source_id_idx ON session_software (session_id, source_id);
