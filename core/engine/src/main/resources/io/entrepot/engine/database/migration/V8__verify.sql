-- Set when a blob's bytes were found not to be what its row says: its reads fail, and the next
-- upload of the right bytes takes its place.
ALTER TABLE blob ADD COLUMN damaged_since BIGINT;   -- ms since 1970; NULL: nothing is known against it
CREATE INDEX blob_damaged ON blob (damaged_since) WHERE damaged_since IS NOT NULL;
