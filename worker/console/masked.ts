import { may, type Staff } from './staff.ts';

/**
 * What whoever only looks does not see: how readers can be written to, and where they sat. What is read for them is masked
 * whole before a page or a file is made of it, whatever it is called there: people are called by their address where an
 * identity provider knows no name, type it as their name, and mail servers repeat it. So no page has to think of it.
 */

/** Whether somebody sees it all the same: whoever decides about access has to. */
export const seesContacts = (staff: Staff): boolean => may(staff, 'approver');

/**
 * What looks like an address, up to its at-sign. What parts the texts of JSON parts addresses, too, so that JSON stays JSON;
 * but a quoted local part may have anything (RFC 5322, 3.4.1).
 */
const LOCAL_PART = /("(?:[^"\\]|\\.)*"|[^\s"<>()[\]{},;:\\]+)@/g;

/**
 * A text with every address in it as those see it who only look: enough to tell two apart, not enough to write to one.
 *
 * @param text - the whole; somebody else wrote it
 */
export function masked(text: string): string {
  return text.replace(LOCAL_PART, (_, [first = '']: string) => `${first}…@`);
}

/**
 * What was read, as somebody on the staff sees it: every text in it is masked for whoever only looks.
 *
 * @param staff - who looks
 * @param facts - rows, or one thing with all that is in it
 */
export function asSeenBy<Facts>(staff: Staff, facts: Facts): Facts {
  return seesContacts(staff) ? facts : (maskedIn(facts) as Facts);
}

function maskedIn(facts: unknown): unknown {
  if (typeof facts === 'string') return masked(facts);
  if (Array.isArray(facts)) return facts.map(maskedIn);
  if (facts === null || typeof facts !== 'object') return facts;
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, maskedIn(value)]));
}
