-- Roles of staff. Whoever the identity provider's group admits and who has no row here may look and nothing else.
CREATE TABLE staff_roles (
  person_id  TEXT NOT NULL REFERENCES people (id),
  role       TEXT NOT NULL CHECK (role IN ('approver', 'publisher', 'administrator')),
  given_by   TEXT NOT NULL,
  given_at   INTEGER NOT NULL,
  PRIMARY KEY (person_id, role)
) STRICT;

-- What one person wants done and another one has to agree to.
CREATE TABLE proposals (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('publish', 'roles', 'bulk')),
  act         TEXT NOT NULL,
  made_by     TEXT NOT NULL,
  made_at     INTEGER NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('open', 'approved', 'done', 'failed', 'refused', 'withdrawn')),
  decided_by  TEXT,
  decided_at  INTEGER,
  outcome     TEXT
) STRICT;
CREATE INDEX proposals_made ON proposals (made_at, id);
CREATE INDEX proposals_state ON proposals (state, made_at, id);

-- The staff address of whoever a token was made for: what is done with it is theirs, where a second person is asked for.
ALTER TABLE operator_tokens ADD COLUMN made_for TEXT;

-- The console's lists, each in its own order, page by page from where the last one ended.
CREATE INDEX people_created ON people (created_at, id);
CREATE INDEX people_kind ON people (kind, created_at, id);
CREATE INDEX people_address_prefix ON people (address COLLATE NOCASE, id);
CREATE INDEX people_name_prefix ON people (name COLLATE NOCASE, id);
CREATE INDEX people_company_prefix ON people (company COLLATE NOCASE, id);
DROP INDEX people_domain;
CREATE INDEX people_domain ON people (lower(substr(address, instr(address, '@') + 1)), created_at, id)
  WHERE address IS NOT NULL;
DROP INDEX requests_state;
CREATE INDEX requests_state ON requests (state, created_at, id);
DROP INDEX requests_address;
CREATE INDEX requests_address ON requests (address, created_at, id);
DROP INDEX revocations_newest;
CREATE INDEX revocations_newest ON revocations (created_at, id);
CREATE INDEX requests_created ON requests (created_at, id);
CREATE INDEX requests_report ON requests (report_id, created_at, id);
CREATE INDEX grants_started ON grants (starts_at, id);
CREATE INDEX grants_report ON grants (report_id, starts_at, id);
CREATE INDEX grants_basis ON grants (basis, starts_at, id);
CREATE INDEX grants_revoked ON grants (starts_at, id) WHERE revoked_at IS NOT NULL;
CREATE INDEX grants_acceptance ON grants (acceptance_id) WHERE acceptance_id IS NOT NULL;
CREATE INDEX downloads_started ON downloads (started_at, id);
CREATE INDEX downloads_outcome ON downloads (outcome, started_at, id);
CREATE INDEX acceptances_accepted ON acceptances (accepted_at, id);
CREATE INDEX events_type ON events (type, id);
CREATE INDEX events_actor ON events (actor, id);

-- How many requests, grants and downloads a day brought, counted once it is over (worker/console/activity/).
CREATE TABLE activity_days (
  day        INTEGER NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('requests', 'grants', 'downloads')),
  report_id  TEXT NOT NULL,
  n          INTEGER NOT NULL,
  PRIMARY KEY (day, kind, report_id)
) STRICT;
-- The days that were counted.
CREATE TABLE activity_counted (
  day  INTEGER PRIMARY KEY,
  at   INTEGER NOT NULL
) STRICT;
