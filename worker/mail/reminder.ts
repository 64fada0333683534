import { overdueSince } from '../access/overdue.ts';
import { countOverdue } from '../access/request-store.ts';
import { content } from '../content.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Reminds staff of requests that wait for longer than they should: one mail about all of them.
 *
 * @returns the mail, or null where all were decided meanwhile
 */
export async function composeReminder({ db, config, now }: Composing): Promise<Letter | null> {
  const { remindHours } = content.access;
  const waiting = await countOverdue(db, overdueSince(now, remindHours));
  if (waiting === 0) return null;
  const what = waiting === 1 ? 'One request has' : `${waiting} requests have`;
  return {
    subject: waiting === 1 ? 'A request still waits' : `${waiting} requests still wait`,
    parts: [
      {
        kind: 'text',
        text: `${what} waited for more than ${remindHours} hours of working days. You are not reminded of ${waiting === 1 ? 'it' : 'them'} again.`,
      },
      { kind: 'action', label: 'See what waits, and decide', href: new URL('/console', config.ORIGIN).href },
    ],
    because: 'You get this mail because staff is told here of what needs attention.',
  };
}
