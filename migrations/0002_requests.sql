-- A request that waits can be withdrawn, and expires; what decided stands on its row, and a later one knows the earlier one.
-- SQLite changes a CHECK by making the table anew. It is made under its own name, and not renamed into it: the rows that
-- refer to it are then counted as whole again when the rows are back.
PRAGMA defer_foreign_keys = on;

CREATE TABLE requests_before AS SELECT * FROM requests ORDER BY rowid;
DROP TABLE requests;

CREATE TABLE requests (
  id           TEXT PRIMARY KEY,
  report_id    TEXT NOT NULL,
  person_id    TEXT REFERENCES people (id),
  name         TEXT NOT NULL,
  company      TEXT NOT NULL,
  address      TEXT NOT NULL,
  browser_hash TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN
                 ('confirming', 'confirmed', 'pending', 'granted', 'declined', 'denied', 'withdrawn', 'expired')),
  reason       TEXT,
  decided_by   TEXT,
  -- What decided: the rule's name, the rule set's SHA-256, and for how many days it gives (NULL: the general time).
  rule         TEXT,
  rule_set     TEXT,
  grant_days   INTEGER,
  -- The request of the same person for the same report before this one.
  earlier_id   TEXT REFERENCES requests (id) ON DELETE SET NULL,
  ip           TEXT NOT NULL,
  user_agent   TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  changed_at   INTEGER NOT NULL
) STRICT;

INSERT INTO requests
  (id, report_id, person_id, name, company, address, browser_hash, state, reason, decided_by, ip, user_agent, created_at, changed_at)
SELECT id, report_id, person_id, name, company, address, browser_hash, state, reason, decided_by, ip, user_agent, created_at, changed_at
FROM requests_before ORDER BY rowid;
DROP TABLE requests_before;

CREATE INDEX requests_state ON requests (state, created_at);
CREATE INDEX requests_person ON requests (person_id);
CREATE INDEX requests_browser ON requests (browser_hash, report_id);
CREATE INDEX requests_address ON requests (address, created_at);
CREATE INDEX requests_earlier ON requests (earlier_id) WHERE earlier_id IS NOT NULL;
-- What waits: since when, and for what.
CREATE INDEX requests_waiting ON requests (changed_at) WHERE state = 'pending';
CREATE INDEX requests_queue ON requests (report_id) WHERE state = 'pending';
-- How long readers took to have a report.
CREATE INDEX requests_given ON requests (report_id, changed_at, created_at) WHERE state = 'granted';
