-- "My access": coming back without a report to ask for, colleagues of a signer, and leaving. See docs/storage.md.
PRAGMA defer_foreign_keys = on;

-- Somebody asks for their own page and has to confirm their address for it.
CREATE TABLE visits (
  id           TEXT PRIMARY KEY,
  address      TEXT NOT NULL,
  browser_hash TEXT NOT NULL,
  person_id    TEXT REFERENCES people (id),
  created_at   INTEGER NOT NULL,
  confirmed_at INTEGER
) STRICT;
CREATE INDEX visits_browser ON visits (browser_hash, created_at);
CREATE INDEX visits_address ON visits (address);
CREATE INDEX visits_person ON visits (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX visits_created ON visits (created_at);

-- As before, and now for a request or for a visit.
CREATE TABLE confirmations_4 (
  id           TEXT PRIMARY KEY,
  request_id   TEXT REFERENCES requests (id),
  visit_id     TEXT REFERENCES visits (id),
  address      TEXT NOT NULL,
  token_hash   TEXT NOT NULL UNIQUE,
  code_hash    TEXT NOT NULL,
  tries        INTEGER NOT NULL DEFAULT 0,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  used_at      INTEGER,
  used_by      TEXT CHECK (used_by IN ('link', 'code')),
  CHECK ((request_id IS NULL) <> (visit_id IS NULL))
) STRICT;
INSERT INTO confirmations_4
  (id, request_id, address, token_hash, code_hash, tries, created_at, expires_at, used_at, used_by)
  SELECT id, request_id, address, token_hash, code_hash, tries, created_at, expires_at, used_at, used_by
  FROM confirmations;
DROP TABLE confirmations;
ALTER TABLE confirmations_4 RENAME TO confirmations;
CREATE INDEX confirmations_request ON confirmations (request_id);
CREATE INDEX confirmations_visit ON confirmations (visit_id);
CREATE INDEX confirmations_address ON confirmations (address, created_at);
CREATE INDEX confirmations_expiry ON confirmations (expires_at);

-- A colleague whom a signer brings in under the agreement that the signer accepted for their company.
CREATE TABLE invitations (
  id            TEXT PRIMARY KEY,
  acceptance_id TEXT NOT NULL REFERENCES acceptances (id),
  invited_by    TEXT NOT NULL REFERENCES people (id),
  address       TEXT NOT NULL,
  person_id     TEXT REFERENCES people (id),
  evidence      TEXT,
  invited_at    INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL,
  joined_at     INTEGER,
  ended_at      INTEGER,
  ended_by      TEXT CHECK (ended_by IN ('signer', 'colleague', 'time', 'withdrawal')),
  CHECK ((joined_at IS NULL) = (evidence IS NULL)),
  CHECK ((joined_at IS NULL) = (person_id IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX invitations_open ON invitations (acceptance_id, address) WHERE ended_at IS NULL;
CREATE INDEX invitations_address ON invitations (address);
CREATE INDEX invitations_person ON invitations (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX invitations_by ON invitations (invited_by);
CREATE INDEX invitations_ended ON invitations (ended_at) WHERE ended_at IS NOT NULL;

-- Whose data was deleted as far as it may be, and when the rest goes.
ALTER TABLE people ADD COLUMN erased_at INTEGER;
ALTER TABLE people ADD COLUMN kept_until INTEGER;
CREATE INDEX people_kept ON people (kept_until) WHERE kept_until IS NOT NULL;

CREATE INDEX IF NOT EXISTS mails_subject ON mails (subject_id);
-- Invited, confirmed, and not joined: nothing but an address is known.
CREATE INDEX people_unnamed ON people (created_at) WHERE name = address;
