-- Servers besides its own that integrations may send a credential to: `host` or `host:port`, entered by an administrator.
ALTER TABLE credentials ADD COLUMN other_servers text[] NOT NULL DEFAULT '{}';
