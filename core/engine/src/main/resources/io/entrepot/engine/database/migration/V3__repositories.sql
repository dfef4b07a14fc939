-- What makes the repositories. What they hold is in content.
CREATE TABLE repository (
  name     TEXT PRIMARY KEY NOT NULL,
  format   TEXT    NOT NULL,
  type     TEXT    NOT NULL,              -- hosted, proxy or group
  online   BIGINT  NOT NULL,              -- 0 or 1
  settings TEXT    NOT NULL               -- a JSON object of groups of settings
);
CREATE UNIQUE INDEX repository_name ON repository (lower(name));

-- The formats that were ever installed, so that what needs one that is missing can say so.
CREATE TABLE known_format (
  name            TEXT PRIMARY KEY NOT NULL,
  connector_group TEXT NOT NULL,          -- the group of the settings that has ports and host name
  claims          TEXT NOT NULL           -- a JSON array of its paths on the shared ports
);
