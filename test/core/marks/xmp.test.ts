import { describe, expect, it } from 'vitest';
import { slotLengths } from '../../../core/marks/slots.ts';
import { emptyXmp, readXmp } from '../../../core/marks/xmp.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';

const packet = (inside: string) =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${inside}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
const UUID = '01234567-89ab-4cde-8f01-23456789abcd';
const COPY = '7G1A-02C0-280Q';
const RESERVED = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';

function filled(source: string): string | undefined {
  const { slotted } = readXmp(latin1Bytes(source));
  if (!slotted) return undefined;
  for (const { kind, at } of slotted.slots) {
    const length = slotLengths[kind];
    expect(latin1Text(slotted.bytes, at, at + length)).toBe(' '.repeat(length));
    slotted.bytes.set(latin1Bytes(kind === 'xmp' ? UUID : COPY), at);
  }
  return latin1Text(slotted.bytes);
}

describe('W12 the slots in XMP metadata', () => {
  it('replaces an instance id, as element or attribute', () => {
    expect(filled(packet('<xmpMM:InstanceID>uuid:old</xmpMM:InstanceID>'))).toContain(
      `<xmpMM:InstanceID>uuid:${UUID}</xmpMM:InstanceID>`,
    );
    const attribute = filled(packet('<rdf:Description xmpMM:InstanceID="xmp.iid:old" a="b"/>'));
    expect(attribute).toContain(` xmpMM:InstanceID="uuid:${UUID}" a="b"/>`);
    expect(attribute?.match(/InstanceID/g)).toHaveLength(1);
  });

  it('adds one that is about the same as the rest, and the copy id', () => {
    expect(filled(packet('<rdf:Description rdf:about="uuid:doc"/>'))).toContain(
      `<rdf:Description rdf:about="uuid:doc" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" ${RESERVED}><xmpMM:InstanceID>uuid:${UUID}</xmpMM:InstanceID><dc:identifier>${COPY}</dc:identifier></rdf:Description></rdf:RDF>`,
    );
    expect(filled(latin1Text(emptyXmp))).toContain(`<dc:identifier>${COPY}</dc:identifier>`);
  });

  it('leaves identifiers of the document alone', () => {
    const own = '<rdf:Description rdf:about=""><dc:identifier>doi:1</dc:identifier></rdf:Description>';
    expect(filled(packet(own))).toContain(
      `${own}<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmpMM:InstanceID>uuid:${UUID}</xmpMM:InstanceID><xmp:Identifier><rdf:Bag><rdf:li>${COPY}</rdf:li></rdf:Bag></xmp:Identifier></rdf:Description>`,
    );
    const both = packet('<a dc:identifier="1" xmp:Identifier="2" xmpMM:InstanceID="3"/>');
    expect(filled(both)).toBe(both.replace('"3"', `"uuid:${UUID}"`));
  });

  it('leaves alone what it does not understand', () => {
    expect(filled('<nothing/>')).toBeUndefined();
    expect(filled(packet('x'.repeat(200_000)))).toBeUndefined();
    expect(filled(packet('%%EOF'))).toBeUndefined();
  });

  it.each([
    ['<pdfaid:part>1</pdfaid:part>', 1],
    ['<rdf:Description pdfaid:part="2"/>', 2],
    ["<rdf:Description pdfaid:part = '4'/>", 4],
    ['<rdf:Description/>', undefined],
  ])('reads the claim of %s', (inside, part) => {
    expect(readXmp(latin1Bytes(packet(inside))).pdfaPart).toBe(part);
  });
});
