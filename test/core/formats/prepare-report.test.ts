import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_LENGTH, checkText } from '../../../core/formats/check-text.ts';
import { crc32 } from '../../../core/formats/crc32.ts';
import type { UnmarkedFormat } from '../../../core/formats/format.ts';
import { type PreparedReport, prepareReport } from '../../../core/formats/prepare-report.ts';
import { readZip } from '../../../core/formats/read-zip.ts';
import { composeMark } from '../../../core/marks/compose.ts';
import { PrepareRefusal } from '../../../core/marks/refusal.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { gifFile, jpegFile, PNG_SIGNATURE, pngChunk, pngFile, pngHeader } from '../../support/image-files.ts';
import { aCopyId, aReader } from '../../support/marks.ts';
import { onePage, pdfFile } from '../../support/pdf-file.ts';
import { excelParts, littleEndian, wordParts, zipFile } from '../../support/zip-file.ts';

const SOUND: Readonly<Record<UnmarkedFormat, Uint8Array>> = {
  zip: zipFile([
    { name: 'evidence/' },
    { name: 'evidence/list.txt', text: 'one\ntwo\n' },
    { name: 'über.txt', text: 'ü', flags: 0x0800 },
  ]),
  docx: zipFile(wordParts()),
  xlsx: zipFile(excelParts()),
  png: pngFile(),
  jpeg: jpegFile(),
  gif: gifFile(),
};
const FORMATS = Object.keys(SOUND) as UnmarkedFormat[];

async function copyOf({ head, body, manifest }: PreparedReport, copyId: string) {
  const mark = await composeMark({ ...aReader, copyId });
  const stamp = await prepareStamp(manifest, mark);
  const copy = new Uint8Array(manifest.length);
  copy.set(stampHead(head, manifest, stamp));
  copy.set(body, head.length);
  return { copy, etag: stamp.etag };
}

async function refusalOf(file: Uint8Array, format: UnmarkedFormat | 'pdf'): Promise<string> {
  const error = await prepareReport(file, format).catch((error: unknown) => error);
  if (!(error instanceof PrepareRefusal))
    throw error instanceof Error ? error : new Error('it was not refused');
  expect(error.message).toMatch(/^This .*\.$/);
  return error.reason;
}

describe.each(FORMATS)('%s', (format) => {
  it('W2: copies differ by their copy id alone, have the announced length, and a tag of their own', async () => {
    const report = await prepareReport(SOUND[format], format);
    const [one, again, other] = [
      await copyOf(report, aCopyId(1)),
      await copyOf(report, aCopyId(1)),
      await copyOf(report, aCopyId(2)),
    ];
    expect(one).toEqual(again);
    expect(one.etag).not.toBe(other.etag);
    expect(one.copy.length).toBe(report.manifest.length);
    for (const [{ copy }, id] of [
      [one, aCopyId(1)],
      [other, aCopyId(2)],
    ] as const)
      expect(latin1Text(copy)).toContain(id);
    const slots = report.manifest.slots;
    const outside = (copy: Uint8Array) =>
      copy.filter((_, i) => !slots.some(({ offset, length }) => i >= offset && i < offset + length));
    expect(outside(one.copy)).toEqual(outside(other.copy));
    expect(slots.every(({ offset, length }) => offset + length <= report.manifest.head.length)).toBe(true);
  });

  it('is the same for the same file, and says that it carries no visible mark', async () => {
    const [one, two] = [
      await prepareReport(SOUND[format], format),
      await prepareReport(SOUND[format], format),
    ];
    expect(one.manifest).toEqual(two.manifest);
    expect(one.manifest.notes[0]).toBe('It carries no visible mark.');
    expect(one.manifest.format).toBe(format);
  });

  it('W3: is refused by the PDF’s way in, in words that say what has to be said', async () => {
    expect(await refusalOf(SOUND[format], 'pdf')).toBe('unmarkable');
  });

  it('C7: is refused when it is another kind, cut, or followed by something', async () => {
    const file = SOUND[format];
    for (const other of FORMATS) {
      // An Office document is an archive, and may be handed out as one.
      if (other === format || (format === 'zip' && (other === 'docx' || other === 'xlsx'))) continue;
      expect(await refusalOf(SOUND[other], format), other).not.toBe('unverified');
    }
    expect(await refusalOf(pdfFile(onePage()), format)).not.toBe('unverified');
    for (const length of [0, 1, 5, file.length >> 1, file.length - 1])
      await refusalOf(file.subarray(0, length), format);
    await refusalOf(Uint8Array.from([...file, 0]), format);
    await refusalOf(Uint8Array.from([...file, ...latin1Bytes('<script>alert(1)</script>')]), format);
    await refusalOf(Uint8Array.from([...latin1Bytes('%PDF-1.7\n'), ...file]), format);
  });

  it('C7: never passes, hangs or crashes when bytes are changed: prepared and sound, or refused', async () => {
    const file = SOUND[format];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const changed = file.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          const result = await prepareReport(changed, format).catch((error: unknown) => error);
          if (result instanceof PrepareRefusal) expect(result.reason).not.toBe('unverified');
          else expect(result).toHaveProperty('manifest.format', format);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('check text', () => {
  it('W2: keeps the sum of whatever holds it, for any copy id, distance and ending', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.uint8Array({ maxLength: 60 }),
        fc.uint8Array({ maxLength: 60 }),
        fc.integer({ min: 0, max: 60 }),
        (before, between, after, seed) => {
          const copy = aCopyId(seed);
          const blank = latin1Bytes(' '.repeat(copy.length));
          const check = checkText(copy, between.length);
          expect(check).toMatch(/^[@A-O]{9}$/);
          const sum = (id: Uint8Array, letters: Uint8Array) => crc32(before, id, between, letters, after);
          expect(sum(latin1Bytes(copy), latin1Bytes(check))).toBe(
            sum(blank, latin1Bytes(' '.repeat(CHECK_LENGTH))),
          );
        },
      ),
    );
  });
});

describe('ZIP', () => {
  const entry = { name: 'a.txt', text: 'alpha' };
  const described = (crc: number, size: number) =>
    littleEndian([0x08074b50, 4], [crc, 4], [size, 4], [size, 4]);
  const sum = crc32(latin1Bytes('alpha'));

  it('keeps every entry as it was packed, behind a notice', async () => {
    const { head, body } = await prepareReport(SOUND.zip, 'zip');
    const { entries } = await readZip(Uint8Array.from([...head, ...body]));
    expect(entries.map(({ name }) => name)).toEqual([
      'COPY-NOTICE.txt',
      'evidence/',
      'evidence/list.txt',
      'über.txt',
    ]);
    expect(latin1Text(entries[2]?.data ?? new Uint8Array())).toBe('one\ntwo\n');
  });

  it('gives the notice a name that nothing in the archive has', async () => {
    const { manifest } = await prepareReport(zipFile([{ name: 'Copy-Notice.TXT', text: 'x' }]), 'zip');
    expect(manifest.notes.join()).toContain('COPY-NOTICE-2.txt');
  });

  it.each([
    ['with signature', [...described(sum, 5)]],
    ['without', [...described(sum, 5).subarray(4)]],
  ])('takes in entries that tell their size behind the data, %s', async (_, behind) => {
    const file = zipFile([{ ...entry, flags: 8, behind: Uint8Array.from(behind) }]);
    expect((await prepareReport(file, 'zip')).manifest.format).toBe('zip');
  });

  it('takes a name from the Unicode extra field', async () => {
    const raw = latin1Bytes('a.txt');
    const unicode = new TextEncoder().encode('ä.txt');
    const extra = Uint8Array.from([
      ...littleEndian([0x7075, 2], [5 + unicode.length, 2], [1, 1], [crc32(raw), 4]),
      ...unicode,
    ]);
    const { head, body } = await prepareReport(zipFile([{ ...entry, centralExtra: extra }]), 'zip');
    const { entries } = await readZip(Uint8Array.from([...head, ...body]));
    expect(entries[1]?.name).toBe('ä.txt');
  });

  it.each<[string, Uint8Array, string]>([
    ['encrypted', zipFile([{ ...entry, flags: 1 }]), 'archive-password'],
    ['with strong encryption', zipFile([{ ...entry, flags: 0x41 }]), 'archive-password'],
    ['with masked headers', zipFile([{ ...entry, flags: 0x2000 }]), 'archive'],
    ['of two names', zipFile([{ ...entry, local: { name: 'b.txt' } }]), 'archive'],
    ['of two methods', zipFile([{ ...entry, local: { method: 8 } }]), 'archive'],
    ['of two sizes', zipFile([{ ...entry, local: { size: 4 } }]), 'archive'],
    ['of a wrong sum', zipFile([{ ...entry, crc: 1 }]), 'archive'],
    ['of a wrong descriptor', zipFile([{ ...entry, flags: 8, behind: described(1, 5) }]), 'archive'],
    [
      'packed by a rare method',
      zipFile([{ ...entry, packed: { data: latin1Bytes('x'), method: 14, size: 1 } }]),
      'archive',
    ],
    [
      'with something between entries',
      zipFile([
        { ...entry, behind: latin1Bytes('hidden') },
        { name: 'b', text: '' },
      ]),
      'archive',
    ],
    ['with something in front', zipFile([entry], { before: '#!/bin/sh\n' }), 'archive'],
    ['with something behind the directory', zipFile([entry], { behindDirectory: 'hidden' }), 'archive'],
    ['with fewer entries than it says', zipFile([entry], { count: 2 }), 'archive'],
    ['with more entries than it says', zipFile([entry, { name: 'b' }], { count: 1 }), 'archive'],
    ['without entries', zipFile([]), 'archive'],
    ['with an end in its comment', zipFile([entry], { comment: latin1Text(zipFile([])) }), 'archive'],
    ['with entries inside one another', zipFile([entry, { ...entry, name: 'b.txt', offset: 0 }]), 'archive'],
    ['with an entry twice', zipFile([entry, entry]), 'archive-path'],
    ['with names that differ in case', zipFile([entry, { ...entry, name: 'A.TXT' }]), 'archive-path'],
    ['with a link', zipFile([{ ...entry, madeBy: 0x0314, attributes: 0o120777 << 16 }]), 'archive-path'],
    ['with a folder that has contents', zipFile([{ name: 'a/', text: 'alpha' }]), 'archive'],
  ])('C7: one %s is refused', async (_, file, reason) => {
    expect(await refusalOf(file, 'zip')).toBe(reason);
  });

  it.each([
    '../a',
    'a/../../b',
    '/etc/passwd',
    'C:/x',
    'a\\b',
    '..\\a',
    'a//b',
    './a',
    'a/.',
    'nul',
    'COM1.txt',
    'a\u0000b',
    'a\u202etxt.exe',
    'a\n',
    'trailing.',
    'trailing ',
    '',
    'a'.repeat(600),
  ])('C7: a name like %j is refused', async (name) => {
    expect(await refusalOf(zipFile([{ name, text: 'x' }]), 'zip')).toBe('archive-path');
  });

  it('C7: bombs are refused before they are unpacked', async () => {
    const packed = { data: new Uint8Array(1000), method: 8, size: 3_000_000_000 };
    expect(await refusalOf(zipFile([{ name: 'a', packed, crc: 1 }]), 'zip')).toBe('bomb');
    const many = ['a', 'b', 'c'].map((name) => ({
      name,
      packed: { ...packed, size: 2_000_000_000 },
      crc: 1,
    }));
    expect(await refusalOf(zipFile(many), 'zip')).toBe('bomb');
  });
});

describe('Office documents', () => {
  const CUSTOM = 'docProps/custom.xml';
  const textOf = async (file: Uint8Array, part: string) => {
    const { head, body } = await prepareReport(file, 'docx');
    const { entries } = await readZip(Uint8Array.from([...head, ...body]));
    return latin1Text(entries.find(({ name }) => name === part)?.data ?? new Uint8Array());
  };

  it('have the copy id as a custom property, which is a part like any other', async () => {
    const file = SOUND.docx;
    expect(await textOf(file, CUSTOM)).toContain('name="Copy"><vt:lpwstr');
    expect(await textOf(file, '[Content_Types].xml')).toContain(`PartName="/${CUSTOM}"`);
    expect(await textOf(file, '_rels/.rels')).toContain(`Target="${CUSTOM}"`);
    const { head } = await prepareReport(file, 'docx');
    expect(latin1Text(head, 30, 49)).toBe('[Content_Types].xml');
  });

  it('keep the custom properties that they have', async () => {
    const sound = wordParts();
    const types = sound[0]?.text?.replace(
      '</Types>',
      `<Override PartName="/${CUSTOM}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>`,
    );
    const relations = sound[1]?.text?.replace(
      '</Relationships>',
      `<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="${CUSTOM}"/></Relationships>`,
    );
    const parts = (custom: string) =>
      zipFile(
        wordParts({ '[Content_Types].xml': types ?? '', '_rels/.rels': relations ?? '', [CUSTOM]: custom }),
      );
    const own = '<Properties><property fmtid="x" pid="7" name="Copy"><v>own</v></property></Properties>';
    const text = await textOf(parts(own), CUSTOM);
    expect(text).toContain('>own<');
    expect(text).toContain('pid="8" name="Copy 2"');
    expect(text).toContain('pid="9" name="Copy check"');
    expect(await textOf(parts('<p:Properties xmlns:p="x"/>'), CUSTOM)).toContain('</p:Properties>');
    // A part that one list has and the other does not.
    const halfway = zipFile(wordParts({ [CUSTOM]: own }));
    expect(await refusalOf(halfway, 'docx')).toBe('archive');
  });

  it.each<[string, Readonly<Record<string, string | null>>, string]>([
    ['macros', { 'word/vbaProject.bin': 'x' }, 'macros'],
    ['a signature', { '_xmlsignatures/sig1.xml': '<x/>' }, 'signed-document'],
    ['no list of types', { '[Content_Types].xml': null }, 'other-format'],
    [
      'a document type',
      { '_rels/.rels': '<!DOCTYPE x [<!ENTITY y "z">]><Relationships></Relationships>' },
      'archive',
    ],
    ['a list that breaks off', { '_rels/.rels': '<Relationships>' }, 'archive'],
    ['a list that is not UTF-8', { '_rels/.rels': '<Relationships>\xff</Relationships>' }, 'archive'],
  ])('C7: with %s are refused', async (_, changes, reason) => {
    expect(await refusalOf(zipFile(wordParts(changes)), 'docx')).toBe(reason);
  });

  it('C7: with macros by their type, or of another kind, are refused', async () => {
    const [types] = wordParts();
    const macros = types?.text?.replace(
      'openxmlformats-officedocument.wordprocessingml.document.main',
      'ms-word.document.macroEnabled.main',
    );
    expect(await refusalOf(zipFile(wordParts({ '[Content_Types].xml': macros ?? '' })), 'docx')).toBe(
      'macros',
    );
    expect(await refusalOf(SOUND.xlsx, 'docx')).toBe('other-format');
    expect(await refusalOf(SOUND.docx, 'xlsx')).toBe('other-format');
  });
});

describe('images', () => {
  it.each<[string, Uint8Array, UnmarkedFormat, string]>([
    ['PNG with an unknown chunk', pngFile(pngChunk('prIv', [1])), 'png', 'image'],
    ['PNG with a wrong sum', pngFile(pngChunk('tEXt', [65, 0], 1)), 'png', 'image'],
    ['PNG with two headers', pngFile(pngHeader()), 'png', 'image'],
    [
      'PNG without data',
      Uint8Array.from([...PNG_SIGNATURE, ...pngHeader(), ...pngChunk('IEND', [])]),
      'png',
      'image',
    ],
    [
      'PNG of huge dimensions',
      Uint8Array.from([...PNG_SIGNATURE, ...pngHeader(65_535, 65_535), ...pngChunk('IEND', [])]),
      'png',
      'bomb',
    ],
    ['GIF of an unknown version', gifFile('99a'), 'gif', 'image'],
    ['JPEG with an image inside', jpegFile([0xff, 0xd8]), 'jpeg', 'image'],
    ['JPEG with a segment beyond its end', jpegFile([0xff, 0xe1, 0xff, 0xff]), 'jpeg', 'image'],
  ])('C7: %s is refused', async (_, file, format, reason) => {
    expect(await refusalOf(file, format)).toBe(reason);
  });

  it('GIFs of 1987 become ones of 1989, which may have comments', async () => {
    const { head } = await prepareReport(gifFile('87a'), 'gif');
    expect(latin1Text(head, 0, 6)).toBe('GIF89a');
  });
});
