import { parseMailAddress } from '../../core/mail-address.ts';
import { parseCopyId } from '../../core/marks/copy-id.ts';
import { Failure } from '../problem.ts';
import { plainLine } from './plain-line.ts';

/** What access can be taken back from: what staff enters, checked and found. */

/** Characters of a reason or a message. */
const LONGEST_TEXT = 1000;

const SCOPES = ['grant', 'person', 'company', 'version', 'report', 'everything'] as const;
export type RevocationScope = (typeof SCOPES)[number];

/** What is taken back. */
export interface Revoked {
  readonly scope: RevocationScope;
  /**
   * A grant's id, a person's id, a domain in its ASCII form, `<report id>/<revision>`, a report's id; empty for
   * everything.
   */
  readonly target: string;
}

/** SQL for the domain of an address; there is an index of exactly this expression. */
export const DOMAIN = "lower(substr(address, instr(address, '@') + 1))";

/** What somebody enters of a revocation. */
export type RevocationField = 'scope' | 'target' | 'reason' | 'message' | 'end_nda';

/**
 * Checks what somebody wants taken back, and why.
 *
 * @param entries - attacker-controlled
 * @returns what, and the two texts; or one sentence about what is wrong, and with which field
 */
export function validateRevocation(entries: {
  readonly scope: string;
  readonly target: string;
  readonly reason: string;
  readonly message?: string | null;
  readonly endNda?: boolean;
}):
  | { what: Revoked; reason: string; message: string | null; endNda: boolean }
  | { error: string; field: RevocationField } {
  const scope = SCOPES.find((one) => one === entries.scope);
  if (!scope) return { error: `Expected one of ${SCOPES.join(', ')}.`, field: 'scope' };
  const target = targetOf(scope, entries.target.trim());
  if (target === null) return { error: WANTED[scope], field: 'target' };
  const reason = plainLine(entries.reason);
  if (reason === '') return { error: 'Enter the reason; it stays on record.', field: 'reason' };
  const message = plainLine(entries.message ?? '');
  for (const [field, text] of [
    ['reason', reason],
    ['message', message],
  ] as const)
    if (text.length > LONGEST_TEXT) return { error: `Use at most ${LONGEST_TEXT} characters.`, field };
  const { endNda = false } = entries;
  if (endNda && scope !== 'person' && scope !== 'company')
    return { error: 'An agreement is ended with a person or a company.', field: 'end_nda' };
  return { what: { scope, target }, reason, message: message === '' ? null : message, endNda };
}

const WANTED: Readonly<Record<RevocationScope, string>> = {
  grant: 'Expected the id of a grant.',
  person: 'Expected the id of a person.',
  company: 'Expected a domain such as company.example.',
  version: 'Expected a report and a revision, as in soc2-type2/ and 64 hexadecimal digits.',
  report: 'Expected the id of a report.',
  everything: 'Everything has no target.',
};

const ID = /^[A-Za-z0-9_-]{22}$/;
const REPORT = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function targetOf(scope: RevocationScope, typed: string): string | null {
  switch (scope) {
    case 'grant':
    case 'person':
      return ID.test(typed) ? typed : null;
    case 'company':
      // The domain in the one form in which addresses are kept.
      return parseMailAddress(`a@${typed.replace(/^@/, '')}`)?.address.slice(2) ?? null;
    case 'version': {
      const [report = '', revision = ''] = typed.split('/');
      return REPORT.test(report) && /^[0-9a-f]{64}$/.test(revision) ? `${report}/${revision}` : null;
    }
    case 'report':
      return REPORT.test(typed) ? typed : null;
    case 'everything':
      return typed === '' ? '' : null;
  }
}

/**
 * The act's target by the name that staff have of it: a copy id for its grant, a confirmed address for its person.
 *
 * @param db - primary database session
 * @param scope - of what
 * @param typed - attacker-controlled
 * @returns the id, or what was typed where it is none of these
 * @throws Failure not-found where nobody has it, conflict where several people have the address
 */
export async function findTarget(db: D1DatabaseSession, scope: string, typed: string): Promise<string> {
  const copyId = scope === 'grant' ? parseCopyId(typed) : null;
  const address = scope === 'person' ? parseMailAddress(typed)?.address : null;
  if (!copyId && !address) return typed;
  const statement = copyId
    ? db.prepare('SELECT id FROM grants WHERE copy_id = ?1').bind(copyId)
    : db
        .prepare(
          `SELECT id FROM people WHERE address IS NOT NULL AND ${DOMAIN} = ?2 AND lower(address) = ?1
             AND kind <> 'staff'`,
        )
        .bind(address, address?.slice(address.lastIndexOf('@') + 1));
  const { results } = await statement.all<{ id: string }>();
  const [found, ...more] = results;
  if (!found) throw new Failure('not-found', { detail: `There is no ${scope} ${copyId ?? address}.` });
  if (more.length > 0)
    throw new Failure('conflict', {
      detail: `Several people have this address: name one of ${results.map(({ id }) => id).join(', ')}.`,
    });
  return found.id;
}
