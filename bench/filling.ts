import { REPORT } from './stored-report.ts';

/** Rows as a deployment has them after a year: everybody asked once, has a grant and took the report once. */

const DAY = 86_400_000;
const YEAR = 365 * DAY;

const numbers = (many: number) =>
  `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${many - 1})`;
/** Ids as they are in life: without an order. */
const id = (kind: string) => `printf('%s%016x', '${kind}', (i * 2654435761) & 4294967295)`;

/**
 * The statements that fill a database.
 *
 * @param people - how many; of each one session, request, grant and download
 * @param events - how many
 * @param now - milliseconds; the rows are of the year before
 */
export function filling(people: number, events: number, now: number): string[] {
  const at = (many: number) => `(${now - YEAR} + i * ${Math.floor((YEAR - DAY / 24) / many)})`;
  return [
    `INSERT INTO people (id, kind, issuer, subject, address, name, company, created_at, words_at) ${numbers(people)}
       SELECT ${id('p')}, 'customer', 'https://id.example', i, printf('p%d@c%d.example', i, i % 9000),
         printf('Person%d Filling', i), 'Filling Ltd', ${at(people)}, ${now} FROM n`,
    ...[
      ['name', "printf('person%d', i)"],
      ['name', "'filling'"],
      ['company', "'filling'"],
      ['company', "'ltd'"],
      ['domain', "printf('c%d.example', i % 9000)"],
      ['domain', "'example'"],
    ].map(
      ([field, word]) =>
        `INSERT INTO people_words (word, field, person_id) ${numbers(people)} SELECT ${word}, '${field}', ${id('p')} FROM n`,
    ),
    `INSERT INTO sessions (id_hash, person_id, kind, created_at, seen_at, expires_at) ${numbers(people)}
       SELECT ${id('s')}, ${id('p')}, 'customer', ${now}, ${now}, 4000000000000 FROM n`,
    `INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
       ${numbers(people)} SELECT ${id('r')}, '${REPORT}', ${id('p')}, 'Filling Person', 'Filling Ltd', printf('p%d@c%d.example', i, i % 9000),
         '', 'granted', '192.0.2.0/24', '', ${at(people)}, ${at(people)} + 600000 FROM n`,
    `INSERT INTO grants (id, person_id, domain, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at) ${numbers(people)}
       SELECT ${id('g')}, ${id('p')}, printf('c%d.example', i % 9000), '${REPORT}', 'terms', '{}', ${id('c')}, printf('%0500d', i),
         ${at(people)}, 4000000000000 FROM n`,
    `INSERT INTO downloads (id, grant_id, report_id, revision, first_byte, last_byte, started_at, ended_at, outcome) ${numbers(people)}
       SELECT ${id('d')}, ${id('g')}, '${REPORT}', 'r', 0, 1, ${at(people)}, ${at(people)} + 1000, 'complete' FROM n`,
    `INSERT INTO events (at, type, actor, object) ${numbers(events)}
       SELECT ${at(events)}, 'download.started', ${id('p')}, ${id('d')} FROM n`,
    // As the sweep leaves them.
    ...[
      ['requests', 'created_at'],
      ['grants', 'starts_at'],
      ['downloads', 'started_at'],
    ].map(
      ([table, column]) =>
        `INSERT INTO activity_days (day, kind, report_id, n)
           SELECT ${column} / ${DAY} AS day, '${table}', report_id, count(*) FROM ${table}
           WHERE ${column} < ${now - DAY} - ${now} % ${DAY} GROUP BY day, report_id`,
    ),
    `INSERT INTO activity_counted (day, at) SELECT DISTINCT day, ${now} FROM activity_days`,
  ];
}

/**
 * The statement that has requests wait for staff, of people who are there.
 *
 * @param many - how many
 * @param now - milliseconds
 */
export const waitingRequests = (many: number, now: number): string =>
  `INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
     SELECT 'waiting-' || id, 'pentest-letter', id, name, company, address, '', 'pending', '', '', ${now} - ${DAY}, ${now} - ${DAY}
     FROM people WHERE kind = 'customer' AND address IS NOT NULL LIMIT ${many}`;
