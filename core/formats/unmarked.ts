import type { Slot } from '../marks/manifest.ts';

/** A file of a format without a visible mark, laid out for its readers. */
export interface LaidOut {
  readonly head: Uint8Array<ArrayBuffer>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly slots: readonly Slot[];
  /** One plain sentence for each finding. */
  readonly notes: readonly string[];
}

/** What every copy says of itself where its format has room for a sentence. */
export const NOTICE =
  'Confidential. Handed out to one reader under an agreement that names what may be done with it.';

/** All pieces in one. */
export function inOnePiece(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
