import { eventIfChanged } from '../events.ts';
import { enqueueMails } from '../mail/outbox.ts';
import { mailIdsOf, queueForGrants } from '../mail/store.ts';
import { Failure } from '../problem.ts';
import { newId } from '../random.ts';
import { endAgreement, type Signers, signersWithTags } from './end-agreement.ts';
import { tagsOf } from './identities.ts';
import { DOMAIN, type RevocationScope, type Revoked } from './revocation-target.ts';

/**
 * Takes access back: one grant, a person, a company, a version of a report, a report, everything.
 *
 * The act is a row of `revocations`, which exists before anything is taken back and is finished when nothing of it is
 * left to do. In between, chunks of grants are ended, each chunk in one batch with the events and mails of its grants.
 * Whoever dies between two chunks leaves an open row, which the sweep goes on with; two who work on one row at once
 * take back each grant once.
 */

/** Who takes it back, and why. */
export interface RevokedBy {
  /** A person's id, or `operator:<token id>`. */
  readonly actor: string;
  /** For staff; the reader does not see it. */
  readonly reason: string;
  /** What the reader is told besides that access was withdrawn; nothing where it is left out. */
  readonly message?: string | null;
  /**
   * The reader ends their own access: nobody mails them, and they may ask again at any time. What staff takes back, only
   * staff gives again.
   */
  readonly own?: boolean;
  /** Ends the agreement too, of a person or a company: nothing more is given under what they accepted. */
  readonly endNda?: boolean;
  /** It could not wait for the second person that `content/access.yaml` asks for; on record. */
  readonly emergency?: boolean;
  /** Makes a doubled request one act. A new one where it is left out. */
  readonly id?: string;
}

/** One act and how far it has come. */
export interface Revocation {
  readonly id: string;
  readonly scope: RevocationScope;
  readonly target: string;
  readonly actor: string;
  readonly reason: string;
  readonly message: string | null;
  readonly created_at: number;
  /** How many grants there were to take back when it began. */
  readonly total: number;
  /** How many were. */
  readonly done: number;
  /** Null as long as it goes on. */
  readonly finished_at: number | null;
  /** From when on those whom it struck may ask again; null where they may not. */
  readonly lifted_at: number | null;
  readonly lifted_by: string | null;
}

/** Grants whose end, events and mails go into one batch. */
const CHUNK = 200;
/** Of the sweep, so that what else it does is not kept waiting: 20,000 grants. */
const MOST_CHUNKS_PER_SWEEP = 100;

/** SQL for the grants that an act is about. Parameter 1 is its target. */
const STRUCK: Readonly<Record<RevocationScope, string>> = {
  // The same report in another name of the same mailbox is the same access.
  grant: `g.id IN (SELECT o.id FROM grants x JOIN grants o ON o.report_id = x.report_id
      AND o.person_id IN ${tagsOf('x.person_id')} WHERE x.id = ?1)`,
  person: `g.person_id IN ${tagsOf('?1')}`,
  company: `g.person_id IN (SELECT id FROM people WHERE address IS NOT NULL AND ${DOMAIN} = ?1)`,
  // Whoever took bytes of it is told; their access goes on, for the version that takes its place.
  version: `g.report_id = substr(?1, 1, instr(?1, '/') - 1)
    AND g.id IN (SELECT grant_id FROM downloads WHERE revision = substr(?1, instr(?1, '/') + 1))`,
  report: 'g.report_id = ?1',
  everything: "?1 = ''",
};

/** The same of a reader's own act, which is about nothing but themselves. */
const STRUCK_BY_THEMSELVES: Readonly<Record<RevocationScope, string>> = {
  ...STRUCK,
  grant: 'g.id = ?1',
  person: 'g.person_id = ?1',
};

/** SQL for a grant that is live or will be. Parameter 2 is now. */
const OPEN = 'g.revoked_at IS NULL AND g.expires_at > ?2';
/** SQL for a holder of a version who was not told yet. Parameter 3 is the act. */
const NOT_RECALLED = `NOT EXISTS (SELECT 1 FROM events e
  WHERE e.object = g.id AND e.type = 'grant.recalled' AND e.detail ->> '$.revocation' = ?3)`;

/**
 * How many grants an act would end; of a version, how many of its holders it would tell.
 *
 * @param db - primary database session
 * @param what - from {@link validateRevocation}; with `endNda`, what stands on the agreements that it ends is counted too
 * @param now - milliseconds
 */
export async function countStruck(
  db: D1DatabaseSession,
  what: Revoked & { readonly endNda?: boolean },
  now: number,
): Promise<number> {
  const signers = what.endNda ? signersOf(what) : null;
  const under = signers
    ? `UNION SELECT g.id FROM grants g WHERE ${underAgreementOf(signersWithTags(signers).sql)} AND ${OPEN}`
    : '';
  const row = await db
    .prepare(
      `SELECT count(*) AS n FROM (SELECT g.id FROM grants g WHERE ${STRUCK[what.scope]} AND ${OPEN} ${under})`,
    )
    .bind(what.target, now)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

/**
 * Whether to end a person's agreement would end what others have under it: their colleagues.
 *
 * @param db - primary database session
 * @param personId - whose
 * @param now - milliseconds
 */
export async function strikesColleagues(
  db: D1DatabaseSession,
  personId: string,
  now: number,
): Promise<boolean> {
  const { sql } = signersWithTags({ personId });
  const row = await db
    .prepare(
      `SELECT 1 FROM grants g WHERE ${underAgreementOf(sql)} AND ${OPEN}
         AND g.person_id NOT IN ${tagsOf('?1')} LIMIT 1`,
    )
    .bind(personId, now)
    .first();
  return row !== null;
}

/** SQL for a grant under an agreement that holds. Parameter 2 is now. */
const underAgreementOf = (signers: string): string =>
  `g.acceptance_id IN (SELECT id FROM acceptances WHERE ${signers} AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > ?2))`;

/** Whose agreements an act can end. */
function signersOf({ scope, target }: Revoked): Signers | null {
  if (scope === 'person') return { personId: target };
  return scope === 'company' ? { domain: target } : null;
}

/**
 * Begins to take access back: records the act, and ends the first chunk of grants. Call
 * {@link continueRevocation} in `waitUntil` with what it returns; what that does not finish, the sweep does.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param what - from {@link validateRevocation}
 * @param by - who, and why
 * @param now - milliseconds
 * @returns the act, which is finished unless there are more grants than fit in one batch
 * @throws Failure not-found where there is no such grant, person, version
 */
export async function startRevocation(
  env: Env,
  db: D1DatabaseSession,
  what: Revoked,
  by: RevokedBy,
  now: number,
): Promise<Revocation> {
  const id = by.id ?? newId();
  const earlier = by.id === undefined ? null : await findRevocation(db, id);
  if (
    earlier &&
    (earlier.scope !== what.scope || earlier.target !== what.target || earlier.actor !== by.actor)
  )
    throw new Failure('conflict', { detail: 'This id is of another revocation.' });
  await requireTarget(db, what);
  const total = await countStruck(db, { scope: what.scope, target: what.target }, now);
  await db.batch([
    db
      .prepare(
        `INSERT INTO revocations (id, scope, target, actor, reason, message, created_at, total, lifted_at, lifted_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING`,
      )
      .bind(
        id,
        what.scope,
        what.target,
        by.actor,
        by.reason,
        by.message ?? null,
        now,
        total,
        by.own ? now : null,
        by.own ? by.actor : null,
      ),
    eventIfChanged(db, {
      at: now,
      type: 'revocation.started',
      actor: by.actor,
      object: id,
      detail: {
        scope: what.scope,
        total,
        ...(SPEAKS_OF_NOBODY.has(what.scope) ? { of: what.target } : {}),
        ...(by.emergency ? { emergency: true } : {}),
        ...(by.endNda ? { agreement: true } : {}),
      },
    }),
    ...(what.scope === 'version' ? withdrawVersion(db, id, what.target, by.actor, now) : []),
  ]);
  const act = await continueRevocation(env, db, id, now, 1);
  const signers = by.endNda ? signersOf(what) : null;
  if (signers) await endAgreement(db, signers, 'us', by.actor, now, id);
  return act;
}

/** A company's name is not a person's, but a domain can be: it is in the act's row, not in the ledger. */
const SPEAKS_OF_NOBODY: ReadonlySet<RevocationScope> = new Set(['grant', 'person', 'version', 'report']);

/**
 * Goes on with an act, if it is not finished. Whom it strikes is mailed through the queue, chunk by chunk.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param id - the act
 * @param now - milliseconds
 * @param mostChunks - after how many chunks to stop
 * @returns the act as it is then
 * @throws Failure not-found
 */
export async function continueRevocation(
  env: Env,
  db: D1DatabaseSession,
  id: string,
  now: number,
  mostChunks = Number.POSITIVE_INFINITY,
): Promise<Revocation> {
  let act = await findRevocation(db, id);
  for (let chunk = 0; act && act.finished_at === null && chunk < mostChunks; chunk++) {
    await enqueueMails(env, await revokeChunk(db, act, now));
    act = await findRevocation(db, id);
  }
  if (!act) throw new Failure('not-found');
  return act;
}

/**
 * Goes on with every act that was left unfinished: the sweep. Missed or doubled runs end in the same state.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function continueRevocations(env: Env, now: number): Promise<void> {
  const db = env.DB.withSession('first-primary');
  const { results } = await db
    .prepare('SELECT id FROM revocations WHERE finished_at IS NULL ORDER BY created_at')
    .all<{ id: string }>();
  for (const { id } of results) await continueRevocation(env, db, id, now, MOST_CHUNKS_PER_SWEEP);
}

/** One act, or null. */
export async function findRevocation(db: D1DatabaseSession, id: string): Promise<Revocation | null> {
  return await db.prepare('SELECT * FROM revocations WHERE id = ?1').bind(id).first<Revocation>();
}

/** Whether an act ended what its people had accepted, too. */
export async function endedAgreements(db: D1DatabaseSession, id: string): Promise<boolean> {
  const row = await db
    .prepare(
      `SELECT 1 FROM events WHERE object = ?1 AND type = 'revocation.started' AND detail ->> '$.agreement' = 1`,
    )
    .bind(id)
    .first();
  return row !== null;
}

/**
 * Lets those whom an act struck ask again. No grant comes to life by it.
 *
 * @param db - primary database session
 * @param id - the act
 * @param actor - who on the staff
 * @param now - milliseconds
 * @throws Failure conflict where it does not exist, goes on, or is lifted already
 */
export async function liftRevocation(
  db: D1DatabaseSession,
  id: string,
  actor: string,
  now: number,
): Promise<void> {
  const [lifted] = await db.batch([
    db
      .prepare(
        `UPDATE revocations SET lifted_at = ?2, lifted_by = ?3
         WHERE id = ?1 AND lifted_at IS NULL AND finished_at IS NOT NULL AND scope <> 'version'`,
      )
      .bind(id, now, actor),
    eventIfChanged(db, { at: now, type: 'revocation.lifted', actor, object: id }),
  ]);
  if (lifted?.meta.changes !== 1)
    throw new Failure('conflict', { detail: 'There is no such revocation that could be lifted.' });
}

async function requireTarget(db: D1DatabaseSession, { scope, target }: Revoked): Promise<void> {
  const [report, revision] = target.split('/');
  const statement =
    scope === 'grant'
      ? db.prepare('SELECT 1 FROM grants WHERE id = ?1').bind(target)
      : scope === 'person'
        ? db.prepare('SELECT 1 FROM people WHERE id = ?1').bind(target)
        : scope === 'version'
          ? db
              .prepare('SELECT 1 FROM report_versions WHERE report_id = ?1 AND revision = ?2')
              .bind(report, revision)
          : null;
  if (statement && !(await statement.first()))
    throw new Failure('not-found', { detail: `There is no ${scope} ${target}.` });
}

/** Takes a version back itself, whoever holds it: in the batch that records the act. */
function withdrawVersion(
  db: D1DatabaseSession,
  id: string,
  target: string,
  actor: string,
  now: number,
): D1PreparedStatement[] {
  const [report = '', revision = ''] = target.split('/');
  return [
    db
      .prepare(
        `UPDATE report_versions SET withdrawn_at = ?3
         WHERE report_id = ?1 AND revision = ?2 AND withdrawn_at IS NULL`,
      )
      .bind(report, revision, now),
    eventIfChanged(db, {
      at: now,
      type: 'report.withdrawn',
      actor,
      object: report,
      detail: { revision, revocation: id },
    }),
    db.prepare('DELETE FROM report_pointers WHERE report_id = ?1 AND revision = ?2').bind(report, revision),
  ];
}

/** @returns the ids of the mails to send */
async function revokeChunk(db: D1DatabaseSession, act: Revocation, now: number): Promise<string[]> {
  const recalls = act.scope === 'version';
  const own = act.lifted_by === act.actor && act.lifted_at === act.created_at;
  const left = `${(own ? STRUCK_BY_THEMSELVES : STRUCK)[act.scope]} AND ${OPEN} AND ${recalls ? NOT_RECALLED : '?3 = ?3'}`;
  const { results } = await db
    .prepare(`SELECT g.id FROM grants g WHERE ${left} LIMIT ${CHUNK}`)
    .bind(act.target, now, act.id)
    .all<{ id: string }>();
  const ids = results.map(({ id }) => id);
  const strikes =
    results.length === 0
      ? []
      : recalls
        ? recallStatements(db, act, ids, now)
        : endStatements(db, act, ids, now);
  const revision = act.target.slice(act.target.indexOf('/') + 1);
  const mails =
    results.length === 0 || own
      ? []
      : [
          queueForGrants(
            db,
            recalls ? { template: 'recalled', revision } : { template: 'revoked' },
            ids,
            now,
          ),
        ];
  const written = await db.batch([
    ...strikes,
    ...mails,
    // Only here is it certain that nothing is left: grants that were made meanwhile are looked for too.
    db
      .prepare(
        `UPDATE revocations SET finished_at = ?2
         WHERE id = ?3 AND finished_at IS NULL AND NOT EXISTS (SELECT 1 FROM grants g WHERE ${left})`,
      )
      .bind(act.target, now, act.id),
    eventIfChanged(db, { at: now, type: 'revocation.finished', actor: act.actor, object: act.id }),
  ]);
  return mails.length === 0 ? [] : mailIdsOf(written[strikes.length]);
}

/** Ends the grants of a chunk that nobody ended meanwhile. */
function endStatements(
  db: D1DatabaseSession,
  act: Revocation,
  ids: readonly string[],
  now: number,
): D1PreparedStatement[] {
  const chunk = JSON.stringify(ids);
  return [
    db
      .prepare(
        `UPDATE grants SET revoked_at = ?3, revocation_id = ?1
         WHERE id IN (SELECT value FROM json_each(?2)) AND revoked_at IS NULL AND expires_at > ?3`,
      )
      .bind(act.id, chunk, now),
    db.prepare('UPDATE revocations SET done = done + changes() WHERE id = ?1').bind(act.id),
    db
      .prepare(
        `INSERT INTO events (at, type, actor, object, detail)
         SELECT ?3, 'grant.revoked', ?4, g.id, json_object('revocation', ?1, 'report', g.report_id)
         FROM grants g WHERE g.id IN (SELECT value FROM json_each(?2)) AND g.revocation_id = ?1
           AND NOT EXISTS (SELECT 1 FROM events e WHERE e.object = g.id AND e.type = 'grant.revoked')`,
      )
      .bind(act.id, chunk, now, act.actor),
  ];
}

/** Tells those holders of a version in a chunk who were not told yet. */
function recallStatements(
  db: D1DatabaseSession,
  act: Revocation,
  ids: readonly string[],
  now: number,
): D1PreparedStatement[] {
  const revision = act.target.slice(act.target.indexOf('/') + 1);
  return [
    db
      .prepare(
        `INSERT INTO events (at, type, actor, object, detail)
         SELECT ?2, 'grant.recalled', ?4, g.id, json_object('revocation', ?3, 'revision', ?5)
         FROM grants g WHERE g.id IN (SELECT value FROM json_each(?1)) AND ${NOT_RECALLED}`,
      )
      .bind(JSON.stringify(ids), now, act.id, act.actor, revision),
    db.prepare('UPDATE revocations SET done = done + changes() WHERE id = ?1').bind(act.id),
  ];
}
