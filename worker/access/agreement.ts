import type { WorkerContent } from '../../schema/content.ts';

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
export function readAgreement(fields: ReadonlyMap<string, string>, nda: WorkerContent['nda']): Agreement {
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

const DAY = 86_400_000;

/**
 * When an acceptance of the text before the one in force ceases to open anything.
 *
 * @param nda - the text in force
 * @param graceDays - from its effective day on
 * @returns milliseconds
 */
export function graceEnds(nda: Pick<WorkerContent['nda'], 'effective'>, graceDays: number): number {
  return Date.parse(`${nda.effective}T00:00:00Z`) + graceDays * DAY;
}

/**
 * The texts of which an acceptance opens what was given under it: the one in force, and within the grace period all that
 * were before.
 *
 * @param nda - the text in force, with all that were before
 * @param graceDays - for how many days a text before it still opens
 * @param now - milliseconds
 * @returns their SHA-256
 */
export function openTexts(nda: WorkerContent['nda'], graceDays: number, now: number): readonly string[] {
  if (!(now < graceEnds(nda, graceDays))) return [nda.sha256];
  return [nda.sha256, ...nda.versions.map(({ sha256 }) => sha256)];
}

/**
 * When an acceptance that is given now ends by the agreement's own term.
 *
 * @param months - of the term, by the calendar; null for none
 * @param now - milliseconds
 * @returns milliseconds, or null
 */
export function termEnds(months: number | null, now: number): number | null {
  return months === null ? null : addMonths(now, months);
}

/**
 * The same time of the day some months later, by the calendar, or earlier.
 *
 * @param at - milliseconds
 * @param months - negative for earlier
 * @returns milliseconds
 */
export function addMonths(at: number, months: number): number {
  const end = new Date(at);
  const day = end.getUTCDate();
  end.setUTCMonth(end.getUTCMonth() + months);
  // 31 January and a month is the end of February, not the beginning of March.
  if (end.getUTCDate() !== day) end.setUTCDate(0);
  return end.getTime();
}
