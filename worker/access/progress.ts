import { Failure } from '../problem.ts';
import { explainNoGrant, findLiveGrant, type LiveGrant, standsOn } from './grant.ts';
import { type AccessRequest, findAcceptanceInForce, findRequest, findRequestOfPerson } from './store.ts';

/** How far a person has come on the way to a report, and so which page is theirs. */
export type Progress =
  /** The copy is theirs. */
  | { readonly at: 'copy'; readonly grant: LiveGrant }
  /** The NDA is to be read. `renews` is a grant that stands on a text which is no longer in force. */
  | { readonly at: 'nda'; readonly request: AccessRequest; readonly renews: LiveGrant | null }
  /** Staff decides. */
  | { readonly at: 'pending'; readonly request: AccessRequest }
  /** Staff said no. */
  | { readonly at: 'denied'; readonly request: AccessRequest }
  /** Staff took it back; nothing but staff gives it again. */
  | { readonly at: 'revoked'; readonly failure: Failure }
  | { readonly at: 'start' };

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
    default:
      return { at: 'start' };
  }
}
