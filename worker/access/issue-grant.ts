import type { Decision } from '../../core/access/decide.ts';
import type { Mark } from '../../core/marks/compose.ts';
import type { Locale } from '../../words/locale.ts';
import { content } from '../content.ts';
import { eventIfChanged } from '../events.ts';
import { signedIn } from '../login/session.ts';
import { type DraftGrant, draftGrant, type Recipient } from './draft-grant.ts';
import { explainNoGrant, findLiveGrant, type LiveGrant } from './grant.ts';
import { identitiesOf } from './identities.ts';
import { withdrawnFrom } from './withdrawn.ts';

/** How a grant comes to be, and gives way to a newer one: always in the batch of what leads to it. */

/** SQL for the domain of the person ?2: the console looks for grants by it. */
const DOMAIN_OF_PERSON = "(SELECT lower(substr(address, instr(address, '@') + 1)) FROM people WHERE id = ?2)";

/**
 * SQL for since when the grants of a mailbox share the quota of the one that is made for the person ?2 and the report ?3: whoever ends
 * their access and asks again, or asks by another tag, gets no second quota, since what would still run counts. A release by staff
 * begins one.
 *
 * @param since - SQL for {@link LiveGrant.quotaSince} as it was drafted; the moment is a day back, for what is made at the same time
 * @param start - SQL for its beginning
 * @param shares - SQL for {@link DraftGrant.sharesQuota}
 */
const quotaSince = (since: string, start: string, shares: string) =>
  `CASE WHEN ${shares} THEN min(${since}, coalesce((SELECT min(h.starts_at) FROM grants h
     WHERE h.person_id IN ${identitiesOf('?2')} AND h.report_id = ?3 AND coalesce(h.given_until, h.expires_at) > ${start}), ${since}))
   ELSE ${since} END`;

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
  const grant = await draftGrant(
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
  await db.batch([
    db
      .prepare(
        `INSERT INTO grants
           (id, person_id, domain, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at, given_until, quota,
            quota_since, locale)
         SELECT ?1, ?2, ${DOMAIN_OF_PERSON}, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10,
           ${quotaSince('?11', '?8', '?13')}, ?12
         WHERE ${signedIn('?2')} AND NOT EXISTS (
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
        grant.quotaSince,
        locale,
        grant.sharesQuota,
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
export function grantForNda(db: D1DatabaseSession, grant: DraftGrant): D1PreparedStatement[] {
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
export function grantForRequest(db: D1DatabaseSession, grant: DraftGrant): D1PreparedStatement[] {
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
  grant: DraftGrant,
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
  grant: DraftGrant,
  condition: string,
  conditionId: string | null,
): D1PreparedStatement {
  // No grant outlives the acceptance that it stands on.
  const end = 'min(?11, coalesce((SELECT ends_at FROM acceptances WHERE id = ?6), ?11))';
  return db
    .prepare(
      `INSERT INTO grants
         (id, person_id, domain, report_id, basis, basis_detail, acceptance_id, request_id, copy_id, mark, starts_at,
          expires_at, given_until, quota, quota_since, locale)
       SELECT ?1, ?2, ${DOMAIN_OF_PERSON}, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ${end}, ${end}, ?13,
         ${quotaSince('?14', '?10', '?15')},
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
      grant.quotaSince,
      grant.sharesQuota,
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
