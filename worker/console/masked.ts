import { may, type Staff } from './staff.ts';

/**
 * What whoever only looks does not see: how readers can be written to, and where they sat. On every page, and in every
 * list that is taken away.
 */

/** Whether somebody sees it all the same: whoever decides about access has to. */
export const seesContacts = (staff: Staff): boolean => may(staff, 'approver');

/**
 * An address as those see it who only look: enough to tell two apart, not enough to write to one.
 *
 * @param address - the whole
 */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, Math.min(1, at))}…${address.slice(at)}`;
}

/**
 * A reader's address as somebody on the staff sees it.
 *
 * @param staff - who looks
 * @param address - the whole; empty where none is known
 */
export function addressFor(staff: Staff, address: string): string {
  return address === '' || seesContacts(staff) ? address : masked(address);
}

/**
 * A reader's name as somebody on the staff sees it: whoever confirmed an address and said no more is called by it.
 *
 * @param staff - who looks
 * @param person - the reader
 */
export function nameFor(
  staff: Staff,
  { name, address }: { readonly name: string; readonly address: string | null },
): string {
  return name === address ? addressFor(staff, name) : name;
}
