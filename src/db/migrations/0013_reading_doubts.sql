-- What came up while the list was read that speaks against concluding anything from absence.
ALTER TABLE sessions ADD COLUMN doubts json NOT NULL DEFAULT '{}';
