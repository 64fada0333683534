import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COPY_ID_BYTES, newCopyId, parseCopyId } from '../../../core/marks/copy-id.ts';

const random = fc.uint8Array({ minLength: COPY_ID_BYTES, maxLength: COPY_ID_BYTES });
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

test('a copy id is printed in three groups of symbols that cannot be misread', () => {
  fc.assert(
    fc.property(random, (bytes) => {
      expect(newCopyId(bytes)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    }),
  );
});

test('55 bits of the randomness are in it', () => {
  const ids = new Set<string>();
  for (let bit = 0; bit < 8 * COPY_ID_BYTES; bit++) {
    const bytes = new Uint8Array(COPY_ID_BYTES);
    bytes[bit >> 3] = 1 << (bit & 7);
    ids.add(newCopyId(bytes));
  }
  ids.delete(newCopyId(new Uint8Array(COPY_ID_BYTES)));
  expect(ids.size).toBe(55);
});

test('too little randomness is refused', () => {
  expect(() => newCopyId(new Uint8Array(COPY_ID_BYTES - 1))).toThrow('7 random bytes');
});

test('W12: it is read as people type it', () => {
  fc.assert(
    fc.property(random, fc.constantFrom(' ', '', '-', '--', '\t'), (bytes, gap) => {
      const id = newCopyId(bytes);
      const typed = id
        .toLowerCase()
        .replaceAll('-', gap)
        .replaceAll('0', 'o')
        .replace('1', 'l')
        .replaceAll('1', 'I');
      expect(parseCopyId(typed)).toBe(id);
    }),
  );
});

test('W12: any one symbol misread is noticed', () => {
  fc.assert(
    fc.property(random, fc.nat(11), fc.constantFrom(...SYMBOLS), (bytes, place, symbol) => {
      const plain = [...newCopyId(bytes).replaceAll('-', '')];
      fc.pre(plain[place] !== symbol);
      plain[place] = symbol;
      expect(parseCopyId(plain.join(''))).toBeNull();
    }),
  );
});

test('W12: any two symbols exchanged are noticed', () => {
  fc.assert(
    fc.property(random, fc.nat(11), fc.nat(11), (bytes, a, b) => {
      const plain = [...newCopyId(bytes).replaceAll('-', '')];
      const [x = '', y = ''] = [plain[a], plain[b]];
      fc.pre(x !== y);
      plain[a] = y;
      plain[b] = x;
      expect(parseCopyId(plain.join(''))).toBeNull();
    }),
  );
});

test.each(['', '7G1A-02C0-280', '7G1A-02C0-280Q0', '7G1A-02C0-280U', 'ΑBCD-EFGH-JKMN', '0'.repeat(5000)])(
  '%j is no copy id',
  (text) => {
    expect(parseCopyId(text)).toBeNull();
  },
);
