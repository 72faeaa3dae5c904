-- Entries of installed software of assets that are not loaded: a rule leaves them out, or nobody lists them. Part of
-- install_read_count.
ALTER TABLE sessions ADD COLUMN install_skipped_count bigint NOT NULL DEFAULT 0;
