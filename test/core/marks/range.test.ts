import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRange, segments } from '../../../core/marks/range.ts';

const part = (first: number, last: number) => ({ kind: 'part', first, last });
const whole = { kind: 'whole' };
const unsatisfiable = { kind: 'unsatisfiable' };

test.each([
  [null, whole],
  ['bytes=0-0', part(0, 0)],
  ['bytes=0-99', part(0, 99)],
  ['bytes=0-100', part(0, 99)],
  ['bytes=99-', part(99, 99)],
  ['bytes=-1', part(99, 99)],
  ['bytes=-100', part(0, 99)],
  ['bytes=-4000', part(0, 99)],
  ['bytes=007-08', part(7, 8)],
  ['BYTES=1-2', part(1, 2)],
  ['  bytes=1-2\t', part(1, 2)],
  ['bytes=0-99999999999999999999999999', part(0, 99)],
  ['bytes=-99999999999999999999999999', part(0, 99)],
  ['bytes=100-', unsatisfiable],
  ['bytes=100-200', unsatisfiable],
  ['bytes=99999999999999999999999999-', unsatisfiable],
  ['bytes=-0', unsatisfiable],
  ['bytes=2-1', whole],
  ['bytes=-', whole],
  ['bytes=', whole],
  ['bytes', whole],
  ['', whole],
  ['bytes=0-1,2-3', whole],
  ['bytes=0-1, -5', whole],
  [`bytes=${'0-99,'.repeat(100)}0-99`, whole],
  ['bytes=0-1,', whole],
  ['bytes=a-b', whole],
  ['bytes=0x0-0x5', whole],
  ['bytes=+1-2', whole],
  ['bytes=1.0-2', whole],
  ['bytes=1-2-3', whole],
  ['bytes=１-２', whole],
  ['items=0-1', whole],
  ['bytes=0-1\n', whole],
] as const)('A8: Range %j of 100 bytes', (header, expected) => {
  expect(parseRange(header, 100)).toEqual(expected);
});

test('A8: an empty representation has no part', () => {
  expect(parseRange('bytes=0-', 0)).toEqual(unsatisfiable);
  expect(parseRange('bytes=-5', 0)).toEqual(unsatisfiable);
});

test('A8: a part always lies inside', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.option(fc.nat(2000)), fc.option(fc.nat(2000)), (length, from, to) => {
      const range = parseRange(`bytes=${from ?? ''}-${to ?? ''}`, length);
      if (range.kind !== 'part') return;
      expect(range.first).toBeGreaterThanOrEqual(0);
      expect(range.last).toBeGreaterThanOrEqual(range.first);
      expect(range.last).toBeLessThan(length);
    }),
  );
});

test('W8: the two segments of every part are that part of the whole', () => {
  const head = Uint8Array.from({ length: 13 }, (_, i) => i);
  const body = Uint8Array.from({ length: 9 }, (_, i) => 100 + i);
  const copy = [...head, ...body];
  for (let first = 0; first < copy.length; first++) {
    for (let last = first; last < copy.length; last++) {
      const { head: h, body: b } = segments(first, last, head.length);
      const stitched = [
        ...(h ? head.subarray(h.start, h.end) : []),
        ...(b ? body.subarray(b.offset, b.offset + b.length) : []),
      ];
      expect(stitched).toEqual(copy.slice(first, last + 1));
      expect(b?.length).not.toBe(0);
    }
  }
});
