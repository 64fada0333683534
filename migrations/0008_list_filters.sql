-- What the console's lists are filtered by stands on the row itself, so that an index has it in the order of the list.

-- The domain of the address that the grant was made for, ASCII and lower case; NULL where no address was told.
ALTER TABLE grants ADD COLUMN domain TEXT;
UPDATE grants SET domain = (
  SELECT lower(substr(p.address, instr(p.address, '@') + 1)) FROM people p WHERE p.id = grants.person_id
);
CREATE INDEX grants_domain ON grants (domain, starts_at, id) WHERE domain IS NOT NULL;

ALTER TABLE downloads ADD COLUMN report_id TEXT;
UPDATE downloads SET report_id = (SELECT g.report_id FROM grants g WHERE g.id = downloads.grant_id);
CREATE INDEX downloads_report ON downloads (report_id, started_at, id);
