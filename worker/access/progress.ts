import { content } from '../content.ts';
import { Failure } from '../problem.ts';
import { findAcceptanceInForce } from './acceptance-store.ts';
import { graceEnds, openTexts } from './agreement.ts';
import { explainNoGrant, type FoundGrant, findBeginning, findLiveGrant, standsOn } from './grant.ts';
import { findRequest, findRequestOfPerson, type RequestRow } from './request-store.ts';

/** How far a person has come on the way to a report, and so which page is theirs. */
export type Progress =
  /** The copy is theirs. `newer` is a newer text of the NDA that is to be accepted until a day, if there is one. */
  | { readonly at: 'copy'; readonly grant: FoundGrant; readonly newer: NewerText | null }
  /** The NDA is to be read. `renews` is a grant that stands on a text which is no longer in force. */
  | { readonly at: 'nda'; readonly request: RequestRow; readonly renews: FoundGrant | null }
  /** Staff decides. */
  | { readonly at: 'pending'; readonly request: RequestRow }
  /** Staff, or a rule, said no. */
  | { readonly at: 'denied'; readonly request: RequestRow }
  /** The copy will be theirs. `begins` is when, in milliseconds. */
  | { readonly at: 'later'; readonly begins: number }
  /** Staff took it back; nothing but staff gives it again. */
  | { readonly at: 'revoked'; readonly failure: Failure }
  /** Nothing is open; `request` is the last one, where it was withdrawn or has expired. */
  | { readonly at: 'start'; readonly request: RequestRow | null };

/** While the grace period of an older text lasts. */
interface NewerText {
  /** That the acceptance of the older text belongs to. */
  readonly request: RequestRow;
  /** The first millisecond at which the older text opens nothing any more. */
  readonly until: number;
}

/** Whose page the NDA is: of those who have to accept it, and of those who may already. */
export function atNda(progress: Progress): Extract<Progress, { at: 'nda' }> | null {
  if (progress.at === 'nda') return progress;
  if (progress.at !== 'copy' || !progress.newer) return null;
  return { at: 'nda', request: progress.newer.request, renews: progress.grant };
}

/**
 * Finds how far a person has come. Read anew for every page and every download; nothing of it is ever remembered.
 *
 * @param db - primary database session
 * @param personId - who
 * @param reportId - to which report
 * @param ndaHash - SHA-256 of the text in force
 * @param now - milliseconds
 */
export async function findProgress(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
  ndaHash: string,
  now: number,
): Promise<Progress> {
  const grant = await findLiveGrant(db, personId, reportId, now);
  if (grant) {
    const { nda, access } = content;
    const stands = standsOn(grant, openTexts(nda, access.ndaGraceDays, now));
    if (stands && (grant.acceptanceId === null || grant.acceptedHash === ndaHash))
      return { at: 'copy', grant, newer: null };
    const request = grant.requestId === null ? null : await findRequest(db, grant.requestId);
    if (!request) throw new Failure('internal', { cause: `grant ${grant.id} has no request` });
    // The newer text may have been accepted on the way to another report.
    if (await findAcceptanceInForce(db, personId, request.company, ndaHash, now))
      return { at: 'copy', grant, newer: null };
    if (stands) return { at: 'copy', grant, newer: { request, until: graceEnds(nda, access.ndaGraceDays) } };
    return { at: 'nda', request, renews: grant };
  }
  const request = await findRequestOfPerson(db, reportId, personId);
  const failure = await explainNoGrant(db, personId, reportId, now);
  if (failure.code === 'grant-revoked') return { at: 'revoked', failure };
  const begins = await findBeginning(db, personId, reportId, now);
  if (begins !== null) return { at: 'later', begins };
  switch (request?.state) {
    case 'confirmed':
    case 'declined':
      return { at: 'nda', request, renews: null };
    case 'pending':
      return { at: 'pending', request };
    case 'denied':
      return { at: 'denied', request };
    case 'withdrawn':
    case 'expired':
      return { at: 'start', request };
    default:
      return { at: 'start', request: null };
  }
}
