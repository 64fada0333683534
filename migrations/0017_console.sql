-- What somebody on the staff was about to send when they had to prove again who they are: it is in the form again afterwards.
CREATE TABLE held_forms (
  id          TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL REFERENCES people (id),
  fields      TEXT NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX held_forms_expiry ON held_forms (expires_at);
CREATE INDEX held_forms_person ON held_forms (person_id);

-- The words by which staff find people: of their name and company, and the parts of the domain of their address. An index of
-- what `people` has, made anew whenever words_at is NULL.
CREATE TABLE people_words (
  word       TEXT NOT NULL,
  field      TEXT NOT NULL CHECK (field IN ('name', 'company', 'domain')),
  person_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  PRIMARY KEY (word, field, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_words_person ON people_words (person_id, word);
ALTER TABLE people ADD COLUMN words_at INTEGER;
CREATE INDEX people_wordless ON people (created_at) WHERE words_at IS NULL;
