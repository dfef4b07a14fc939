-- When it was last read, to the day: ms since 1970; NULL: not since this is kept (setting downloads.since).
ALTER TABLE asset ADD COLUMN last_downloaded BIGINT;

-- What repositories can do without. A criterion that is NULL asks for nothing.
CREATE TABLE cleanup_policy (
  name              TEXT PRIMARY KEY NOT NULL,
  format            TEXT   NOT NULL,       -- '*': any
  notes             TEXT   NOT NULL,
  last_blob_updated BIGINT,                -- days
  last_downloaded   BIGINT,                -- days
  release_type      TEXT,                  -- RELEASES, PRERELEASES
  asset_regex       TEXT,
  retain            BIGINT,                -- so many newest of a name stay
  sort_by           TEXT   NOT NULL        -- version, date: which are the newest
);
