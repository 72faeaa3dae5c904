-- An account that two integrations of one tenant have both sent is shown once: the second row is marked, and shown when
-- the first one goes.
ALTER TABLE saas_accounts ADD COLUMN is_repeated boolean NOT NULL DEFAULT false;
CREATE INDEX saas_accounts_same_idx ON saas_accounts (saas_id, external_id);
UPDATE saas_accounts a SET is_repeated = true
  FROM (SELECT id, row_number() OVER (PARTITION BY saas_id, external_id, person_id ORDER BY missing_since IS NOT NULL, id) AS place
          FROM saas_accounts) r
 WHERE r.id = a.id AND r.place > 1;
DROP INDEX IF EXISTS saas_accounts_counts;
