-- What it is called everywhere: a request for an index, made by sorting a long list by a seldom used field.
ALTER TABLE list_order_wishes RENAME TO list_index_requests;
ALTER TABLE list_index_requests RENAME CONSTRAINT list_order_wishes_pkey TO list_index_requests_pkey;
ALTER TABLE list_index_requests RENAME COLUMN last_asked_at TO last_requested_at;
