import { alone } from './jobs.ts';
import { coarseAddress } from './network.ts';
import { endLostDownloads } from './reports/downloads.ts';

/**
 * Keeps the tables bounded: what has served its purpose goes, at the ages that docs/storage.md promises. In chunks, so that no
 * statement holds the database for long, and idempotent, so that a missed or doubled run ends in the same state.
 */

const DAY = 86_400_000;
const RUN_MS = 5 * 60_000;

/** Rows of one statement, and statements of one run: what is left goes in the next run, five minutes later. */
const CHUNK = 1_000;
const MOST_CHUNKS = 20;

/** Rows that end by themselves. */
interface Sweep {
  readonly table: string;
  /** SQL: which rows have ended. ?1 is `age` milliseconds ago. */
  readonly ended: string;
  readonly age: number;
  /** They stay for as long as any other row refers to them. */
  readonly whileUnused?: true;
  /** No index tells those that have ended: each run looks at a part of the table, and all of them at the whole. */
  readonly inParts?: true;
}

/** Whom staff shut out stays, or they would come back as somebody new (worker/access/withdrawn.ts). */
const NOT_BARRED = `NOT EXISTS (SELECT 1 FROM revocations v
  WHERE v.scope = 'person' AND v.target = people.id AND v.lifted_at IS NULL)`;

const SWEEPS: readonly Sweep[] = [
  { table: 'confirmations', ended: 'expires_at < ?1', age: DAY },
  { table: 'requests', ended: "state = 'confirming' AND created_at < ?1", age: 7 * DAY, whileUnused: true },
  {
    table: 'requests',
    ended: "state NOT IN ('confirming', 'pending', 'granted') AND created_at < ?1 AND changed_at < ?1",
    age: 90 * DAY,
    whileUnused: true,
    inParts: true,
  },
  {
    table: 'invitations',
    ended: 'joined_at IS NULL AND coalesce(ended_at, expires_at) < ?1',
    age: 30 * DAY,
    inParts: true,
  },
  { table: 'visits', ended: 'created_at < ?1', age: DAY, whileUnused: true },
  {
    table: 'people',
    ended: `kind IN ('customer', 'prospect') AND created_at < ?1 AND ${NOT_BARRED}`,
    age: 90 * DAY,
    whileUnused: true,
    inParts: true,
  },
  {
    // Invited, confirmed, and nothing else.
    table: 'people',
    ended: `kind = 'prospect' AND name = address AND created_at < ?1
      AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.address = people.address) AND ${NOT_BARRED}`,
    age: 30 * DAY,
    whileUnused: true,
    inParts: true,
  },
  { table: 'sessions', ended: 'expires_at < ?1', age: 0 },
  { table: 'held_forms', ended: 'expires_at < ?1', age: 0 },
  { table: 'logins', ended: 'used_at < ?1', age: DAY },
  { table: 'provider_logouts', ended: 'received_at < ?1', age: DAY },
  { table: 'counters', ended: 'window_end < ?1', age: DAY },
  { table: 'mails', ended: "created_at < ?1 AND state IN ('sent', 'dead')", age: 90 * DAY },
  { table: 'subscription_requests', ended: 'expires_at < ?1', age: DAY },
  { table: 'webhook_deliveries', ended: 'tried_at < ?1', age: 30 * DAY },
];

/** Where the parts of a table begin: ids are base64url, and even. In the order in which the database compares them. */
const PARTS = ['', '3', '7', 'B', 'F', 'J', 'N', 'R', 'V', 'Z', 'c', 'g', 'k', 'o', 's', 'w', '~'];

/** How many runs it takes until each part of a table was looked at. */
export const RUNS_OF_A_ROUND = PARTS.length - 1;

/** For how long a request shows the whole IP address that it came from. */
const WHOLE_ADDRESS_MS = 365 * DAY;

/**
 * Deletes what has ended, shortens old IP addresses, and gives downloads an end whose own was never recorded.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function sweepExpired(env: Env, now: number): Promise<void> {
  const db = env.DB.withSession('first-primary');
  const uses = await findUses(db);
  await alone(SWEEPS.map((sweep) => () => deleteEnded(db, sweep, uses, now)));
  await alone([() => shortenAddresses(db, now), () => endLostDownloads(db, now)]);
}

async function deleteEnded(
  db: D1DatabaseSession,
  sweep: Sweep,
  uses: readonly Use[],
  now: number,
): Promise<void> {
  const { table, age, inParts } = sweep;
  const part = Math.floor(now / RUN_MS) % RUNS_OF_A_ROUND;
  const bounds = inParts ? [PARTS[part], PARTS[part + 1]] : [];
  const statement = db.prepare(deletionOf(sweep, uses)).bind(now - age, ...bounds);
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const { meta } = await statement.run();
    if (meta.changes < CHUNK) return;
  }
  console.log(JSON.stringify({ retention: table, chunks: MOST_CHUNKS }));
}

/** The statement that deletes one chunk. */
function deletionOf({ table, ended, whileUnused, inParts }: Sweep, uses: readonly Use[]): string {
  const conditions = [ended];
  if (inParts) conditions.push('id >= ?2 AND id < ?3');
  if (whileUnused)
    for (const use of uses)
      if (use.parent === table)
        conditions.push(
          `NOT EXISTS (SELECT 1 FROM "${use.child}" AS child WHERE child."${use.column}" = "${table}".id)`,
        );
  return `DELETE FROM "${table}" WHERE rowid IN
    (SELECT rowid FROM "${table}" WHERE ${conditions.join(' AND ')} LIMIT ${CHUNK})`;
}

/** A foreign key: a row of `parent` stays while `column` of a row of `child` refers to it. */
interface Use {
  readonly child: string;
  readonly column: string;
  readonly parent: string;
}

/** All foreign keys of the schema as it is: a table that is added later is heeded without being named here. */
async function findUses(db: D1DatabaseSession): Promise<Use[]> {
  const { results: tables } = await db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%REFERENCES%'")
    .all<{ name: string }>();
  const found = await db.batch<{ from: string; table: string; on_delete: string }>(
    tables.map(({ name }) => db.prepare(`PRAGMA foreign_key_list("${name}")`)),
  );
  return found.flatMap(({ results }, index) =>
    // What goes with the row keeps it from nothing.
    results
      .filter(({ on_delete }) => on_delete !== 'CASCADE')
      .map(({ from, table }) => ({ child: tables[index]?.name ?? '', column: from, parent: table })),
  );
}

/** An address is kept whole for a year, against misuse; then the network says enough. The evidence of an NDA keeps its own. */
async function shortenAddresses(db: D1DatabaseSession, now: number): Promise<void> {
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const { results } = await db
      .prepare(
        `SELECT id, ip FROM requests WHERE ip <> '' AND instr(ip, '/') = 0 AND created_at < ?1
         ORDER BY created_at LIMIT 100`,
      )
      .bind(now - WHOLE_ADDRESS_MS)
      .all<{ id: string; ip: string }>();
    if (results.length === 0) return;
    await db.batch(
      results.map(({ id, ip }) =>
        db.prepare("UPDATE requests SET ip = ?2, user_agent = '' WHERE id = ?1").bind(id, coarseAddress(ip)),
      ),
    );
  }
}
