import { Failure } from '../problem.ts';
import { explainNoGrant, findLiveGrant, type LiveGrant, standsOn } from './grant.ts';
import { findAcceptanceInForce, findRequest, findRequestOfPerson, type RequestRow } from './store.ts';

/** How far a person has come on the way to a report, and so which page is theirs. */
export type Progress =
  /** The copy is theirs. */
  | { readonly at: 'copy'; readonly grant: LiveGrant }
  /** The NDA is to be read. `renews` is a grant that stands on a text which is no longer in force. */
  | { readonly at: 'nda'; readonly request: RequestRow; readonly renews: LiveGrant | null }
  /** Staff decides. */
  | { readonly at: 'pending'; readonly request: RequestRow }
  /** Staff, or a rule, said no. */
  | { readonly at: 'denied'; readonly request: RequestRow }
  /** Staff took it back; nothing but staff gives it again. */
  | { readonly at: 'revoked'; readonly failure: Failure }
  /** Nothing is open; `request` is the last one, where it was withdrawn or has expired. */
  | { readonly at: 'start'; readonly request: RequestRow | null };

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
    if (standsOn(grant, ndaHash)) return { at: 'copy', grant };
    const request = grant.requestId === null ? null : await findRequest(db, grant.requestId);
    if (!request) throw new Failure('internal', { cause: `grant ${grant.id} has no request` });
    // The newer text may have been accepted on the way to another report.
    if (await findAcceptanceInForce(db, personId, request.company, ndaHash)) return { at: 'copy', grant };
    return { at: 'nda', request, renews: grant };
  }
  const request = await findRequestOfPerson(db, reportId, personId);
  const failure = await explainNoGrant(db, personId, reportId);
  if (failure.code === 'grant-revoked') return { at: 'revoked', failure };
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
