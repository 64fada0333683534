import { soughtIn } from './words.ts';

/** Finds people, and companies by the domain of their addresses, by words. Everything is looked up in an index. */

/** Words of one search that count. */
const MOST_WORDS = 5;

/** Entries of the index that are looked at for domains: a company has one for each of its people. */
const MOST_ENTRIES = 2_000;

/** Sorts after every character that a word may go on with. */
const LAST_CHARACTER = '\u{10FFFF}';

/** A statement, with its values. */
export interface Finding {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/**
 * The ids of people who have every word that was typed, each as the beginning of a word of theirs.
 *
 * @param typed - attacker-controlled
 * @param most - how many
 * @returns null where nothing was typed that is a word
 */
export function findingPeople(typed: string, most: number): Finding | null {
  // The longest word is the rarest, as a rule: it leads, and the others are asked of whoever has it.
  const [first, ...others] = soughtIn(typed, MOST_WORDS).toSorted((a, b) => b.length - a.length);
  if (first === undefined) return null;
  const besides = others.map(
    () =>
      'AND EXISTS (SELECT 1 FROM people_words o WHERE o.person_id = w.person_id AND o.word >= ? AND o.word < ?)',
  );
  return {
    sql: `SELECT DISTINCT w.person_id FROM people_words w WHERE w.word >= ? AND w.word < ? ${besides.join(' ')} LIMIT ?`,
    values: [...[first, ...others].flatMap((word) => [word, word + LAST_CHARACTER]), most],
  };
}

/**
 * The ids of people by whose domain a company is found: of whom a part of the domain begins with what was typed.
 *
 * @param typed - attacker-controlled
 * @returns null where more than one word was typed, or none
 */
export function findingDomains(typed: string): Finding | null {
  const [word, ...more] = soughtIn(typed, MOST_WORDS);
  if (word === undefined || more.length > 0) return null;
  return {
    sql: `SELECT w.person_id FROM people_words w WHERE w.word >= ? AND w.word < ? AND w.field = 'domain' LIMIT ${MOST_ENTRIES}`,
    values: [word, word + LAST_CHARACTER],
  };
}
