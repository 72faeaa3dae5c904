-- Where each stream of the audit log (to a file, to a syslog receiver) stands, and which process sends it.
CREATE TABLE audit_streams (
  kind          text PRIMARY KEY CHECK (kind IN ('file', 'syslog')),
  -- The file, or the address of the receiver.
  target        text NOT NULL,
  -- Every entry up to this one has arrived.
  sent_id       bigint NOT NULL DEFAULT 0,
  sent_at       timestamptz,
  -- The process that sends, and until when nobody else does.
  holder        text,
  held_until    timestamptz,
  -- A process with the setting has looked after the stream then.
  attended_at   timestamptz NOT NULL,
  failing_since timestamptz,
  failure_count integer NOT NULL DEFAULT 0,
  error         text,
  next_try_at   timestamptz
);

-- Leases are no news.
CREATE TRIGGER audit_streams_note_change AFTER INSERT OR DELETE OR UPDATE OF sent_id, error ON audit_streams
  FOR EACH STATEMENT EXECUTE FUNCTION note_table_change('/api/audit/streams');
CREATE TRIGGER audit_streams_note_trouble AFTER UPDATE ON audit_streams
  FOR EACH ROW WHEN ((NEW.failing_since IS NULL) IS DISTINCT FROM (OLD.failing_since IS NULL))
  EXECUTE FUNCTION note_table_change('/api/overview');
