import type { Decision } from '../../core/access/decide.ts';
import type { Report } from '../../schema/reports.ts';
import { content } from '../content.ts';
import { Failure } from '../problem.ts';
import { countDownloads } from '../reports/downloads.ts';
import { findAcceptanceInForce } from './acceptance-store.ts';
import { askForRelease } from './ask.ts';
import type { Recipient } from './draft-grant.ts';
import { type FoundGrant, findLiveGrant } from './grant.ts';
import { findRequest } from './request-store.ts';
import { recordRefusal, refusedBy } from './settle.ts';
import type { Client } from './submit.ts';
import { withdrawnFrom } from './withdrawn.ts';

/**
 * Lengthens access that is about to end: what is left of its downloads stays what it is, and so do its copy id and its mark.
 * Nothing outlives the acceptance that it stands on.
 */

const DAY = 86_400_000;

/**
 * Whether a reader may renew a grant: in the days of the notice before its end, unless it was given for less than twice those.
 *
 * @param grant - live
 * @param now - milliseconds
 */
export function isRenewable(
  grant: Pick<FoundGrant, 'startsAt' | 'expiresAt' | 'basisDetail'>,
  now: number,
): boolean {
  const soon = content.access.expiringDays * DAY;
  return grant.expiresAt - beganAt(grant) >= 2 * soon && now >= grant.expiresAt - soon;
}

/**
 * When access began that a grant goes on with: one under a newer text of the agreement takes the place of an older one and its end.
 *
 * @returns milliseconds
 */
export function beganAt({ startsAt, basisDetail }: Pick<FoundGrant, 'startsAt' | 'basisDetail'>): number {
  return (JSON.parse(basisDetail) as { begun?: number }).begun ?? startsAt;
}

/** The same in SQL, of the grant `g`. */
export const BEGAN_AT = "coalesce(g.basis_detail ->> '$.begun', g.starts_at)";

/**
 * Whether more time would give a reader nothing, since no download is left; whoever a person decides about may be given others.
 *
 * @param grant - live
 * @param used - its downloads so far
 * @param decision - what the rules say of its holder
 */
export function isSpent(
  { quota }: Pick<FoundGrant, 'quota'>,
  used: number,
  { outcome }: Pick<Decision, 'outcome'>,
): boolean {
  return outcome !== 'review' && quota !== null && used >= quota;
}

/**
 * Renews a reader's access by the rules as they are now: at once, or by a place in the queue of staff where a person decides.
 * Doubled clicks are one renewal.
 *
 * @param db - primary database session
 * @param person - whose; a customer or a prospect, with their confirmed address
 * @param grant - live, and it stands on an agreement that holds
 * @param decision - what the rules say of them
 * @param report - of which report
 * @param client - from where
 * @param now - milliseconds
 * @returns ids of the mails to send
 * @throws Failure forbidden where a rule denies them; conflict where the agreement has to be accepted first, where it ends before anything
 * would be gained, or where no download is left
 */
export async function renewAccess(
  db: D1DatabaseSession,
  person: Recipient,
  grant: FoundGrant,
  decision: Decision,
  report: Report,
  client: Client,
  now: number,
): Promise<string[]> {
  if (decision.outcome === 'deny') {
    await recordRefusal(db, person.id, report.id, decision, now);
    throw refusedBy(decision);
  }
  const request = grant.requestId === null ? null : await findRequest(db, grant.requestId);
  const company = request?.company ?? person.company;
  if (decision.nda && (await findAcceptanceInForce(db, person.id, company, content.nda.sha256, now)) === null)
    throw new Failure('conflict', {
      detail: ({ m, day }) => m.problem.notCovered(day(grant.expiresAt)),
    });
  if (decision.outcome === 'review')
    return [await askForRelease(db, { ...person, company }, report.id, decision, client, now)];
  if (isSpent(grant, await countDownloads(db, grant.id), decision))
    throw new Failure('conflict', {
      detail: ({ m, day }) => m.problem.spent(day(grant.expiresAt), content.company.contacts.access),
    });
  const until = now + (decision.days ?? content.access.grantDays) * DAY;
  if (until <= grant.expiresAt)
    throw new Failure('conflict', { detail: ({ m, day }) => m.problem.noLonger(day(grant.expiresAt)) });
  if (await lengthenGrant(db, grant, until, { actor: person.id, detail: decision.record }, now)) return [];
  const current = await findLiveGrant(db, person.id, report.id, now);
  // A doubled click: the other one was first.
  if (current && current.expiresAt > grant.expiresAt) return [];
  throw new Failure('conflict', {
    detail: ({ m, day }) => m.problem.notRenewed(day(grant.expiresAt)),
  });
}

/**
 * Moves the end of a live grant, not beyond that of its acceptance. It does nothing where the end was moved meanwhile, or where
 * nothing would be gained.
 *
 * @param db - primary database session
 * @param grant - as it was read
 * @param until - the new end, in milliseconds
 * @param by - who does it, and what is recorded besides
 * @param now - milliseconds
 * @returns whether its end was moved
 */
export async function lengthenGrant(
  db: D1DatabaseSession,
  grant: Pick<FoundGrant, 'id' | 'expiresAt'>,
  until: number,
  by: { readonly actor: string; readonly detail: Readonly<Record<string, unknown>> },
  now: number,
): Promise<boolean> {
  const end =
    'min(?2, coalesce((SELECT a.ends_at FROM acceptances a WHERE a.id = grants.acceptance_id), ?2))';
  const [moved] = await db.batch([
    db
      .prepare(
        `UPDATE grants SET expires_at = ${end}, given_until = ${end}
         WHERE id = ?1 AND revoked_at IS NULL AND expires_at = ?3 AND expires_at > ?4 AND expires_at < ${end}
           AND NOT EXISTS (SELECT 1 FROM acceptances a WHERE a.id = grants.acceptance_id AND a.ended_at IS NOT NULL)
           AND NOT ${withdrawnFrom('grants.person_id', 'grants.report_id')}`,
      )
      .bind(grant.id, until, grant.expiresAt, now),
    db
      .prepare(
        `INSERT INTO events (at, type, actor, object, detail)
         SELECT ?1, 'grant.renewed', ?2, id, json_set(?4, '$.expires', expires_at) FROM grants WHERE id = ?3 AND changes() > 0`,
      )
      .bind(now, by.actor, grant.id, JSON.stringify({ from: grant.expiresAt, ...by.detail })),
  ]);
  return moved?.meta.changes === 1;
}
