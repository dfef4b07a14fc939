-- Settings of the server itself.
CREATE TABLE setting (
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);

CREATE TABLE blob_store (
  name       TEXT PRIMARY KEY NOT NULL,
  folder     TEXT NOT NULL,               -- as it was given; relative to the data folder's blobs/
  soft_quota BIGINT,                      -- bytes; NULL: none
  blobs      BIGINT NOT NULL DEFAULT 0,   -- kept, not counted
  size       BIGINT NOT NULL DEFAULT 0    -- bytes; kept, not counted
);

-- One row for each distinct content of a store: this is the deduplication.
CREATE TABLE blob (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  store              TEXT   NOT NULL REFERENCES blob_store (name),
  name               TEXT   NOT NULL,     -- its id in the store
  size               BIGINT NOT NULL,
  sha256             TEXT   NOT NULL,
  sha512             TEXT,                -- these three as far as they were computed
  sha1               TEXT,
  md5                TEXT,
  assets             BIGINT NOT NULL,     -- how many have it
  unreferenced_since BIGINT,              -- ms since 1970, when assets became 0
  created            BIGINT NOT NULL      -- ms since 1970
);
CREATE UNIQUE INDEX blob_sha256 ON blob (sha256, store);
CREATE UNIQUE INDEX blob_name ON blob (store, name);
CREATE INDEX blob_sha512 ON blob (sha512) WHERE sha512 IS NOT NULL;
CREATE INDEX blob_sha1 ON blob (sha1) WHERE sha1 IS NOT NULL;
CREATE INDEX blob_md5 ON blob (md5) WHERE md5 IS NOT NULL;
CREATE INDEX blob_unreferenced ON blob (unreferenced_since) WHERE unreferenced_since IS NOT NULL;

-- What a repository holds. A dropped one has no name and waits for its rows to be removed.
CREATE TABLE content (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  repository TEXT,
  store      TEXT   NOT NULL REFERENCES blob_store (name),
  assets     BIGINT NOT NULL DEFAULT 0,   -- kept, not counted
  size       BIGINT NOT NULL DEFAULT 0    -- bytes of the assets; kept, not counted
);
CREATE UNIQUE INDEX content_repository ON content (repository);
CREATE INDEX content_store ON content (store);

CREATE TABLE component (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  content    BIGINT NOT NULL REFERENCES content (id),
  group_name TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  version    TEXT   NOT NULL,
  assets     BIGINT NOT NULL              -- how many it has; it goes with the last
);
CREATE UNIQUE INDEX component_name ON component (content, group_name, name, version);

CREATE TABLE asset (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  content      BIGINT NOT NULL REFERENCES content (id),
  path         TEXT   NOT NULL,
  blob         BIGINT NOT NULL REFERENCES blob (id),
  component    BIGINT REFERENCES component (id),
  content_type TEXT   NOT NULL,
  attributes   TEXT,                      -- a JSON object of strings; NULL: none
  created      BIGINT NOT NULL,           -- ms since 1970
  updated      BIGINT NOT NULL            -- ms since 1970
);
CREATE UNIQUE INDEX asset_path ON asset (content, path);
CREATE INDEX asset_blob ON asset (blob, content);
CREATE INDEX asset_component ON asset (component);

-- An asset needs another one of its repository.
CREATE TABLE reference (
  source BIGINT NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
  target BIGINT NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
  PRIMARY KEY (source, target)
) WITHOUT ROWID;
CREATE INDEX reference_target ON reference (target);

-- The browse tree: a line for each asset and for each folder that has something in it.
CREATE TABLE node (
  content  BIGINT NOT NULL REFERENCES content (id),
  folder   TEXT   NOT NULL,               -- the path of the folder that it is in; '' for the root
  folded   TEXT   NOT NULL,               -- the name in lower case
  name     TEXT   NOT NULL,
  asset    BIGINT,                        -- the asset of that path, if there is one
  children BIGINT NOT NULL,               -- lines directly below it; a folder if more than 0
  PRIMARY KEY (content, folder, folded, name)
) WITHOUT ROWID;

-- A format's own rows.
CREATE TABLE record (
  content    BIGINT NOT NULL REFERENCES content (id),
  kind       TEXT   NOT NULL,
  record_key TEXT   NOT NULL,
  json       TEXT   NOT NULL,
  owner      BIGINT REFERENCES asset (id) ON DELETE CASCADE,
  PRIMARY KEY (content, kind, record_key)
) WITHOUT ROWID;
CREATE INDEX record_owner ON record (owner);
