import { describe, expect, it } from 'vitest';
import { readXmp } from '../../../core/marks/xmp.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';

const packet = (inside: string) =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${inside}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
const UUID = '01234567-89ab-4cde-8f01-23456789abcd';

function filled(source: string): string | undefined {
  const { slotted } = readXmp(latin1Bytes(source));
  if (!slotted) return undefined;
  expect(latin1Text(slotted.bytes, slotted.at, slotted.at + 36)).toBe(' '.repeat(36));
  slotted.bytes.set(latin1Bytes(UUID), slotted.at);
  return latin1Text(slotted.bytes);
}

describe('the slot in XMP metadata', () => {
  it('replaces an instance id, as element or attribute', () => {
    expect(filled(packet('<xmpMM:InstanceID>uuid:old</xmpMM:InstanceID>'))).toContain(
      `<xmpMM:InstanceID>uuid:${UUID}</xmpMM:InstanceID>`,
    );
    expect(filled(packet('<rdf:Description xmpMM:InstanceID="xmp.iid:old" a="b"/>'))).toContain(
      ` xmpMM:InstanceID="uuid:${UUID}" a="b"/>`,
    );
  });

  it('adds one that is about the same as the rest', () => {
    expect(filled(packet('<rdf:Description rdf:about="uuid:doc"/>'))).toContain(
      `<rdf:Description rdf:about="uuid:doc" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><xmpMM:InstanceID>uuid:${UUID}</xmpMM:InstanceID></rdf:Description></rdf:RDF>`,
    );
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
