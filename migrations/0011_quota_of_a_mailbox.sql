-- Since when the grants of a mailbox for a report share the quota of this one (NULL: since its own beginning).
ALTER TABLE grants ADD COLUMN quota_since INTEGER;
