-- What has changed, for those who look: a path of the API, noted by the transaction that changed it. Kept for an hour,
-- so that a page that lost its connection learns what it missed; not worth a write-ahead log.
CREATE UNLOGGED TABLE change_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- `/api/sessions`: that itself; `/api/sessions/12/*`: that and everything below. `#access`: who may look has changed.
  topic text NOT NULL,
  -- Only for this user.
  user_id bigint NOT NULL DEFAULT 0,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX change_events_once ON change_events (xid, topic, user_id);
CREATE INDEX change_events_at_idx ON change_events (at);

-- The listeners are told at the commit, once a transaction, and then read the table: it alone says what has changed.
CREATE FUNCTION note_change(of_topic text, of_user bigint DEFAULT 0) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change_events (topic, user_id) VALUES (of_topic, of_user) ON CONFLICT DO NOTHING;
  IF FOUND THEN PERFORM pg_notify('muster_changes', ''); END IF;
END $$;

-- A statement on a table: of many rows, one list has changed.
CREATE FUNCTION note_table_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_change(TG_ARGV[0]);
  RETURN NULL;
END $$;

-- A row: its list, and itself with everything below. Changes of the columns named after the path are none.
CREATE FUNCTION note_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV[1:] = to_jsonb(OLD) - TG_ARGV[1:] THEN RETURN NULL; END IF;
  PERFORM note_change(TG_ARGV[0]);
  PERFORM note_change(TG_ARGV[0] || '/' || CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END || '/*');
  RETURN NULL;
END $$;

CREATE FUNCTION note_session_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  session sessions := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  PERFORM note_change('/api/sessions');
  PERFORM note_change('/api/sessions/' || session.id || '/*');
  IF TG_OP <> 'UPDATE' OR NEW.status <> OLD.status THEN
    PERFORM note_change('/api/integrations');
    PERFORM note_change('/api/integrations/' || session.integration_id);
    PERFORM note_change('/api/overview');
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION note_mapping_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_change('/api/integrations/' || CASE WHEN TG_OP = 'DELETE' THEN OLD.integration_id ELSE NEW.integration_id END || '/*');
  RETURN NULL;
END $$;

CREATE FUNCTION note_field_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_change('/api/objects/' || CASE WHEN TG_OP = 'DELETE' THEN OLD.object ELSE NEW.object END || '/*');
  RETURN NULL;
END $$;

CREATE FUNCTION note_notification_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_change('/api/notifications', CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END);
  RETURN NULL;
END $$;

-- Heartbeats are no news.
CREATE TRIGGER sessions_note_new AFTER INSERT OR DELETE ON sessions
  FOR EACH ROW EXECUTE FUNCTION note_session_change();
CREATE TRIGGER sessions_note_change AFTER UPDATE ON sessions
  FOR EACH ROW WHEN ((NEW.status, NEW.phase, NEW.page_count, NEW.read_count, NEW.cancel_requested_at)
                 IS DISTINCT FROM (OLD.status, OLD.phase, OLD.page_count, OLD.read_count, OLD.cancel_requested_at))
  EXECUTE FUNCTION note_session_change();

CREATE TRIGGER integrations_note_change AFTER INSERT OR UPDATE OR DELETE ON integrations
  FOR EACH ROW EXECUTE FUNCTION note_row_change('/api/integrations', 'live_source_count');
CREATE TRIGGER mappings_note_change AFTER INSERT OR UPDATE OR DELETE ON mappings
  FOR EACH ROW EXECUTE FUNCTION note_mapping_change();
CREATE TRIGGER credentials_note_change AFTER INSERT OR UPDATE OR DELETE ON credentials
  FOR EACH ROW EXECUTE FUNCTION note_row_change('/api/credentials', 'last_used_at', 'refresh_fence', 'refresh_leased_until');
CREATE TRIGGER global_variables_note_change AFTER INSERT OR UPDATE OR DELETE ON global_variables
  FOR EACH ROW EXECUTE FUNCTION note_row_change('/api/global-variables');
CREATE TRIGGER software_normalizations_note_change AFTER INSERT OR UPDATE OR DELETE ON software_normalizations
  FOR EACH ROW EXECUTE FUNCTION note_row_change('/api/software-normalizations');
CREATE TRIGGER placeholder_values_note_change AFTER INSERT OR UPDATE OR DELETE ON placeholder_values
  FOR EACH ROW EXECUTE FUNCTION note_row_change('/api/placeholders');
CREATE TRIGGER users_note_change AFTER INSERT OR UPDATE OR DELETE ON users
  FOR EACH ROW EXECUTE FUNCTION note_row_change('/api/users', 'last_sign_in_at');
CREATE TRIGGER api_tokens_note_change AFTER INSERT OR UPDATE OR DELETE ON api_tokens
  FOR EACH ROW EXECUTE FUNCTION note_row_change('/api/api-tokens', 'last_used_at');
CREATE TRIGGER custom_fields_note_change AFTER INSERT OR UPDATE OR DELETE ON custom_fields
  FOR EACH ROW EXECUTE FUNCTION note_field_change();
CREATE TRIGGER notifications_note_change AFTER INSERT OR UPDATE OR DELETE ON notifications
  FOR EACH ROW EXECUTE FUNCTION note_notification_change();

CREATE TRIGGER people_note_change AFTER INSERT OR UPDATE OR DELETE ON people
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('/api/records/people/*');
CREATE TRIGGER assets_note_change AFTER INSERT OR UPDATE OR DELETE ON assets
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('/api/records/assets/*');
CREATE TRIGGER software_note_change AFTER INSERT OR UPDATE OR DELETE ON software
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('/api/records/software/*');
CREATE TRIGGER saas_note_change AFTER INSERT OR UPDATE OR DELETE ON saas
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('/api/records/saas/*');
CREATE TRIGGER saas_accounts_note_change AFTER INSERT OR UPDATE OR DELETE ON saas_accounts
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('/api/records/saas_accounts/*');
CREATE TRIGGER parked_records_note_change AFTER INSERT OR UPDATE OR DELETE ON parked_records
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('/api/parked-records');

-- Whoever has lost the right to look is told nothing more.
CREATE TRIGGER user_sessions_note_end AFTER DELETE ON user_sessions
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('#access');
CREATE TRIGGER users_note_access AFTER UPDATE OF role, is_disabled OR DELETE ON users
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('#access');
CREATE TRIGGER api_tokens_note_access AFTER UPDATE OF revoked_at, expires_at OR DELETE ON api_tokens
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('#access');
