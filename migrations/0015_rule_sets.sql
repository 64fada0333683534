-- The rules of access as they were in force, each set once, under the hash that decisions are recorded with.
CREATE TABLE rule_sets (
  sha256 TEXT PRIMARY KEY,
  -- The very text of which sha256 is the SHA-256: JSON of rules, free-mail domains and disposable domains.
  contents TEXT NOT NULL,
  first_seen INTEGER NOT NULL
) WITHOUT ROWID;
