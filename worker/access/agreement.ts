import type { Content } from '../../schema/content.ts';

/** What a submitted NDA page says about the text that was on it. */
export type Agreement =
  /** The text in force, and agreed to. */
  | 'agreed'
  /** The text in force, but the box is not ticked. */
  | 'unticked'
  /** A text that was in force when the page was made. */
  | 'outdated'
  /** No page of ours says this. */
  | 'tampered';

/** The value of a ticked box. */
export const TICKED = 'yes';

/**
 * Compares a submitted NDA page with the text in force.
 *
 * @param fields - the form; attacker-controlled
 * @param nda - the text in force, with all that were before
 */
export function readAgreement(fields: ReadonlyMap<string, string>, nda: Content['nda']): Agreement {
  const version = fields.get('version');
  const sha256 = fields.get('sha256');
  const known = nda.versions.find((entry) => entry.version === version && entry.sha256 === sha256);
  if (fields.get('nda') !== nda.id || !known) return 'tampered';
  if (known.sha256 !== nda.sha256) return 'outdated';
  // The sentences of the page come back with it: what is recorded as shown was shown.
  if (fields.get('consent') !== nda.consentSentence || fields.get('authority') !== nda.authoritySentence)
    return 'tampered';
  const box = fields.get('agree');
  if (box === undefined) return 'unticked';
  return box === TICKED ? 'agreed' : 'tampered';
}
