import { maskedFacts } from '../masked.ts';
import { domainOf } from '../requests/facts.tsx';
import { partsOf, wordsOf } from './words.ts';

/**
 * Keeps the words by which staff find people. Whoever writes a person's name, company or address leaves `words_at` NULL,
 * and no more: so neither a confirmation nor a sign-in waits for it. The sweep makes the words, and so does a search, before it
 * looks, of whoever is newest. Deleting a person deletes their words with them.
 */

/** One person whose words are to be made. */
interface Wordless {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
}

/** People of one batch: their words, however long and many, fit into one parameter of D1 (2 MB). */
const CHUNK = 50;

/** Statement of people whose words are to be made, the newest first; each of the index's rows is one of them. */
export const WORDLESS = `SELECT id, name, company, address FROM people WHERE words_at IS NULL AND created_at > 0
  ORDER BY created_at DESC LIMIT ${CHUNK}`;

/**
 * Makes the words of people who have none yet, or whose name has changed. Missed or doubled runs end in the same state.
 *
 * @param db - primary database session
 * @param chunks - of 50 people, at most
 * @param now - milliseconds
 */
export async function indexPeople(db: D1DatabaseSession, chunks: number, now: number): Promise<void> {
  for (let chunk = 0; chunk < chunks; chunk++) {
    const { results } = await db.prepare(WORDLESS).all<Wordless>();
    if (results.length === 0) return;
    const people = JSON.stringify(results);
    await db.batch([
      db
        // Of whom another run made them meanwhile, they stay.
        .prepare(
          `DELETE FROM people_words WHERE person_id IN (
             SELECT p.id FROM json_each(?1) r JOIN people p ON p.id = r.value ->> '$.id' AND p.words_at IS NULL)`,
        )
        .bind(people),
      // Only of whoever is still called so: who was renamed, or deleted, meanwhile is not found by what they were.
      db
        .prepare(
          `INSERT INTO people_words (word, field, person_id)
           SELECT w.value ->> 1, w.value ->> 0, p.id FROM json_each(?1) r
           JOIN people p ON p.id = r.value ->> '$.id' AND p.words_at IS NULL
             AND p.name = r.value ->> '$.name' AND p.company = r.value ->> '$.company'
           JOIN json_each(r.value, '$.words') w
           WHERE true ON CONFLICT DO NOTHING`,
        )
        .bind(JSON.stringify(results.map((person) => ({ ...person, words: entriesOf(person) })))),
      db
        .prepare(
          `UPDATE people SET words_at = ?2 FROM json_each(?1) WHERE people.id = value ->> '$.id'
             AND people.words_at IS NULL AND people.name = value ->> '$.name' AND people.company = value ->> '$.company'
             AND people.address IS value ->> '$.address'`,
        )
        .bind(people, now),
    ]);
    if (results.length < CHUNK) return;
  }
}

/** The words of a person, each with the field that it is of. */
function entriesOf(person: Wordless): [field: string, word: string][] {
  const of = (field: string, words: readonly string[]) =>
    words.map((word): [string, string] => [field, word]);
  // Not by what whoever only looks does not see: people are called by their address, or type it.
  const { name, company } = maskedFacts(person);
  const { address } = person;
  return [
    ...of('name', wordsOf(name)),
    ...of('company', wordsOf(company)),
    ...(address === null ? [] : of('domain', partsOf(domainOf(address)))),
  ];
}

/** How many chunks a sweep does: so many people of an older version of this are found after five minutes each. */
const CHUNKS_PER_SWEEP = 80;

/**
 * Makes words for the sweep.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function indexWordless(env: Env, now: number): Promise<void> {
  await indexPeople(env.DB.withSession('first-primary'), CHUNKS_PER_SWEEP, now);
}
