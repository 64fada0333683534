import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { composeMark, type Mark } from '../../../core/marks/compose.ts';
import { fontName } from '../../../core/marks/font-data.ts';
import { defaultLook } from '../../../core/marks/look.ts';
import type { Manifest, Slot } from '../../../core/marks/manifest.ts';
import { segments } from '../../../core/marks/range.ts';
import { slotLengths } from '../../../core/marks/slots.ts';
import { copyEtag, headIsIntact, prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import { aCopyId, anyReader, aReader } from '../../support/marks.ts';

const BODY = new TextEncoder().encode('the body\n%%EOF\n');
let mark: Mark;
beforeAll(async () => {
  mark = await composeMark(aReader);
});

/** A head that is dots between its slots, in the order of their kinds; the id twice, as in a trailer. */
async function report(
  kinds: readonly Slot['kind'][] = ['xmp', 'diagonal', 'foot', 'name', 'company', 'id', 'id'],
) {
  const slots: Slot[] = [];
  let length = 7;
  for (const kind of kinds) {
    slots.push({ kind, offset: length, length: slotLengths[kind] });
    length += slotLengths[kind] + (kind === 'id' ? 2 : 31);
  }
  const template = new Uint8Array(length).fill(0x2e);
  for (const slot of slots) template.fill(0x20, slot.offset, slot.offset + slot.length);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', template));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const manifest: Manifest = {
    v: 1,
    format: 'pdf',
    revision: 'ab'.repeat(32),
    source: { sha256: 'cd'.repeat(32), size: 1 },
    class: 'ok',
    notes: [],
    signed: false,
    font: fontName,
    look: defaultLook,
    cover: false,
    pages: 1,
    length: length + BODY.length,
    head: { length, sha256 },
    body: { length: BODY.length, sha256: '' },
    slots,
  };
  return { template, manifest };
}

const slotText = (head: Uint8Array, { offset, length }: Slot) =>
  String.fromCharCode(...head.subarray(offset, offset + length));

test('W2 W7: every slot holds its content, padded with spaces, and nothing else has changed', async () => {
  const { template, manifest } = await report();
  const before = template.slice();
  const stamp = await prepareStamp(manifest, mark);
  const head = stampHead(template, manifest, stamp);
  expect(template).toEqual(before);
  expect(head.length).toBe(template.length);
  const blank = head.slice();
  for (const slot of manifest.slots) {
    expect(slotText(head, slot)).toBe(stamp.contents[slot.kind]?.padEnd(slot.length, ' '));
    blank.fill(0x20, slot.offset, slot.offset + slot.length);
  }
  expect(blank).toEqual(template);
});

test('W7: the copies of all readers are equally long, and all bytes between slots are the same', async () => {
  const { template, manifest } = await report();
  await fc.assert(
    fc.asyncProperty(anyReader, async (reader) => {
      const head = stampHead(template, manifest, await prepareStamp(manifest, await composeMark(reader)));
      expect(head.length + BODY.length).toBe(manifest.length);
      for (const slot of manifest.slots) {
        expect(slotText(head, slot)).toMatch(/^[\x20-\x7e\n]*$/);
        head.fill(0x20, slot.offset, slot.offset + slot.length);
      }
      expect(head).toEqual(template);
    }),
    { numRuns: 100 },
  );
});

test('W8 W9: two parts of a copy, cut at any byte of it, are the copy', async () => {
  const { template, manifest } = await report(['diagonal', 'foot', 'name', 'company', 'id', 'id']);
  const stamp = await prepareStamp(manifest, mark);
  const whole = new Uint8Array([...stampHead(template, manifest, stamp), ...BODY]);
  const read = (first: number, last: number): Uint8Array => {
    const { head, body } = segments(first, last, manifest.head.length);
    const part = new Uint8Array(last - first + 1);
    if (head) part.set(stampHead(template, manifest, stamp).subarray(head.start, head.end));
    if (body) part.set(BODY.subarray(body.offset, body.offset + body.length), (head?.end ?? first) - first);
    return part;
  };
  const edges = manifest.slots.flatMap(({ offset, length }) => [
    offset,
    offset + length,
    offset + (length >> 1),
  ]);
  const near = edges.flatMap((edge) => Array.from({ length: 40 }, (_, i) => edge - 20 + i));
  const tail = Array.from({ length: BODY.length + 40 }, (_, i) => whole.length - 1 - i);
  for (const cut of new Set([1, ...near, ...tail])) {
    if (cut < 1 || cut >= whole.length) continue;
    const stitched = new Uint8Array(whole.length);
    stitched.set(read(0, cut - 1));
    stitched.set(read(cut, whole.length - 1), cut);
    expect(Uint8Array.from(stitched)).toEqual(whole);
  }
});

test('W11: one grant is one copy, a new grant of the same reader is another', async () => {
  const { template, manifest } = await report();
  const again = await composeMark({ ...aReader });
  const other = await composeMark({ ...aReader, copyId: aCopyId(2) });
  const head = async (of: Mark) => stampHead(template, manifest, await prepareStamp(manifest, of));
  expect(await head(again)).toEqual(await head(mark));
  expect(await head(other)).not.toEqual(await head(mark));
});

test('A9: the ETag is strong, and differs between readers and between revisions', async () => {
  const { manifest } = await report();
  const etag = await copyEtag(manifest, mark);
  expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
  expect(await copyEtag(manifest, mark)).toBe(etag);
  expect(await copyEtag({ ...manifest, revision: 'ef'.repeat(32) }, mark)).not.toBe(etag);
  expect(await copyEtag(manifest, await composeMark({ ...aReader, copyId: aCopyId(3) }))).not.toBe(etag);
  expect(await copyEtag(manifest, await composeMark({ ...aReader, company: 'Other' }))).not.toBe(etag);
});

test('W12: /ID and the instance id are hashes: no personal data, one per copy and revision', async () => {
  const { manifest } = await report();
  const { id, xmp } = (await prepareStamp(manifest, mark)).contents;
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(xmp).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const other = await prepareStamp({ ...manifest, revision: 'ef'.repeat(32) }, mark);
  expect(other.contents.id).not.toBe(id);
  expect(other.contents.xmp).not.toBe(xmp);
});

test('a report without XMP has no instance id; one without any other slot is refused', async () => {
  const kinds: Slot['kind'][] = ['diagonal', 'foot', 'name', 'company', 'id', 'id'];
  const fine = await report(kinds);
  const stamp = await prepareStamp(fine.manifest, mark);
  expect(() => stampHead(fine.template, fine.manifest, stamp)).not.toThrow();
  for (const kind of new Set(kinds)) {
    const { template, manifest } = await report(kinds.filter((other) => other !== kind));
    expect(() => stampHead(template, manifest, stamp)).toThrow(`no slot for: ${kind}`);
  }
});

test('W18: a head with any byte changed is not intact', async () => {
  const { template, manifest } = await report();
  expect(await headIsIntact(template, manifest)).toBe(true);
  for (const at of [0, 6, 7, 900, template.length - 1]) {
    const rotten = template.slice();
    rotten[at] = (rotten[at] ?? 0) ^ 1;
    expect(await headIsIntact(rotten, manifest)).toBe(false);
  }
  expect(await headIsIntact(template.subarray(1), manifest)).toBe(false);
});

test('W19: a slot table that does not match the head is refused', async () => {
  const { template, manifest } = await report();
  const stamp = await prepareStamp(manifest, mark);
  const [first, ...rest] = manifest.slots as [Slot, ...Slot[]];
  const refused = (slots: readonly Slot[], why: string) =>
    expect(() => stampHead(template, { ...manifest, slots }, stamp)).toThrow(why);
  refused([{ ...first, offset: first.offset - 1 }, ...rest], 'not blank');
  refused([{ ...first, offset: first.offset + 1 }, ...rest], 'not blank');
  refused([{ ...first, length: first.length - 1 }, ...rest], 'does not fit');
  refused([{ ...first, length: first.length + 1 }, ...rest], 'wrong length');
  refused([first, first, ...rest], 'out of place');
  refused([...rest, first], 'out of place');
  refused([...rest.slice(0, -1), { kind: 'id', offset: template.length - 31, length: 32 }], 'out of place');
  refused([{ ...first, kind: 'other' as Slot['kind'] }, ...rest], 'unknown');
  refused([], 'no slot for');
});

test('W19: a stamp, a head, a manifest and a mark that do not belong together are refused', async () => {
  const { template, manifest } = await report();
  const stamp = await prepareStamp(manifest, mark);
  expect(() => stampHead(template, { ...manifest, revision: 'ef'.repeat(32) }, stamp)).toThrow(
    'another revision',
  );
  expect(() => stampHead(template.subarray(1), manifest, stamp)).toThrow('not as long');
  await expect(prepareStamp({ ...manifest, v: 2 } as unknown as Manifest, mark)).rejects.toThrow('version');
  await expect(prepareStamp(manifest, { ...mark, v: 2 } as unknown as Mark)).rejects.toThrow('version');
  await expect(prepareStamp(manifest, { ...mark, font: 'AAAAAA+Other' })).rejects.toThrow('another font');
});
