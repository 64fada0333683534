import { openTexts } from '../../access/agreement.ts';
import { content } from '../../content.ts';
import type { Condition } from '../lists/list.ts';
import type { AGREEMENT_STATES } from '../words.ts';

/** What an entry of the register is at a moment. */
export type AgreementState = keyof typeof AGREEMENT_STATES;

/** Of an acceptance, what its state depends on. */
export interface AgreementFacts {
  readonly nda_sha256: string;
  readonly ends_at: number | null;
  readonly ended_by: string | null;
}

const textsOpen = (now: number) => openTexts(content.nda, content.access.ndaGraceDays, now);

/**
 * The state of an acceptance.
 *
 * @param acceptance - as its row has it
 * @param now - milliseconds
 */
export function agreementState(acceptance: AgreementFacts, now: number): Exclude<AgreementState, 'declined'> {
  const { nda_sha256, ends_at, ended_by } = acceptance;
  if (ended_by !== null) return ended_by === 'signer' ? 'withdrawn' : 'ended';
  if (ends_at !== null && ends_at <= now) return 'over';
  return textsOpen(now).includes(nda_sha256) ? 'in-force' : 'superseded';
}

/**
 * SQL for the entries `x` of the register that have a state.
 *
 * @param state - which
 * @param now - milliseconds
 */
export function havingState(state: AgreementState, now: number): Condition {
  const lasts = "x.kind = 'accepted' AND x.ended_by IS NULL AND (x.ends_at IS NULL OR x.ends_at > ?)";
  const texts = textsOpen(now);
  const open = `x.nda_sha256 IN (${texts.map(() => '?').join(', ')})`;
  switch (state) {
    case 'in-force':
      return { sql: `${lasts} AND ${open}`, values: [now, ...texts] };
    case 'superseded':
      return { sql: `${lasts} AND NOT ${open}`, values: [now, ...texts] };
    case 'over':
      return { sql: 'x.ended_by IS NULL AND x.ends_at <= ?', values: [now] };
    case 'withdrawn':
      return { sql: 'x.ended_by = ?', values: ['signer'] };
    case 'ended':
      return { sql: 'x.ended_by = ?', values: ['us'] };
    case 'declined':
      return { sql: "x.kind = 'declined'", values: [] };
  }
}
