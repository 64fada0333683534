-- How many downloads the rule gives by which a request waits or was granted (NULL: what the report says).
ALTER TABLE requests ADD COLUMN grant_downloads INTEGER;
