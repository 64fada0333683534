import { may, type Staff } from './staff.ts';

/**
 * What whoever only looks does not see: how readers can be written to, and where they sat. What is read for them is masked
 * whole before a page or a file is made of it, whatever it is called there: people are called by their address where an
 * identity provider knows no name, type it as their name, and mail servers repeat it. So no page has to think of it.
 */

/** Whether somebody sees it all the same: whoever decides about access has to. */
export const seesContacts = (staff: Pick<Staff, 'roles'>): boolean => may(staff, 'approver');

/** What is an at-sign to whoever reads it: the sign, what Unicode has for it in other widths (NFKC), and how URLs write it. */
const AT_SIGNS = ['@', '\uff20', '\ufe6b'] as const;
const AT = `(?:[${AT_SIGNS.join('')}]|%40)`;
/** With spaces about it, it is one where a domain follows. */
const SPACED_AT = `\\s+[${AT_SIGNS.join('')}](?=\\s*[\\p{L}\\p{N}-]+\\.[\\p{L}\\p{N}])`;

/**
 * What looks like an address, up to its at-sign. What parts the texts of JSON parts addresses, too, so that JSON stays JSON;
 * but a quoted local part may have anything (RFC 5322, 3.4.1).
 */
const LOCAL_PART = new RegExp(`("(?:[^"\\\\]|\\\\.)*"|[^\\s"<>()[\\]{},;:\\\\]+)(${AT}|${SPACED_AT})`, 'gu');

/**
 * A text with every address in it as those see it who only look: enough to tell two apart, not enough to write to one.
 *
 * @param text - the whole; somebody else wrote it
 */
export function masked(text: string): string {
  return text.replace(LOCAL_PART, (_, local: string, at: string) => `${shortened(local)}${at}`);
}

const shortened = ([first = '']: string): string => `${first}…`;

/**
 * What was read, as somebody on the staff sees it: every text in it is masked for whoever only looks.
 *
 * @param staff - who looks
 * @param facts - rows, or one thing with all that is in it
 */
export function asSeenBy<Facts>(staff: Pick<Staff, 'roles'>, facts: Facts): Facts {
  return seesContacts(staff) ? facts : maskedFacts(facts);
}

/**
 * The same, whoever looks. A name that is no more than what an address in the same row has before its at-sign is masked as that
 * is: whoever shows a reader's name to the staff reads their address with it.
 */
export const maskedFacts = <Facts>(facts: Facts): Facts => maskedIn(facts, []) as Facts;

/** What people are called by, and what a mail server said, which repeats to whom. */
const NAMES = /(?:^|_)name$|Name$|^signer$|^signed_by$/;
const ANSWER = 'error';

function maskedIn(facts: unknown, above: readonly string[]): unknown {
  if (typeof facts === 'string') return masked(facts);
  if (Array.isArray(facts)) return facts.map((one) => maskedIn(one, above));
  if (facts === null || typeof facts !== 'object') return facts;
  const entries = Object.entries(facts);
  const locals = [
    ...above,
    ...entries.flatMap(([, value]) => (typeof value === 'string' ? localPartsIn(value) : [])),
  ];
  const see = (name: string, value: unknown) => {
    if (typeof value !== 'string') return maskedIn(value, locals);
    if (NAMES.test(name) && locals.includes(value.trim().toLowerCase())) return shortened(value.trim());
    const seen = masked(value);
    return name === ANSWER
      ? seen.replace(WORD, (word) => (locals.includes(word.toLowerCase()) ? shortened(word) : word))
      : seen;
  };
  return Object.fromEntries(entries.map(([name, value]) => [name, see(name, value)]));
}

const WORD = /[^\s"'<>()[\]{},;:]+/g;

/** Of every address in a text: its local part, and what of it is before a tag; in lower case. */
const localPartsIn = (text: string): string[] =>
  Array.from(text.matchAll(LOCAL_PART), ([, local = '']) => local.toLowerCase()).flatMap((local) => [
    local,
    ...(local.indexOf('+') > 0 ? [local.slice(0, local.indexOf('+'))] : []),
  ]);

/**
 * SQL that holds where somebody's name, or company, is an address or no more than the part of theirs before the at-sign, so that whoever
 * only looks cannot look for it.
 *
 * @param column - SQL for the text
 * @param address - SQL for their address
 */
export const tellsAddress = (column: string, address: string): string =>
  `(${[...AT_SIGNS.map((sign) => `'${sign}'`), "'%40'"].map((sign) => `instr(${column}, ${sign}) > 0`).join(' OR ')}
    OR (${address} IS NOT NULL AND lower(trim(${column})) IN (
      lower(substr(${address}, 1, instr(${address}, '@') - 1)),
      lower(substr(${address}, 1, instr(${address}, '+') - 1)))))`;
