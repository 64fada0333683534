-- One logout that an identity provider asked for (OpenID Connect Back-Channel Logout 1.0). It makes the token work once, and
-- keeps a sign-in that was under way at that moment from becoming a session.
CREATE TABLE provider_logouts (
  token_hash  TEXT PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  issuer      TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('customer', 'staff')),
  subject     TEXT,
  sid         TEXT,
  issued_at   INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  CHECK (subject IS NOT NULL OR sid IS NOT NULL)
) STRICT;
CREATE INDEX provider_logouts_subject ON provider_logouts (issuer, kind, subject);
CREATE INDEX provider_logouts_sid ON provider_logouts (issuer, kind, sid);
CREATE INDEX provider_logouts_received ON provider_logouts (received_at);

CREATE INDEX sessions_provider ON sessions (idp_sid) WHERE idp_sid IS NOT NULL;

-- How a download ended may be that nobody knows: its isolate died. SQLite changes a CHECK by making the table anew.
CREATE TABLE downloads_7 (
  id           TEXT PRIMARY KEY,
  grant_id     TEXT NOT NULL REFERENCES grants (id),
  revision     TEXT NOT NULL,
  first_byte   INTEGER NOT NULL,
  last_byte    INTEGER NOT NULL,
  started_at   INTEGER NOT NULL,
  ended_at     INTEGER,
  outcome      TEXT CHECK (outcome IN ('complete', 'broken', 'revoked', 'unknown'))
) STRICT;
INSERT INTO downloads_7 (id, grant_id, revision, first_byte, last_byte, started_at, ended_at, outcome)
  SELECT id, grant_id, revision, first_byte, last_byte, started_at, ended_at, outcome FROM downloads ORDER BY rowid;
DROP TABLE downloads;
ALTER TABLE downloads_7 RENAME TO downloads;
CREATE INDEX downloads_grant ON downloads (grant_id, started_at);
CREATE INDEX downloads_revision ON downloads (revision, grant_id);
CREATE INDEX downloads_started ON downloads (started_at, id);
CREATE INDEX downloads_outcome ON downloads (outcome, started_at, id);
CREATE INDEX downloads_open ON downloads (started_at) WHERE ended_at IS NULL;

-- What retention looks for: addresses that are still whole.
CREATE INDEX requests_whole_ip ON requests (created_at) WHERE ip <> '' AND instr(ip, '/') = 0;
