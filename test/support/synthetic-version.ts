import { fontName } from '../../core/marks/font-data.ts';
import { defaultLook } from '../../core/marks/look.ts';
import type { Manifest, Slot } from '../../core/marks/manifest.ts';
import { slotLengths } from '../../core/marks/slots.ts';

/** A prepared report in all but being a PDF: real slots in a head of text, and a body of noise. */
export interface SyntheticVersion {
  readonly manifest: Manifest;
  readonly head: Uint8Array<ArrayBuffer>;
  readonly body: Uint8Array<ArrayBuffer>;
}

const KINDS: readonly Slot['kind'][] = ['diagonal', 'foot', 'name', 'company', 'xmp', 'copy', 'id', 'id'];

/**
 * Makes one. Two with different seeds are different revisions.
 *
 * @param seed - any integer
 * @param bodyLength - bytes of the body
 */
export async function syntheticVersion(seed: number, bodyLength = 300_000): Promise<SyntheticVersion> {
  const slots: Slot[] = [];
  let text = `%PDF-1.7\n% synthetic ${seed}\n`;
  for (const kind of KINDS) {
    text += `${kind} <`;
    slots.push({ kind, offset: text.length, length: slotLengths[kind] });
    text += `${' '.repeat(slotLengths[kind])}>\n`;
  }
  const head = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const body = noise(seed, bodyLength);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  const sha256 = await hex(body);
  const manifest: Manifest = {
    v: 1,
    format: 'pdf',
    revision: await hex(whole),
    source: { sha256, size: body.length },
    class: 'ok',
    notes: [],
    signed: false,
    font: fontName,
    look: defaultLook,
    cover: false,
    pages: 100,
    length: whole.length,
    head: { length: head.length, sha256: await hex(head) },
    body: { length: body.length, sha256 },
    slots,
  };
  return { manifest, head, body };
}

/** Reproducible bytes that do not repeat (xorshift32). */
function noise(seed: number, length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, length);
}

async function hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
