import { beforeAll, describe, expect, it } from 'vitest';
import type { MarkedManifest } from '../../../core/marks/manifest.ts';
import { type Prepared, prepare } from '../../../core/marks/prepare.ts';
import { sha256Hex } from '../../../core/marks/sha256-hex.ts';
import { verifyPrepared } from '../../../core/marks/verify.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { onePage, pdfFile, streamBody } from '../../support/pdf-file.ts';
import { blankFile, stampedFile } from '../../support/prepared.ts';

/** PDF/A-1 is written without object streams: every object is there to be tampered with as text. */
const XMP = '<rdf:RDF xmlns:rdf="r"><pdfaid:part>1</pdfaid:part></rdf:RDF>';
let original: Prepared;
beforeAll(async () => {
  const catalog = '<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>';
  original = await prepare(
    pdfFile(onePage({ 1: catalog, 5: streamBody(XMP, '/Type /Metadata') }), { version: '1.4' }),
  );
});

/** Changes the file, keeps its length, and puts the hashes right, as a tamperer with the tool in hand would. */
async function verifyChanged(
  change: (text: string) => string,
  manifestChange: Partial<MarkedManifest> = {},
): Promise<void> {
  const before = latin1Text(blankFile(original));
  const after = change(before);
  expect(after).not.toBe(Object.keys(manifestChange).length > 0 ? '' : before);
  expect(after).toHaveLength(before.length);
  const file = latin1Bytes(after);
  const head = file.subarray(0, original.head.length);
  const body = file.subarray(original.head.length);
  await verifyPrepared(head, body, {
    ...original.manifest,
    revision: await sha256Hex(file),
    head: { length: head.length, sha256: await sha256Hex(head) },
    body: { length: body.length, sha256: await sha256Hex(body) },
    ...manifestChange,
  });
}

describe('W19 the check of a prepared report', () => {
  it('passes what prepare made', async () => {
    await expect(verifyChanged((text) => text, { pages: 1 })).resolves.toBeUndefined();
    await expect(
      verifyPrepared(original.head.slice(), original.body.slice(), original.manifest),
    ).resolves.toBeUndefined();
  });

  it.each<[string, RegExp, (text: string) => string]>([
    [
      'the mark is not drawn',
      /does not end with the mark/,
      (text) => text.replace('/Tc0 Do Q\nEMC', '/Tc0 gs Q\nEMC'),
    ],
    [
      'something is drawn after the mark',
      /does not end with the mark/,
      (text) => text.replace(/\/Artifact BMC\n(q.*Do Q)\nEMC\n/, '$1 0 0 9 9 re f 0 w  '),
    ],
    [
      'the mark is drawn in a changed state',
      /trace/,
      (text) => text.replace('q\n\nendstream', 'W\n\nendstream'),
    ],
    ['a page leaves its state open', /trace/, (text) => text.replace('\nQ\n/Artifact', '\nq\n/Artifact')],
    [
      'a form is another one',
      /slot/,
      (text) => text.replace(/\/D (\d+) 0 R\/B (\d+) 0 R/, '/D $2 0 R/B $1 0 R'),
    ],
    ['a form leaves out a line', /both lines/, (text) => text.replace('/B Do Q\n', '/B gs Q\n')],
    ['a slot form has a filter', /slot/, (text) => text.replace('/Type /XObject', '/Filter [    ]')],
    [
      'there is an earlier revision',
      /repairs|Prev/,
      (text) => text.replace(/trailer\n<<\/Size/, 'trailer\n<</Prev'),
    ],
    [
      'an object cannot be reached',
      /cannot be reached/,
      (text) => text.replace(/\/Metadata \d+ 0 R/, (found) => `/Metadata 1${' '.repeat(found.length - 11)}`),
    ],
    [
      'the cross-reference points astray',
      /startxref/,
      (text) => text.replace(/startxref\n\d/, 'startxref\n9'),
    ],
    ['there is a second end of file', /end-of-file/, (text) => text.replace('BT /F1', '%%EOF ')],
    [
      'a page is missing',
      /cannot be reached|pages/,
      (text) => text.replace(/\/Kids \[\d+ 0 R\]/, (found) => `/Kids [${' '.repeat(found.length - 8)}]`),
    ],
  ])('W2 fails where %s', async (_, cause, change) => {
    await expect(verifyChanged(change)).rejects.toMatchObject({
      reason: 'unverified',
      cause: expect.stringMatching(cause),
    });
  });

  it.each<[string, (manifest: MarkedManifest) => Partial<MarkedManifest>]>([
    [
      'a slot lies elsewhere',
      ({ slots }) => ({ slots: slots.map((slot) => ({ ...slot, offset: slot.offset + 1 })) }),
    ],
    ['a slot is missing', ({ slots }) => ({ slots: slots.slice(1) })],
    ['slots overlap', ({ slots }) => ({ slots: [slots[0], ...slots].filter((slot) => slot !== undefined) })],
    ['a page is counted that is not there', () => ({ pages: 2 })],
    ['the revision is another', () => ({ revision: '0'.repeat(64) })],
    ['the body is another', ({ body }) => ({ body: { ...body, sha256: '0'.repeat(64) } })],
  ])('W18 fails where %s in the manifest', async (_, change) => {
    await expect(verifyChanged((text) => text, change(original.manifest))).rejects.toMatchObject({
      reason: 'unverified',
    });
  });

  it('fails where a slot is not blank', async () => {
    const stamped = latin1Text(stampedFile(original));
    await expect(verifyChanged(() => stamped)).rejects.toMatchObject({ reason: 'unverified' });
  });
});
