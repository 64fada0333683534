-- Words of people who are called by an address, or typed one, are made anew: its local part is none.
DELETE FROM people_words WHERE person_id IN (SELECT id FROM people WHERE instr(name || company, '@') > 0);
UPDATE people SET words_at = NULL WHERE words_at IS NOT NULL AND instr(name || company, '@') > 0;

-- The company of requests whose readers had their data deleted before it went with the rest.
UPDATE requests SET company = '' WHERE name = '' AND address = '' AND browser_hash = '' AND company <> '';
