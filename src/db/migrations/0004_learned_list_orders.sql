-- Orders of long lists that people have asked for and that have no index from the start (records/list-indexes.queries.ts).
CREATE TABLE list_order_wishes (
  object        text NOT NULL,
  field         text NOT NULL,
  -- Written at most once an hour.
  last_asked_at timestamptz NOT NULL,
  PRIMARY KEY (object, field)
);
