import type { Slot } from '../marks/manifest.ts';
import { slotLengths } from '../marks/slots.ts';
import { latin1Bytes } from '../pdf/chars.ts';

/** Text with blank slots in it. */
export interface SlottedText {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offsets count from its first byte. */
  readonly slots: readonly Slot[];
}

/**
 * Writes text with the slots that it names as `{copy}` and `{check}`.
 *
 * @param template - in ASCII
 */
export function slottedText(template: string): SlottedText {
  const slots: Slot[] = [];
  let text = '';
  for (const piece of template.split(/(\{copy\}|\{check\})/)) {
    const kind = piece === '{copy}' ? 'copy' : piece === '{check}' ? 'check' : null;
    if (kind === null) text += piece;
    else {
      slots.push({ kind, offset: text.length, length: slotLengths[kind] });
      text += ' '.repeat(slotLengths[kind]);
    }
  }
  return { bytes: latin1Bytes(text), slots };
}

/** The same slots, further on. */
export function movedBy(slots: readonly Slot[], bytes: number): Slot[] {
  return slots.map((slot) => ({ ...slot, offset: slot.offset + bytes }));
}
