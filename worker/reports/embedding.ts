import { Failure } from '../problem.ts';

/** A page of its own, or a viewer that fetches: never a frame, an image, a script or an object of somebody's page. */
const OWN_DESTINATIONS = new Set(['document', 'empty']);
/** From our own page, or typed, bookmarked, restored by the browser itself. */
const OWN_SITES = new Set(['same-origin', 'none']);

/**
 * Refuses a request that another site makes the reader's browser send, and every use of a gated file as a part of a
 * page. Clients that are not browsers send neither field, and carry no browser's cookie.
 *
 * @param headers - the request's
 * @throws Failure cross-site
 */
export function guardEmbedding(headers: Headers): void {
  const destination = headers.get('Sec-Fetch-Dest');
  const site = headers.get('Sec-Fetch-Site');
  if (
    (destination !== null && !OWN_DESTINATIONS.has(destination)) ||
    (site !== null && !OWN_SITES.has(site))
  ) {
    throw new Failure('cross-site');
  }
}
