-- Bytes of small blobs whose files the disk may not have yet. A line goes once it has.
CREATE TABLE fresh_blob (
  id    INTEGER PRIMARY KEY NOT NULL,
  store TEXT NOT NULL,
  name  TEXT NOT NULL,
  bytes BLOB NOT NULL
);
