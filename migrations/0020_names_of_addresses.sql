-- Words of people who are called by the part of their address before its at-sign, or by one with an at-sign of another width,
-- are made anew: what whoever only looks does not see is none.
UPDATE people SET words_at = NULL WHERE words_at IS NOT NULL AND (
  instr(name || company, char(65312)) > 0 OR instr(name || company, char(65131)) > 0 OR instr(name || company, '%40') > 0
  OR lower(trim(name)) IN (lower(substr(address, 1, instr(address, '@') - 1)), lower(substr(address, 1, instr(address, '+') - 1))));
DELETE FROM people_words WHERE person_id IN (SELECT id FROM people WHERE words_at IS NULL);
