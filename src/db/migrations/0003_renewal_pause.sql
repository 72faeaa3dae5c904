-- Vendors that throttle token requests forgive only after silence: until then no process asks for new tokens.
ALTER TABLE credentials ADD COLUMN refresh_not_before timestamptz;
