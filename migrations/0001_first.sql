-- Every table is described, with examples and lifetimes, in docs/storage.md.
-- Times are milliseconds since 1970-01-01 UTC. Ids are random, server-made. Secrets are stored as SHA-256 only.

CREATE TABLE people (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('customer', 'prospect', 'staff')),
  issuer      TEXT,
  subject     TEXT,
  address     TEXT,
  name        TEXT NOT NULL,
  company     TEXT NOT NULL DEFAULT '',
  created_at  INTEGER NOT NULL,
  CHECK ((kind = 'prospect') = (issuer IS NULL)),
  CHECK ((issuer IS NULL) = (subject IS NULL))
) STRICT;
CREATE UNIQUE INDEX people_identity ON people (kind, issuer, subject) WHERE issuer IS NOT NULL;
CREATE UNIQUE INDEX people_prospect ON people (address) WHERE kind = 'prospect';

CREATE TABLE sessions (
  id_hash     TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL REFERENCES people (id),
  kind        TEXT NOT NULL CHECK (kind IN ('customer', 'prospect', 'staff')),
  replaces    TEXT,
  idp_sid     TEXT,
  claims      TEXT NOT NULL DEFAULT '{}',
  created_at  INTEGER NOT NULL,
  seen_at     INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_replaces ON sessions (replaces) WHERE replaces IS NOT NULL;

-- A completed OIDC callback, so that its state can be used once only; without a session where sign-out came first.
CREATE TABLE logins (
  state_hash   TEXT PRIMARY KEY,
  session_hash TEXT,
  used_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX logins_used ON logins (used_at);

CREATE TABLE requests (
  id           TEXT PRIMARY KEY,
  report_id    TEXT NOT NULL,
  person_id    TEXT REFERENCES people (id),
  name         TEXT NOT NULL,
  company      TEXT NOT NULL,
  address      TEXT NOT NULL,
  browser_hash TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('confirming', 'confirmed', 'pending', 'granted', 'declined', 'denied')),
  reason       TEXT,
  decided_by   TEXT,
  ip           TEXT NOT NULL,
  user_agent   TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  changed_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX requests_state ON requests (state, created_at);
CREATE INDEX requests_person ON requests (person_id);
CREATE INDEX requests_browser ON requests (browser_hash, report_id);
CREATE INDEX requests_address ON requests (address, created_at);

-- One live confirmation per address: sending a new one ends the older ones.
CREATE TABLE confirmations (
  id           TEXT PRIMARY KEY,
  request_id   TEXT NOT NULL REFERENCES requests (id),
  address      TEXT NOT NULL,
  token_hash   TEXT NOT NULL UNIQUE,
  code_hash    TEXT NOT NULL,
  tries        INTEGER NOT NULL DEFAULT 0,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  used_at      INTEGER,
  used_by      TEXT CHECK (used_by IN ('link', 'code'))
) STRICT;
CREATE INDEX confirmations_request ON confirmations (request_id);
CREATE INDEX confirmations_address ON confirmations (address, created_at);
CREATE INDEX confirmations_expiry ON confirmations (expires_at);

CREATE TABLE acceptances (
  id           TEXT PRIMARY KEY,
  request_id   TEXT NOT NULL UNIQUE REFERENCES requests (id),
  person_id    TEXT NOT NULL REFERENCES people (id),
  nda_id       TEXT NOT NULL,
  nda_version  TEXT NOT NULL,
  nda_sha256   TEXT NOT NULL,
  evidence     TEXT NOT NULL,
  accepted_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX acceptances_person ON acceptances (person_id, nda_sha256);

CREATE TABLE grants (
  id            TEXT PRIMARY KEY,
  person_id     TEXT NOT NULL REFERENCES people (id),
  report_id     TEXT NOT NULL,
  basis         TEXT NOT NULL CHECK (basis IN ('terms', 'nda', 'staff')),
  basis_detail  TEXT NOT NULL,
  acceptance_id TEXT REFERENCES acceptances (id),
  request_id    TEXT UNIQUE REFERENCES requests (id),
  copy_id       TEXT NOT NULL UNIQUE,
  mark          TEXT NOT NULL,
  starts_at     INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL,
  revoked_at    INTEGER
) STRICT;
CREATE INDEX grants_person ON grants (person_id, report_id, expires_at);

CREATE TABLE downloads (
  id           TEXT PRIMARY KEY,
  grant_id     TEXT NOT NULL REFERENCES grants (id),
  revision     TEXT NOT NULL,
  first_byte   INTEGER NOT NULL,
  last_byte    INTEGER NOT NULL,
  started_at   INTEGER NOT NULL,
  ended_at     INTEGER,
  outcome      TEXT CHECK (outcome IN ('complete', 'broken', 'revoked'))
) STRICT;
CREATE INDEX downloads_grant ON downloads (grant_id, started_at);

-- The ledger's intake: always written in the same batch as the row it speaks of.
CREATE TABLE events (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  at       INTEGER NOT NULL,
  type     TEXT NOT NULL,
  actor    TEXT NOT NULL,
  object   TEXT NOT NULL,
  detail   TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX events_object ON events (object, id);

-- Prepared reports. The bytes are in R2 under reports/<report_id>/<revision>/.
CREATE TABLE report_versions (
  report_id    TEXT NOT NULL,
  revision     TEXT NOT NULL,
  manifest     TEXT NOT NULL,
  body_etag    TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  published_by TEXT NOT NULL,
  PRIMARY KEY (report_id, revision)
) STRICT;
-- The pointer is switched last: an interrupted publish leaves the old version live.
CREATE TABLE report_pointers (
  report_id    TEXT PRIMARY KEY,
  revision     TEXT NOT NULL,
  switched_at  INTEGER NOT NULL,
  FOREIGN KEY (report_id, revision) REFERENCES report_versions (report_id, revision)
) STRICT;

CREATE TABLE operator_tokens (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  token_hash  TEXT NOT NULL UNIQUE,
  scopes      TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  revoked_at  INTEGER
) STRICT;

-- Mail to send. Holds no token: a confirmation's token is made at the moment of sending.
CREATE TABLE mails (
  id          TEXT PRIMARY KEY,
  template    TEXT NOT NULL,
  recipient   TEXT NOT NULL,
  subject_id  TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'dead')),
  tries       INTEGER NOT NULL DEFAULT 0,
  next_at     INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  sent_at     INTEGER,
  message_id  TEXT,
  error       TEXT,
  UNIQUE (template, subject_id)
) STRICT;
CREATE INDEX mails_due ON mails (state, next_at);

-- Exact counters behind the rate limits. A row is one key in one window.
CREATE TABLE counters (
  key         TEXT NOT NULL,
  window_end  INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  PRIMARY KEY (key, window_end)
) STRICT;
CREATE INDEX counters_window ON counters (window_end);
