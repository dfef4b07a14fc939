-- What an asset's stay depends on: 0 on nobody, 1 on what needs it, 2 on that and the repository's policy.
ALTER TABLE asset ADD COLUMN retention BIGINT NOT NULL DEFAULT 0;
-- ms since 1970, when the last that needed it went; NULL while it is needed, or retention is 0.
ALTER TABLE asset ADD COLUMN unneeded_since BIGINT;
CREATE INDEX asset_unneeded ON asset (content, retention, unneeded_since)
  WHERE unneeded_since IS NOT NULL;

-- An asset is needed as long as there is one at that path of its repository.
CREATE TABLE keeper (
  asset   BIGINT NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
  content BIGINT NOT NULL REFERENCES content (id),
  path    TEXT   NOT NULL,
  PRIMARY KEY (asset, path)
) WITHOUT ROWID;
CREATE INDEX keeper_path ON keeper (content, path);

-- Collected store by store: one that is not there must not be in the others' way.
DROP INDEX blob_unreferenced;
CREATE INDEX blob_unreferenced ON blob (store, unreferenced_since)
  WHERE unreferenced_since IS NOT NULL;

-- Repositories that were removed and can still be restored. Their content has no name meanwhile.
CREATE TABLE removed_repository (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT    NOT NULL,
  format   TEXT    NOT NULL,
  type     TEXT    NOT NULL,
  online   BIGINT  NOT NULL,
  settings TEXT    NOT NULL,
  content  BIGINT  REFERENCES content (id),   -- NULL: it never held anything
  removed  BIGINT  NOT NULL                   -- ms since 1970
);
CREATE INDEX removed_repository_content ON removed_repository (content);
