-- Versions as they are ordered: 1.10 after 1.9. NULL: not computed yet, which is made up for in the background.
ALTER TABLE component ADD COLUMN version_key TEXT;
CREATE INDEX component_unkeyed ON component (id) WHERE version_key IS NULL;

-- Lists in the order of names and of versions; component_name is the one in the order of groups.
CREATE INDEX component_by_name ON component (content, name);
CREATE INDEX component_by_version ON component (content, version_key);

-- What free text is found by: group, name and version of a component. Each transaction adds what it made when it ends,
-- so that a batch of changes costs one addition. SQLite's own.
CREATE VIRTUAL TABLE component_text USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram'
);
CREATE TRIGGER component_text_deleted AFTER DELETE ON component
BEGIN
  DELETE FROM component_text WHERE rowid = old.id;
END;
