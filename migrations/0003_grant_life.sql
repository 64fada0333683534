-- The whole life of a grant and of an agreement; docs/storage.md says what each column means.

-- One act of taking access back, and how far it has come.
CREATE TABLE revocations (
  id           TEXT PRIMARY KEY,
  scope        TEXT NOT NULL CHECK (scope IN ('grant', 'person', 'company', 'version', 'report', 'everything')),
  target       TEXT NOT NULL,
  actor        TEXT NOT NULL,
  reason       TEXT NOT NULL,
  message      TEXT,
  created_at   INTEGER NOT NULL,
  total        INTEGER NOT NULL,
  done         INTEGER NOT NULL DEFAULT 0,
  finished_at  INTEGER,
  lifted_at    INTEGER,
  lifted_by    TEXT
) STRICT;
CREATE INDEX revocations_open ON revocations (created_at) WHERE finished_at IS NULL;
CREATE INDEX revocations_target ON revocations (scope, target);
CREATE INDEX revocations_newest ON revocations (created_at);

ALTER TABLE grants ADD COLUMN revocation_id TEXT REFERENCES revocations (id);
CREATE INDEX grants_revocation ON grants (revocation_id) WHERE revocation_id IS NOT NULL;
CREATE INDEX grants_open_of_report ON grants (report_id, id) WHERE revoked_at IS NULL;
CREATE INDEX grants_unrevoked ON grants (expires_at, report_id) WHERE revoked_at IS NULL;

CREATE INDEX people_domain ON people (lower(substr(address, instr(address, '@') + 1))) WHERE address IS NOT NULL;

-- A version that was taken back is never live again, and a copy of it that is on its way is cut.
ALTER TABLE report_versions ADD COLUMN withdrawn_at INTEGER;
CREATE INDEX downloads_revision ON downloads (revision, grant_id);

-- How many downloads a grant allows (NULL: any number), and how many of those on record are not counted.
ALTER TABLE grants ADD COLUMN quota INTEGER;
ALTER TABLE grants ADD COLUMN refunds INTEGER NOT NULL DEFAULT 0;

-- An acceptance ends with the agreement's term (NULL: it has none), or when either party ends the agreement.
ALTER TABLE acceptances ADD COLUMN ends_at INTEGER;
ALTER TABLE acceptances ADD COLUMN ended_at INTEGER;
ALTER TABLE acceptances ADD COLUMN ended_by TEXT;

-- A version that went live in another one's place, and how far telling the other one's holders has come.
CREATE TABLE announcements (
  report_id    TEXT NOT NULL,
  revision     TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  last_grant   TEXT NOT NULL DEFAULT '',
  finished_at  INTEGER,
  PRIMARY KEY (report_id, revision)
) STRICT;
CREATE INDEX announcements_open ON announcements (created_at) WHERE finished_at IS NULL;
