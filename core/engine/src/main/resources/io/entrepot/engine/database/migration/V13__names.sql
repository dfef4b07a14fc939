-- A blob's name begins with its sha256, so blob_sha256 finds it by name as well: the long random names
-- need no index of their own, which every upload would have to write a page of.
DROP INDEX blob_name;
-- For rows of which that is not true, however they came to be. It is empty.
CREATE INDEX blob_misnamed ON blob (store, name) WHERE substr(name, 1, 64) <> sha256;
