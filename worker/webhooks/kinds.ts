/** What can be posted to an endpoint: the name that the receiver sees, and the events that it stands for. */
export const KINDS = {
  'request.pending': { about: 'a request waits for staff', events: ['request.pending'] },
  'request.decided': {
    about: 'a request was granted or denied',
    events: ['request.granted', 'request.released', 'request.denied'],
  },
  'request.withdrawn': { about: 'a reader took a request back', events: ['request.withdrawn'] },
  'request.expired': { about: 'a request was not decided in time', events: ['request.expired'] },
  'proposal.made': { about: 'a proposal waits for a second person', events: ['proposal.made'] },
  'nda.accepted': { about: 'somebody accepted the NDA', events: ['nda.accepted'] },
  'nda.declined': { about: 'somebody declined the NDA', events: ['nda.declined'] },
  'nda.ended': { about: 'an agreement was ended', events: ['nda.ended'] },
  'grant.made': { about: 'somebody may have a report', events: ['grant.made'] },
  'grant.renewed': { about: 'access was lengthened', events: ['grant.renewed'] },
  'grant.superseded': {
    about: 'a newer grant of the same reader took the place of one',
    events: ['grant.superseded'],
  },
  'grant.ended': { about: 'access ended with the agreement that it rests on', events: ['grant.ended'] },
  'grant.revoked': { about: 'access was withdrawn', events: ['grant.revoked'] },
  'download.started': { about: 'a copy was handed out', events: ['download.started'] },
  'download.ended': {
    about: 'a copy arrived, or broke off, or was cut off, or nobody knows',
    events: ['download.completed', 'download.failed', 'download.revoked', 'download.lost'],
  },
  'report.published': { about: 'a version of a report went live', events: ['report.published'] },
  'report.withdrawn': { about: 'a version of a report was taken back', events: ['report.withdrawn'] },
  'subscription.confirmed': { about: 'somebody subscribed to news', events: ['subscription.confirmed'] },
  'subscription.changed': { about: 'a subscriber chose other topics', events: ['subscription.changed'] },
  'subscription.ended': { about: 'a subscription ended', events: ['subscription.ended'] },
  'mail.returned': {
    about: 'a mail was refused, came back or was called spam',
    events: ['mail.refused', 'mail.bounced', 'mail.complained'],
  },
} as const;

/** One kind of message. */
export type Kind = keyof typeof KINDS;

const KIND_OF = new Map<string, Kind>(
  Object.entries(KINDS).flatMap(([kind, { events }]) =>
    events.map((event) => [event, kind as Kind] as const),
  ),
);

/** The kind of message that an event is told by, or undefined for one that is not told. */
export function kindOf(eventType: string): Kind | undefined {
  return KIND_OF.get(eventType);
}

/** The events that some kinds stand for. */
export function eventsOf(kinds: readonly Kind[]): string[] {
  return kinds.flatMap((kind) => [...KINDS[kind].events]);
}

/** Whether a text names a kind. */
export function isKind(text: string): text is Kind {
  return Object.hasOwn(KINDS, text);
}
