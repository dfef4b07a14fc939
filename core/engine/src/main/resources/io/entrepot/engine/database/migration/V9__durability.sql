-- What a store's soft quota is about (spaceUsedQuota or spaceRemainingQuota), and the limit that refuses.
ALTER TABLE blob_store ADD COLUMN quota_rule TEXT NOT NULL DEFAULT 'spaceUsedQuota';
ALTER TABLE blob_store ADD COLUMN hard_limit BIGINT; -- bytes; NULL: none
