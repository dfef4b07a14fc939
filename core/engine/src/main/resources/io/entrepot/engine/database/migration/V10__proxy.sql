-- When what a proxy keeps was last found to be as upstream has it. No line: when it was set.
CREATE TABLE proxied (
  asset         BIGINT PRIMARY KEY NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
  updated       BIGINT NOT NULL,   -- asset.updated of the bytes that this is about
  checked       BIGINT NOT NULL,   -- ms since 1970
  etag          TEXT,              -- upstream's, of those bytes
  last_modified TEXT               -- upstream's, of those bytes
);

-- What was looked up before is to be looked up again; ms since 1970; NULL: nothing.
ALTER TABLE content ADD COLUMN invalidated BIGINT;
