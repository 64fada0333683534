import { describe, expect, it } from 'vitest';
import page from '../../../docs/formats/webhooks.md?raw';
import { EVENTS } from '../../../worker/console/words.ts';
import { eventsOf, KINDS, type Kind, kindOf } from '../../../worker/webhooks/kinds.ts';
import { messageBody, TOLD } from '../../../worker/webhooks/message.ts';

/** What other systems are told of, as docs/formats/webhooks.md promises it. */

/** Named here so that a new event is told, or kept inside, because somebody decided so. */
const INSIDE = [
  'request.made',
  'request.opened',
  'address.confirmed',
  'access.refused',
  'access.ended',
  'agreement.opened',
  'agreement.exported',
  'nda.tampered',
  'grant.recalled',
  'grant.opened',
  'download.refunded',
  'copy.traced',
  'mark.renewed',
  'invitation.made',
  'invitation.joined',
  'invitation.ended',
  'session.started',
  'session.ended',
  'login.failed',
  'person.opened',
  'person.erased',
  'person.deleted',
  'company.opened',
  'list.exported',
  'revocation.started',
  'revocation.finished',
  'revocation.lifted',
  'proposal.approved',
  'proposal.refused',
  'proposal.withdrawn',
  'proposal.carried-out',
  'proposal.failed',
  'rules.exported',
  'role.given',
  'role.taken',
  'report.stored',
  'mail.requeued',
  'suppression.lifted',
  'webhook.added',
  'webhook.removed',
  'webhook.enabled',
  'webhook.disabled',
  'webhook.sent-again',
];

/** The rows of the page's table: names of kinds, names of events; `the same` stands for the kind's own name. */
function documented(): Map<string, string[]> {
  const rows = page.split('\n').flatMap((line) => /^\| (`.*?) \| (.*?) \| /.exec(line) ?? []);
  const names = (cell: string) => [...cell.matchAll(/`([a-z.-]+)`/g)].map(([, name]) => name ?? '');
  const found = new Map<string, string[]>();
  for (let i = 0; i < rows.length; i += 3) {
    const events = rows[i + 2] ?? '';
    for (const kind of names(rows[i + 1] ?? ''))
      if (kind !== 'type') found.set(kind, events === 'the same' ? [kind] : names(events));
  }
  return found;
}

describe('the kinds of messages', () => {
  it('are those of the page, with the same events', () => {
    const code = Object.entries(KINDS).map(([kind, { events }]) => [kind, [...events]]);
    expect(Object.fromEntries(documented())).toEqual(Object.fromEntries(code));
  });

  it('tell the facts that the page names, and no other', () => {
    const sentence = /Of the event's facts ([\s\S]*?) are told/.exec(page)?.[1] ?? '';
    expect([...sentence.matchAll(/`([a-z]+)`/g)].map(([, name]) => name)).toEqual([...TOLD]);
  });

  it('tell every event once, or keep it inside', () => {
    const told = eventsOf(Object.keys(KINDS) as Kind[]);
    expect(new Set(told).size).toBe(told.length);
    expect([...told, ...INSIDE].toSorted()).toEqual(Object.keys(EVENTS).toSorted());
    for (const event of INSIDE) expect(kindOf(event)).toBeUndefined();
  });

  it('a renewal says when access ends now', () => {
    const detail = JSON.stringify({ from: 1, expires: 2, rule: 'default', rules: 'sha256' });
    const event = { id: 1, at: 0, type: 'grant.renewed', object: 'the-grant', detail };
    expect(JSON.parse(messageBody('grant.renewed', event))).toEqual({
      type: 'grant.renewed',
      timestamp: '1970-01-01T00:00:00.000Z',
      data: { event: 'grant.renewed', id: 'the-grant', expires: 2 },
    });
  });
});
