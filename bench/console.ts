import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../local/wrangler.ts';
import { startWorker, type WorkerProcess } from '../test/support/worker-process.ts';
import { Document } from './document.ts';
import { download } from './download.ts';
import { filling, waitingRequests } from './filling.ts';
import { percentile } from './statistics.ts';

/**
 * `npm run bench:console`: how long the pages of the console take in a database with 100,000 people and 1,000,000 events, and in
 * one that has two pages of everything, in turns. With `-- --write` it writes `docs/bench-console.md`.
 */

const FULL = { people: 100_000, events: 1_000_000 };
/** So that both show as many rows. */
const SMALL = { people: 200, events: 200 };
const WAITING = 100;
const ROUNDS = 40;
const WARM_UP = 3;

/** A page that is timed: its name, and its address in a database. */
const PAGES: readonly (readonly [name: string, path: (side: Side) => string])[] = [
  ['requests that wait, 100', () => '/console'],
  ['all requests', () => '/console/requests'],
  ['people', () => '/console/people'],
  ['people, far back', ({ far }) => `/console/people?after=${far.people}`],
  ['people by the beginning of a name', () => '/console/people?name=Person1'],
  ['one person', ({ person }) => `/console/people/${person}`],
  ['one company', () => '/console/companies/c1.example'],
  ['companies', () => '/console/companies'],
  ['grants', () => '/console/grants'],
  ['agreements', () => '/console/agreements'],
  ['downloads', () => '/console/downloads'],
  ['downloads, far back', ({ far }) => `/console/downloads?after=${far.downloads}`],
  ['events', () => '/console/events'],
  ['events, far back', ({ far }) => `/console/events?after=${far.events}`],
  ['search: a word of one person', () => '/console/search?q=person150'],
  ['search: a word of everybody', () => '/console/search?q=filling'],
  ['search: two words', () => '/console/search?q=filling+person15'],
  ['search: a domain', () => '/console/search?q=c15'],
  ['search: nobody', () => '/console/search?q=nobodyiscalledthis'],
  ['activity charts', () => '/console/activity'],
  ['mail', () => '/console/mails'],
];

interface Side {
  readonly worker: WorkerProcess;
  readonly staff: Record<string, string>;
  /** Where a page far back begins, as the address has it. */
  readonly far: Readonly<Record<'people' | 'downloads' | 'events', string>>;
  readonly person: string;
  /** Milliseconds of each page. */
  readonly taken: Map<string, number[]>;
}

const load = () => ((loadavg()[0] ?? 0) / availableParallelism()).toFixed(1);
const loadBefore = load();
const workers: WorkerProcess[] = [];
try {
  const now = Date.now();
  const sides: Side[] = [];
  for (const { people, events } of [SMALL, FULL]) {
    const worker = await startWorker();
    workers.push(worker);
    for (const statement of [...filling(people, events, now), waitingRequests(WAITING, now)])
      worker.sql(statement);
    sides.push({
      worker,
      staff: await newStaff(worker, now),
      far: {
        people: placeIn(worker, 'people', 'created_at', people),
        downloads: placeIn(worker, 'downloads', 'started_at', people),
        events: placeIn(worker, 'events', 'id', events),
      },
      person: String(worker.sql("SELECT id FROM people WHERE name = 'Person150 Filling'")[0]?.id),
      taken: new Map(PAGES.map(([name]) => [name, []])),
    });
  }
  for (const side of sides)
    for (const [, path] of PAGES) for (let i = 0; i < WARM_UP; i++) await open(side, path(side));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, path] of PAGES)
      for (const side of round % 2 ? sides.toReversed() : sides)
        side.taken.get(name)?.push(await open(side, path(side)));
  await report(sides);
} finally {
  for (const worker of workers) await worker.close();
}

async function open({ worker, staff }: Side, path: string): Promise<number> {
  return (await download(worker.origin + path, staff)).totalMs;
}

/** An administrator, past the identity provider. */
async function newStaff({ sql }: WorkerProcess, now: number): Promise<Record<string, string>> {
  const { access } = JSON.parse(await readFile(join(projectRoot, '.generated/content.json'), 'utf8')) as {
    access: { staffGroup: string };
  };
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest('hex');
  const claims = JSON.stringify({ groups: [access.staffGroup], auth_time: Math.floor(now / 1000) });
  sql(`INSERT INTO people (id, kind, issuer, subject, name, company, created_at, words_at)
         VALUES ('staff', 'staff', 'https://id.example', 'staff', 'Bea Bench', '', ${now}, ${now})`);
  sql(
    "INSERT INTO staff_roles (person_id, role, given_by, given_at) VALUES ('staff', 'administrator', 'system', 1)",
  );
  sql(`INSERT INTO sessions (id_hash, person_id, kind, claims, created_at, seen_at, expires_at)
         VALUES ('${hash}', 'staff', 'staff', '${claims}', ${now}, ${now + 3_600_000}, ${now + 86_400_000})`);
  return { Cookie: `__Host-session=${token}` };
}

/** The place in a list after which a page is left that is full. */
function placeIn({ sql }: WorkerProcess, table: string, by: string, rows: number): string {
  const [row] = sql(
    `SELECT ${by} AS at, id FROM ${table} ORDER BY ${by} DESC, id DESC LIMIT 1 OFFSET ${rows - 100}`,
  );
  return encodeURIComponent(JSON.stringify([row?.at, row?.id]));
}

async function report([small, full]: readonly Side[]): Promise<void> {
  const out = new Document();
  const n = (count: number) => count.toLocaleString('en');
  out.write(
    '# What the console costs',
    '',
    'Written by `npm run bench:console -- --write`. Whole pages for an administrator, from the built Worker in workerd with the local D1, over',
    `loopback. Two databases take turns: one with ${n(SMALL.people)} people and ${n(SMALL.events)} events, so that its pages have as many rows, and one with ${n(FULL.people)} people, each`,
    `with a request, a grant and a download, and ${n(FULL.events)} events. In both, ${WAITING} requests wait. A page far back begins ${SMALL.people - 100} rows before the end.`,
  );
  const row = (name: string) => {
    const [s = [], f = []] = [small, full].map((side) => side?.taken.get(name));
    const [least, most] = [percentile(s, 0.5), percentile(f, 0.5)];
    return [
      name,
      least.toFixed(1),
      most.toFixed(1),
      (most / least).toFixed(2),
      percentile(f, 0.95).toFixed(1),
    ];
  };
  out.table(
    ['page', 'small, p50 ms', 'full, p50 ms', 'full ÷ small', 'full, p95 ms'],
    PAGES.map(([name]) => row(name)),
  );
  out.write(
    '',
    `Each page ${ROUNDS} times of each. The machine had ${load()} runnable processes for each processor at the end, ${loadBefore} at the beginning.`,
  );
  if (process.argv.includes('--write')) await writeFile(join(projectRoot, 'docs/bench-console.md'), out.text);
}
