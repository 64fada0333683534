/** The places of the console by what they are for, in the order of what staff come for. */
export const GROUPS = [
  {
    name: 'Decide',
    places: [
      { path: '/console', name: 'Requests that wait' },
      { path: '/console/proposals', name: 'Proposals' },
      { path: '/console/requests', name: 'All requests' },
    ],
  },
  {
    name: 'Access',
    places: [
      { path: '/console/people', name: 'People' },
      { path: '/console/companies', name: 'Companies' },
      { path: '/console/agreements', name: 'Agreements' },
      { path: '/console/grants', name: 'Grants' },
      { path: '/console/downloads', name: 'Downloads' },
      { path: '/console/revocations', name: 'Revocations' },
    ],
  },
  {
    name: 'Reports',
    places: [
      { path: '/console/reports', name: 'Versions' },
      { path: '/console/preview', name: 'Preview as a visitor' },
      { path: '/console/activity', name: 'Activity' },
    ],
  },
  {
    name: 'Messages',
    places: [
      { path: '/console/mails', name: 'Mail' },
      { path: '/console/subscribers', name: 'Subscribers' },
      { path: '/console/webhooks', name: 'Webhooks' },
    ],
  },
  {
    name: 'Oversight',
    places: [
      { path: '/console/events', name: 'Audit log' },
      { path: '/console/roles', name: 'Roles' },
      { path: '/console/rules', name: 'Rules' },
    ],
  },
] as const;

const PLACES = GROUPS.flatMap(({ places }): readonly { path: string; name: string }[] => places);
export const SEARCH = { path: '/console/search', name: 'Search' };

/**
 * The place that a page is, or that it belongs to.
 *
 * @param path - of the page
 */
export function placeOf(path: string): { readonly path: string; readonly name: string } | undefined {
  const within = (place: string) => path === place || path.startsWith(`${place}/`);
  return [...PLACES, SEARCH].find((place) =>
    place.path === '/console' ? path === place.path : within(place.path),
  );
}

const BEFORE = 'the page before';

/**
 * Where whoever is told that something went wrong came from: the page before, where it is one of the console, or else the
 * place that the address belongs to.
 *
 * @param path - of the request
 * @param before - path and query of the page of ours that the request came from, if any
 */
export function wayBack(
  path: string,
  before: string | null,
): { readonly path: string; readonly name: string } {
  const pathBefore = before?.split('?')[0] ?? '';
  const placeBefore = placeOf(pathBefore);
  if (before !== null && pathBefore !== path && placeBefore !== undefined) {
    // What is deeper than a thing of a place is an act on it, whose form came back: there is no such page.
    const thing = pathBefore.split('/').slice(0, 4).join('/');
    if (thing !== pathBefore)
      return placeBefore.path === '/console/reports' ? placeBefore : { path: thing, name: BEFORE };
    return { path: before, name: placeBefore.path === pathBefore ? placeBefore.name : BEFORE };
  }
  const place = placeOf(path);
  return place === undefined || place.path === path ? { path: '/console', name: 'the console' } : place;
}
