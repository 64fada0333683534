import { latin1Bytes, latin1Text } from '../pdf/chars.ts';
import { slotLengths } from './slots.ts';

/** What the metadata of a document say about it, and a copy of them with room for the reader's instance id. */
export interface XmpPacket {
  /** The part of PDF/A that the document claims, if it does. */
  readonly pdfaPart: number | undefined;
  /** The packet with a blank slot, and where it is; undefined if the packet has no place for one. */
  readonly slotted: { readonly bytes: Uint8Array; readonly at: number } | undefined;
}

/** Larger ones stay in the body as they are: the head is sent from memory. */
const MAX_SLOTTED = 128 * 1024;
const BLANK = ' '.repeat(slotLengths.xmp);
const MM_NAMESPACE = 'http://ns.adobe.com/xap/1.0/mm/';

/**
 * Reads an XMP packet (ISO 16684-1) just as far as we need it, and puts a slot where xmpMM:InstanceID is or should be.
 *
 * @param bytes - the decoded metadata stream
 */
export function readXmp(bytes: Uint8Array): XmpPacket {
  // One character for each byte: what is UTF-8 in it stays as it is.
  const text = latin1Text(bytes);
  const part = /pdfaid:part\s*(?:=\s*["']|>)\s*(\d)/.exec(text)?.[1];
  // A packet that spells an end of file has to be compressed, and slots are never compressed.
  const fits = bytes.length <= MAX_SLOTTED && !text.includes('%%EOF');
  const slotted = fits ? withSlot(text) : undefined;
  return {
    pdfaPart: part === undefined ? undefined : Number(part),
    slotted: slotted && { bytes: latin1Bytes(slotted.text), at: slotted.at },
  };
}

function withSlot(text: string): { readonly text: string; readonly at: number } | undefined {
  const existing = /(<xmpMM:InstanceID>|\sxmpMM:InstanceID\s*=\s*(["']))([^<"']*)/.exec(text);
  if (existing) {
    const start = existing.index + (existing[1] ?? '').length;
    const before = `${text.slice(0, start)}uuid:`;
    return { text: `${before}${BLANK}${text.slice(start + (existing[3] ?? '').length)}`, at: before.length };
  }
  const closing = /<\/(\w+):RDF>/.exec(text);
  if (!closing) return undefined;
  const rdf = closing[1];
  // All descriptions of a packet are about the same thing.
  const about = new RegExp(`\\s${rdf}:about\\s*=\\s*(["'])([^<"'&]*)\\1`).exec(text)?.[2] ?? '';
  const before = `${text.slice(0, closing.index)}<${rdf}:Description ${rdf}:about="${about}" xmlns:xmpMM="${MM_NAMESPACE}"><xmpMM:InstanceID>uuid:`;
  return {
    text: `${before}${BLANK}</xmpMM:InstanceID></${rdf}:Description>${text.slice(closing.index)}`,
    at: before.length,
  };
}
