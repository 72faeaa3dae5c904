-- Up to when a kind has been deleted for good, whatever its rule says today.
ALTER TABLE retention_rules ADD COLUMN deleted_before timestamptz;
UPDATE retention_rules SET deleted_before = last_run_at - keep_days * interval '1 day'
 WHERE last_run_at IS NOT NULL AND keep_days IS NOT NULL;
