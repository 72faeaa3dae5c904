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

-- Keys that are stored already are cleaned as they are when they come in (cleanKey in src/model/clean-text.ts, and a test
-- compares the two). A value that somebody else holds once it is clean stays as it is: which of the two records is the right
-- one is a person's decision, and the next session parks what it cannot assign.
CREATE FUNCTION pg_temp.clean_key(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT btrim(regexp_replace(normalize(regexp_replace(given,
    '[\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+',
    '', 'g'), NFC),
    '[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000]+', ' ', 'g'))
$$;
CREATE FUNCTION pg_temp.is_unclean(given text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT given ~ '[^!-~ ]|  |^ | $' AND pg_temp.clean_key(given) NOT IN (given, '')
$$;
CREATE FUNCTION pg_temp.clean_column(of_table text, of_column text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format($sql$
    WITH unclean AS (
      SELECT id, pg_temp.clean_key(%2$I) AS clean FROM %1$I WHERE pg_temp.is_unclean(%2$I)),
    alone AS (
      SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY lower(clean)) AS alike FROM unclean) counted
       WHERE alike = 1 AND NOT EXISTS (
         SELECT FROM %1$I o WHERE lower(o.%2$I) = lower(counted.clean) AND o.id <> counted.id))
    UPDATE %1$I t SET %2$I = alone.clean FROM alone WHERE t.id = alone.id
  $sql$, of_table, of_column);
END $$;

SELECT pg_temp.clean_column('people', 'email'), pg_temp.clean_column('people', 'username'),
       pg_temp.clean_column('assets', 'serial_number'), pg_temp.clean_column('assets', 'barcode'),
       pg_temp.clean_column('assets', 'imei'), pg_temp.clean_column('assets', 'external_id'),
       pg_temp.clean_column('software_normalizations', 'incoming_name');
SELECT pg_temp.clean_column(object, column_name) FROM custom_fields
 WHERE is_unique AND type IN ('short_text', 'long_text') AND object IN ('people', 'assets', 'software');
UPDATE software_normalizations SET standard_name = pg_temp.clean_key(standard_name) WHERE pg_temp.is_unclean(standard_name);

-- Products that look the same become one, the older one, unless a person or an integration has made them its own.
CREATE TEMP TABLE same_product ON COMMIT DROP AS
  SELECT id AS from_id, kept AS to_id FROM (
    SELECT id, version, locked_fields, name, first_value(id) OVER (PARTITION BY lower(pg_temp.clean_key(name))
           ORDER BY pg_temp.is_unclean(name), id) AS kept FROM software) s
   WHERE id <> kept AND pg_temp.is_unclean(name) AND version = 1 AND locked_fields IS NULL
     AND NOT EXISTS (SELECT FROM source_records c JOIN integrations i ON i.id = c.integration_id
                      WHERE c.record_id = s.id AND i.object = 'software');
UPDATE software_releases r SET software_id = p.to_id FROM same_product p WHERE r.software_id = p.from_id;
DELETE FROM software s USING same_product p WHERE s.id = p.from_id;
SELECT pg_temp.clean_column('software', 'name');

-- Spellings that look the same become one, and the sets of devices name that one. Their hash is made new by the next
-- session, which finds the same set and writes no history.
CREATE TEMP TABLE same_release ON COMMIT DROP AS
  SELECT id AS from_id, kept AS to_id FROM (
    SELECT id, first_value(id) OVER (PARTITION BY pg_temp.clean_key(name), pg_temp.clean_key(version),
           pg_temp.clean_key(publisher) ORDER BY id) AS kept FROM software_releases) r
   WHERE id <> kept;
UPDATE software_installs i SET set_hash = gen_random_uuid(), (release_ids, installed_on) = (
    SELECT array_agg(one.id ORDER BY one.id), array_agg(one.day ORDER BY one.id) FROM (
      SELECT coalesce(s.to_id, u.id) AS id, max(u.day) AS day FROM unnest(i.release_ids, i.installed_on) u (id, day)
        LEFT JOIN same_release s ON s.from_id = u.id GROUP BY 1) one)
 WHERE EXISTS (SELECT FROM same_release) AND i.release_ids && (SELECT array_agg(from_id) FROM same_release);
DELETE FROM software_releases r USING same_release s WHERE r.id = s.from_id;
UPDATE software_releases r SET name = clean.name, version = clean.version, publisher = clean.publisher,
       key = left(encode(sha256(convert_to(clean.name, 'UTF8') || '\x00'::bytea || convert_to(clean.version, 'UTF8')
                  || '\x00'::bytea || convert_to(clean.publisher, 'UTF8')), 'hex'), 32)::uuid
  FROM (SELECT id, coalesce(nullif(pg_temp.clean_key(name), ''), name) AS name, pg_temp.clean_key(version) AS version,
               pg_temp.clean_key(publisher) AS publisher FROM software_releases) clean
 WHERE clean.id = r.id AND (clean.name, clean.version, clean.publisher) IS DISTINCT FROM (r.name, r.version, r.publisher);
UPDATE software s SET asset_count = (
    SELECT count(DISTINCT i.asset_id) FROM software_installs i JOIN assets a ON a.id = i.asset_id AND a.archived_at IS NULL
     WHERE i.release_ids && (SELECT array_agg(r.id) FROM software_releases r WHERE r.software_id = s.id))
 WHERE s.id IN (SELECT to_id FROM same_product);
DROP FUNCTION pg_temp.clean_column, pg_temp.is_unclean, pg_temp.clean_key;
