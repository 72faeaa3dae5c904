-- Secrets are sealed with the servers they were entered for. What was sealed before is bound at the first start, once:
-- the mark says so. A restore that nothing proves takes it away.
ALTER TABLE credentials DROP CONSTRAINT credentials_status_check;
ALTER TABLE credentials ADD CONSTRAINT credentials_status_check CHECK (status IN
  ('not_authenticated', 'authenticated', 'expiring', 'needs_reauthentication', 'needs_secret'));
ALTER TABLE credentials ADD COLUMN is_binding_pending boolean NOT NULL DEFAULT false;
ALTER TABLE global_variables ADD COLUMN is_binding_pending boolean NOT NULL DEFAULT false;
UPDATE credentials SET is_binding_pending = true WHERE sealed IS NOT NULL;
UPDATE global_variables SET is_binding_pending = true WHERE sealed IS NOT NULL;
