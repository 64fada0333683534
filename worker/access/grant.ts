import type { Decision } from '../../core/access/decide.ts';
import type { Mark } from '../../core/marks/compose.ts';
import { newCopyId } from '../../core/marks/copy-id.ts';
import { templateOf } from '../../schema/marking.ts';
import type { Locale } from '../../words/locale.ts';
import { content, reportOf } from '../content.ts';
import { eventIfChanged } from '../events.ts';
import type { PERSON_OF_SESSION } from '../login/session.ts';
import { makeMark } from '../marks/mark.ts';
import { Failure } from '../problem.ts';
import { newId } from '../random.ts';
import { explainRevoked, withdrawnFrom } from './revoke.ts';

/**
 * A grant: that one person may have one report until a day, on what basis, and with what mark. It is made once and then
 * only ended; the mark is made with it, so that no download ever loads a font.
 */

/** Why a person may have a report: the Terms of Service, an accepted NDA, or a release by staff. */
export type Basis = 'terms' | 'nda' | 'staff';

/** A grant that is neither expired nor revoked. */
export interface LiveGrant {
  readonly id: string;
  readonly personId: string;
  readonly reportId: string;
  readonly basis: Basis;
  /** JSON: the terms version and clause, the NDA's version and hash, or who released it. */
  readonly basisDetail: string;
  readonly acceptanceId: string | null;
  /** The request that led to it; null for customers, who need none. */
  readonly requestId: string | null;
  /** Printed on every page of the copy; leads back to this grant. */
  readonly copyId: string;
  readonly mark: Mark;
  readonly startsAt: number;
  /** The first millisecond at which it is no longer live. */
  readonly expiresAt: number;
  /** How many downloads it allows; null for any number. */
  readonly quota: number | null;
}

/** A live grant as it was found, with what it stands on. */
export interface FoundGrant extends LiveGrant {
  /** SHA-256 of the NDA that was accepted for it; null where none was. */
  readonly acceptedHash: string | null;
  /**
   * Whether that acceptance has ended, by its term or because either party ended it, or covers its holder no longer; true
   * too of a prospect's release that names none, nor anything else to stand on.
   */
  readonly acceptanceOver: boolean;
}

/** Whose copy it will be. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
}

export interface GrantRow {
  id: string;
  person_id: string;
  report_id: string;
  basis: Basis;
  basis_detail: string;
  acceptance_id: string | null;
  request_id: string | null;
  copy_id: string;
  mark: string;
  starts_at: number;
  expires_at: number;
  quota: number | null;
  revoked_at: number | null;
  accepted_hash: string | null;
  acceptance_over: number;
}

const DAY = 86_400_000;

/** SQL for the domain of the person ?2: the console looks for grants by it. */
const DOMAIN_OF_PERSON = "(SELECT lower(substr(address, instr(address, '@') + 1)) FROM people WHERE id = ?2)";

/**
 * The grant under which a person may have a report now.
 *
 * @param db - primary database session
 * @param personId - who asks
 * @param reportId - for what
 * @param now - milliseconds
 * @returns the newest live grant, or null
 */
export async function findLiveGrant(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
  now: number,
): Promise<FoundGrant | null> {
  const statement = liveGrantStatement(db, '?1', personId, reportId, now);
  const row = await statement.first<GrantRow>();
  return row && foundGrant(row);
}

/** SQL for a grant `g` on the acceptance `a` of somebody whose colleague they are no longer. */
const LEFT = `(a.person_id <> g.person_id AND NOT EXISTS (SELECT 1 FROM invitations i
    WHERE i.person_id = g.person_id AND i.acceptance_id = a.id AND i.joined_at IS NOT NULL AND i.ended_at IS NULL))`;

/** SQL for a grant `g` that staff gave to a prospect, of which nothing is on record that covers it. */
const UNFOUNDED = `(g.acceptance_id IS NULL AND g.basis = 'staff'
    AND coalesce(g.basis_detail ->> '$.clause', g.basis_detail ->> '$.agreement') IS NULL
    AND coalesce((SELECT p.kind FROM people p WHERE p.id = g.person_id), '') <> 'customer')`;

/**
 * The statement that finds the newest live grant, with what it stands on.
 *
 * @param db - primary database session
 * @param person - SQL for whose grant, of the parameter ?1
 * @param key - that parameter
 * @param reportId - for what
 * @param now - milliseconds
 */
export function liveGrantStatement(
  db: D1DatabaseSession,
  person: '?1' | typeof PERSON_OF_SESSION,
  key: string,
  reportId: string,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `SELECT g.*, a.nda_sha256 AS accepted_hash,
         ${UNFOUNDED} OR a.ended_at IS NOT NULL OR coalesce(a.ends_at <= ?3, 0) OR ${LEFT} AS acceptance_over
       FROM grants g LEFT JOIN acceptances a ON a.id = g.acceptance_id
       WHERE g.person_id = ${person} AND g.report_id = ?2
         AND g.starts_at <= ?3 AND g.expires_at > ?3 AND g.revoked_at IS NULL
       ORDER BY g.starts_at DESC LIMIT 1`,
    )
    .bind(key, reportId, now);
}

/**
 * When a grant that a person has, and that is not live yet, begins.
 *
 * @returns milliseconds; null where there is none
 */
export async function findBeginning(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
  now: number,
): Promise<number | null> {
  const row = await db
    .prepare(
      `SELECT min(starts_at) AS starts FROM grants
       WHERE person_id = ?1 AND report_id = ?2 AND expires_at > max(?3, starts_at) AND starts_at > ?3
         AND revoked_at IS NULL`,
    )
    .bind(personId, reportId, now)
    .first<{ starts: number | null }>();
  return row?.starts ?? null;
}

/**
 * Whether a grant stands on an agreement that holds, or on none: only then does it open anything.
 *
 * @param grant - live
 * @param texts - from openTexts in agreement.ts
 */
export function standsOn(grant: FoundGrant, texts: readonly string[]): boolean {
  if (grant.acceptanceOver) return false;
  return grant.acceptanceId === null || (grant.acceptedHash !== null && texts.includes(grant.acceptedHash));
}

/**
 * Why a person has no live grant, for the person alone.
 *
 * @param now - milliseconds
 * @returns the failure to throw: revoked, not begun, expired, or never had one
 */
export async function explainNoGrant(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
  now: number,
): Promise<Failure> {
  const row = await db
    .prepare(
      `SELECT ${withdrawnFrom('?1', '?2')} AS withdrawn,
         EXISTS (SELECT 1 FROM grants WHERE person_id = ?1 AND report_id = ?2) AS any`,
    )
    .bind(personId, reportId)
    .first<{ withdrawn: number; any: number }>();
  if (row?.withdrawn) return await explainRevoked(db, personId, reportId);
  const begins = row?.any ? await findBeginning(db, personId, reportId, now) : null;
  if (begins !== null)
    return new Failure('grant-not-begun', { detail: ({ m, day }) => m.problem.begins(day(begins)) });
  return new Failure(row?.any ? 'grant-expired' : 'forbidden');
}

/**
 * Makes the grant of a signed-in customer, whom the Terms of Service cover; or finds the one they have. Doubled calls
 * end in one grant.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param person - the customer
 * @param reportId - the report
 * @param decision - what the rules say of them: not a denial
 * @param locale - the language in which they are written to
 * @param now - milliseconds
 * @throws Failure grant-revoked where access was withdrawn: only staff gives it back
 */
export async function grantForTerms(
  env: Env,
  db: D1DatabaseSession,
  person: Recipient,
  reportId: string,
  decision: Pick<Decision, 'days' | 'downloads' | 'record'>,
  locale: Locale,
  now: number,
): Promise<LiveGrant> {
  const existing = await findLiveGrant(db, person.id, reportId, now);
  if (existing) return existing;
  const { version, effective, clause, url } = content.company.terms;
  const detail = { version, effective, clause, url, ...decision.record };
  const draft = await draftGrant(
    env,
    person,
    reportId,
    {
      basis: 'terms',
      detail,
      acceptanceId: null,
      requestId: null,
      days: decision.days,
      downloads: decision.downloads ?? undefined,
    },
    now,
  );
  const grant = await lessUsed(db, draft);
  await db.batch([
    db
      .prepare(
        `INSERT INTO grants
           (id, person_id, domain, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at, quota, locale)
         SELECT ?1, ?2, ${DOMAIN_OF_PERSON}, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
         WHERE NOT EXISTS (
           SELECT 1 FROM grants WHERE person_id = ?2 AND report_id = ?3
             AND revoked_at IS NULL AND expires_at > max(starts_at, ?8))
           AND NOT ${withdrawnFrom('?2', '?3')}`,
      )
      .bind(
        grant.id,
        grant.personId,
        grant.reportId,
        grant.basis,
        grant.basisDetail,
        grant.copyId,
        JSON.stringify(grant.mark),
        grant.startsAt,
        grant.expiresAt,
        grant.quota,
        locale,
      ),
    grantMade(db, grant, person.id),
  ]);
  const made = await findLiveGrant(db, person.id, reportId, now);
  if (!made) throw await explainNoGrant(db, person.id, reportId, now);
  return made;
}

/**
 * The statements that make a grant out of an accepted NDA; they go into the batch that records the acceptance, and do
 * nothing unless that acceptance was recorded.
 *
 * @param db - the database of the batch
 * @param grant - from {@link draftGrant}, with its acceptance and its request
 */
export function grantForNda(db: D1DatabaseSession, grant: LiveGrant): D1PreparedStatement[] {
  return [
    insertForRequest(db, grant, 'SELECT 1 FROM acceptances WHERE id = ?12', grant.acceptanceId),
    grantMade(db, grant, grant.personId),
  ];
}

/**
 * The statements that make the grant of a request that was decided without its reader or staff; they do nothing unless
 * it was granted, and nothing the second time.
 *
 * @param db - the database of the batch
 * @param grant - from {@link draftGrant}, with its request
 */
export function grantForRequest(db: D1DatabaseSession, grant: LiveGrant): D1PreparedStatement[] {
  return [
    insertForRequest(
      db,
      grant,
      "SELECT 1 FROM requests WHERE id = ?12 AND state = 'granted'",
      grant.requestId,
    ),
    grantMade(db, grant, grant.personId),
  ];
}

/**
 * The statements that make a grant out of a staff decision; they do nothing unless the request waits for one.
 *
 * @param db - the database of the batch
 * @param grant - from {@link draftGrant}, with its request
 * @param staffId - who released it
 * @param now - milliseconds; the grant may begin later
 */
export function grantByStaff(
  db: D1DatabaseSession,
  grant: LiveGrant,
  staffId: string,
  now: number,
): D1PreparedStatement[] {
  return [
    insertForRequest(
      db,
      grant,
      "SELECT 1 FROM requests WHERE id = ?12 AND state = 'pending'",
      grant.requestId,
    ),
    grantMade(db, grant, staffId, now),
  ];
}

/**
 * The statements that end a grant in favour of a newer one; they do nothing unless the newer one was made.
 *
 * @param db - the database of the batch
 * @param old - what ends now
 * @param grant - what takes its place
 */
export function supersedeGrant(
  db: D1DatabaseSession,
  old: LiveGrant,
  grant: LiveGrant,
): D1PreparedStatement[] {
  return [
    db
      .prepare(
        `UPDATE grants SET expires_at = ?2
         WHERE id = ?1 AND expires_at > ?2 AND EXISTS (SELECT 1 FROM grants WHERE id = ?3)`,
      )
      .bind(old.id, grant.startsAt, grant.id),
    eventIfChanged(db, {
      at: grant.startsAt,
      type: 'grant.superseded',
      actor: grant.personId,
      object: old.id,
      detail: { by: grant.id },
    }),
  ];
}

/**
 * A grant as it will be written: its id, its copy id and its mark.
 *
 * @param env - bindings, for the fonts of the mark
 * @param person - whose copy it will be
 * @param reportId - of what
 * @param basis - why, with the facts that prove it
 * @param now - milliseconds
 */
export async function draftGrant(
  env: Env,
  person: Recipient,
  reportId: string,
  basis: {
    readonly basis: Basis;
    readonly detail: Readonly<Record<string, unknown>>;
    readonly acceptanceId: string | null;
    readonly requestId: string | null;
    /** For how long; the general time where it is left out. */
    readonly days?: number | null;
    /** When it begins, in milliseconds; now where it is left out. */
    readonly from?: number | null;
    /** When it has to end at the latest: that of the grant that it renews. */
    readonly notAfter?: number | null;
    /** How many downloads it allows; what content/ says of the report where it is left out. */
    readonly downloads?: number | null | undefined;
  },
  now: number,
): Promise<LiveGrant> {
  const copyId = newCopyId(crypto.getRandomValues(new Uint8Array(16)));
  const report = reportOf(reportId);
  const startsAt = Math.max(now, basis.from ?? now);
  const days = basis.days ?? content.access.grantDays;
  return {
    id: newId(),
    personId: person.id,
    reportId,
    basis: basis.basis,
    basisDetail: JSON.stringify(basis.detail),
    acceptanceId: basis.acceptanceId,
    requestId: basis.requestId,
    copyId,
    mark: await makeMark(
      env,
      {
        name: person.name,
        company: person.company,
        address: person.address ?? '',
        date: new Date(startsAt).toISOString().slice(0, 10),
        copyId,
        agreement: agreementOf(basis.acceptanceId, basis.detail),
      },
      report && templateOf(report),
    ),
    startsAt,
    expiresAt: Math.min(startsAt + days * DAY, basis.notAfter ?? Number.POSITIVE_INFINITY),
    quota:
      basis.downloads === undefined
        ? (report?.downloads ?? content.access.downloads ?? null)
        : basis.downloads,
  };
}

/**
 * A grant that is about to be made, less the downloads that its person took under another one that would still run: whoever
 * ends their access and asks again gets no second quota.
 *
 * @param db - primary database session
 * @param grant - from {@link draftGrant}
 */
export async function lessUsed(db: D1DatabaseSession, grant: LiveGrant): Promise<LiveGrant> {
  if (grant.quota === null) return grant;
  const row = await db
    .prepare(
      `SELECT count(*) AS downloads,
         (SELECT coalesce(sum(refunds), 0) FROM grants WHERE person_id = ?1 AND report_id = ?2 AND starts_at > ?3) AS refunds
       FROM grants g JOIN downloads d ON d.grant_id = g.id
       WHERE g.person_id = ?1 AND g.report_id = ?2 AND g.starts_at > ?3 AND d.first_byte = 0`,
    )
    .bind(grant.personId, grant.reportId, 2 * grant.startsAt - grant.expiresAt)
    .first<{ downloads: number; refunds: number }>();
  return { ...grant, quota: Math.max(0, grant.quota - (row?.downloads ?? 0) + (row?.refunds ?? 0)) };
}

/** What the cover of a copy says it was given under. */
function agreementOf(acceptanceId: string | null, detail: Readonly<Record<string, unknown>>): string {
  if (acceptanceId !== null) return `${content.nda.title}, version ${detail.version}`;
  if (detail.agreement !== undefined) return `Agreement ${detail.agreement}`;
  return `Terms of Service, version ${detail.version}, clause ${detail.clause}`;
}

/**
 * Keeps the mark that was composed again for a grant.
 *
 * @param db - primary database session
 * @param grant - as it was read
 * @param mark - the new one, of the same copy id
 * @param now - milliseconds
 */
export async function keepMark(
  db: D1DatabaseSession,
  grant: LiveGrant,
  mark: Mark,
  now: number,
): Promise<void> {
  await db.batch([
    db
      .prepare("UPDATE grants SET mark = ?2 WHERE id = ?1 AND mark ->> '$.font' <> ?3")
      .bind(grant.id, JSON.stringify(mark), mark.font),
    eventIfChanged(db, {
      at: now,
      type: 'mark.renewed',
      actor: grant.personId,
      object: grant.id,
      detail: { from: grant.mark.font, to: mark.font },
    }),
  ]);
}

function insertForRequest(
  db: D1DatabaseSession,
  grant: LiveGrant,
  condition: string,
  conditionId: string | null,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO grants
         (id, person_id, domain, report_id, basis, basis_detail, acceptance_id, request_id, copy_id, mark, starts_at,
          expires_at, quota, locale)
       SELECT ?1, ?2, ${DOMAIN_OF_PERSON}, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
         -- No grant outlives the acceptance that it stands on.
         min(?11, coalesce((SELECT ends_at FROM acceptances WHERE id = ?6), ?11)), ?13,
         coalesce((SELECT locale FROM requests WHERE id = ?7), 'en')
       WHERE EXISTS (${condition})
       ON CONFLICT (request_id) DO NOTHING`,
    )
    .bind(
      grant.id,
      grant.personId,
      grant.reportId,
      grant.basis,
      grant.basisDetail,
      grant.acceptanceId,
      grant.requestId,
      grant.copyId,
      JSON.stringify(grant.mark),
      grant.startsAt,
      grant.expiresAt,
      conditionId,
      grant.quota,
    );
}

function grantMade(
  db: D1DatabaseSession,
  grant: LiveGrant,
  actor: string,
  at = grant.startsAt,
): D1PreparedStatement {
  return eventIfChanged(db, {
    at,
    type: 'grant.made',
    actor,
    object: grant.id,
    detail: {
      report: grant.reportId,
      basis: grant.basis,
      copy: grant.copyId,
      acceptance: grant.acceptanceId,
      starts: grant.startsAt,
      expires: grant.expiresAt,
      quota: grant.quota,
    },
  });
}

/** What {@link liveGrantStatement} found. */
export function foundGrant(row: GrantRow): FoundGrant {
  return {
    id: row.id,
    personId: row.person_id,
    reportId: row.report_id,
    basis: row.basis,
    basisDetail: row.basis_detail,
    acceptanceId: row.acceptance_id,
    requestId: row.request_id,
    copyId: row.copy_id,
    mark: JSON.parse(row.mark) as Mark,
    startsAt: row.starts_at,
    expiresAt: row.expires_at,
    quota: row.quota,
    acceptedHash: row.accepted_hash,
    acceptanceOver: row.acceptance_over === 1,
  };
}
