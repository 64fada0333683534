import { latin1Bytes, latin1Text } from '../pdf/chars.ts';
import type { Slot } from './manifest.ts';
import { slotLengths } from './slots.ts';

/** A slot in the packet: of a kind, at an offset. */
interface XmpSlot {
  readonly kind: Slot['kind'];
  readonly at: number;
}

/** What the metadata of a document say about it, and a copy of them with room for what the reader's copy is called. */
export interface XmpPacket {
  /** The part of PDF/A that the document claims, if it does. */
  readonly pdfaPart: number | undefined;
  /** The packet with blank slots, and where they are; undefined if the packet has no place for any. */
  readonly slotted: { readonly bytes: Uint8Array; readonly slots: readonly XmpSlot[] } | undefined;
}

/** Larger ones stay in the body as they are: the head is sent from memory. */
const MAX_SLOTTED = 128 * 1024;
const NAMESPACES = {
  xmpMM: 'http://ns.adobe.com/xap/1.0/mm/',
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
} as const;

/** For documents without metadata (ISO 16684-1, 7.3.2): nothing but what a copy is called. */
export const emptyXmp = latin1Bytes(
  '<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
);

/**
 * Reads an XMP packet (ISO 16684-1) just as far as we need it, and puts slots where xmpMM:InstanceID is or should be, and
 * where the copy id goes: into dc:identifier, or xmp:Identifier where the document has one of its own. Both are
 * predefined, so that PDF/A asks for no extension schema; a document that has both keeps them.
 *
 * @param bytes - the decoded metadata stream
 */
export function readXmp(bytes: Uint8Array): XmpPacket {
  // One character for each byte: what is UTF-8 in it stays as it is.
  const text = latin1Text(bytes);
  const part = /pdfaid:part\s*(?:=\s*["']|>)\s*(\d)/.exec(text)?.[1];
  // A packet that spells an end of file has to be compressed, and slots are never compressed.
  const fits = bytes.length <= MAX_SLOTTED && !text.includes('%%EOF');
  return {
    pdfaPart: part === undefined ? undefined : Number(part),
    slotted: fits ? withSlots(text) : undefined,
  };
}

function withSlots(source: string): XmpPacket['slotted'] {
  const slots: XmpSlot[] = [];
  let text = '';
  const blank = (kind: 'xmp' | 'copy') => {
    slots.push({ kind, at: text.length });
    text += ' '.repeat(slotLengths[kind]);
  };

  let rest = source;
  const existing = /(<xmpMM:InstanceID>|\sxmpMM:InstanceID\s*=\s*(["']))([^<"']*)/.exec(rest);
  if (existing) {
    const start = existing.index + (existing[1] ?? '').length;
    text += `${rest.slice(0, start)}uuid:`;
    blank('xmp');
    rest = rest.slice(start + (existing[3] ?? '').length);
  }
  const closing = /<\/(\w+):RDF>/.exec(rest);
  const identifier = ['dc:identifier', 'xmp:Identifier'].find((name) => !source.includes(name));
  if (closing && !(existing && identifier === undefined)) {
    const rdf = closing[1];
    // All descriptions of a packet are about the same thing.
    const about = new RegExp(`\\s${rdf}:about\\s*=\\s*(["'])([^<"'&]*)\\1`).exec(source)?.[2] ?? '';
    const prefixes = [
      ...(existing ? [] : (['xmpMM'] as const)),
      ...(identifier === 'dc:identifier' ? (['dc'] as const) : identifier ? (['xmp'] as const) : []),
    ];
    text += `${rest.slice(0, closing.index)}<${rdf}:Description ${rdf}:about="${about}"`;
    text += `${prefixes.map((prefix) => ` xmlns:${prefix}="${NAMESPACES[prefix]}"`).join('')}>`;
    if (!existing) {
      text += '<xmpMM:InstanceID>uuid:';
      blank('xmp');
      text += '</xmpMM:InstanceID>';
    }
    if (identifier !== undefined) {
      const [before, after] =
        identifier === 'dc:identifier' ? ['', ''] : [`<${rdf}:Bag><${rdf}:li>`, `</${rdf}:li></${rdf}:Bag>`];
      text += `<${identifier}>${before}`;
      blank('copy');
      text += `${after}</${identifier}>`;
    }
    text += `</${rdf}:Description>`;
    rest = rest.slice(closing.index);
  }
  return slots.length === 0 ? undefined : { bytes: latin1Bytes(text + rest), slots };
}
