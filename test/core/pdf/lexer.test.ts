import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteSink } from '../../../core/pdf/byte-sink.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { Lexer } from '../../../core/pdf/lexer.ts';
import { PdfError } from '../../../core/pdf/limits.ts';
import { Dict, encodeName, Name, PdfString, type PdfValue, Real, Ref } from '../../../core/pdf/objects.ts';
import { Parser } from '../../../core/pdf/parser.ts';
import { formatNumber, writeObject } from '../../../core/pdf/write-object.ts';

function parse(text: string): PdfValue {
  return new Parser(new Lexer(latin1Bytes(text))).value();
}

function write(value: PdfValue): string {
  const sink = new ByteSink();
  writeObject(sink, value, (num) => num);
  return latin1Text(sink.take());
}

const leaf: fc.Arbitrary<PdfValue> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((n) => new Real(n.toFixed(3))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => PdfString.of(bytes)),
  fc
    .array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 })
    .map((codes) => new Name(encodeName(String.fromCharCode(...codes)))),
  fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.constant(0)).map(([num, gen]) => new Ref(num, gen)),
);
const object = fc.letrec<{ value: PdfValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 6 }),
    fc
      .dictionary(
        fc.string({ minLength: 1, maxLength: 8 }).map((key) => encodeName(toLatin1(key))),
        tie('value'),
      )
      .map((entries) => new Dict(Object.entries(entries).filter(([, value]) => value !== null))),
  ),
})).value;

function toLatin1(text: string): string {
  return [...text].map((char) => String.fromCharCode(char.charCodeAt(0) & 0xff)).join('');
}

describe('reading PDF syntax', () => {
  it('W2 writes what it reads: any object survives a round trip', () => {
    fc.assert(
      fc.property(object, (value) => {
        const text = write(value);
        expect(write(parse(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('ends on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const lexer = new Lexer(bytes);
        let tokens = 0;
        while (lexer.next() !== undefined) expect(++tokens).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['(a(b)c\\)d)', '(a(b)c\\)d)'],
    ['<48 65 6C>', '<48 65 6C>'],
    ['/A#20B', '/A#20B'],
    ['-.5', '-.5'],
    ['00012', '00012'],
    ['[1 2 3 0 R/R]', '[1 2 3 0 R /R]'],
    ['<</A 1/B<</C[/D]>>>>', '<</A 1/B <</C [/D]>>>>'],
    ['<</A null/B 1>>', '<</B 1>>'],
    ['% a comment\n true', 'true'],
  ])('keeps the spelling of %s', (source, expected) => {
    expect(write(parse(source))).toBe(expected);
  });

  it.each([
    ['(\\101\\n\\)\\\n)', 'A\n)'],
    ['<414>', 'A@'],
    ['(a\rb)', 'a\rb'],
    ['(\\8)', '8'],
  ])('decodes the string %j', (source, expected) => {
    const string = parse(source);
    expect(string instanceof PdfString && latin1Text(string.value)).toBe(expected);
  });

  it.each([
    ['--5', -5],
    ['1.2.3', 1.2],
    ['.', 0],
    ['+7.', 7],
  ])('reads the malformed number %s as readers do', (source, expected) => {
    const number = parse(source);
    expect(number instanceof Real && number.value).toBe(expected);
  });

  it('finds a key however it is spelt', () => {
    const dict = parse('<</T#79pe /Page>>');
    expect(dict instanceof Dict && dict.get('Type')).toEqual(new Name('Page'));
  });

  it.each(['(never closed', '<41 never closed', '<< /A (', '[ 1 2', '<< /A 1 endobj'])(
    'reads what it can of %j',
    (source) => {
      const lexer = new Lexer(latin1Bytes(source));
      const parser = new Parser(lexer);
      parser.value();
      expect(parser.faults + lexer.faults + (parser.ending === undefined ? 0 : 1)).toBeGreaterThan(0);
    },
  );

  it('refuses nesting beyond its limit instead of running out of stack', () => {
    expect(() => parse('['.repeat(100_000))).toThrow(PdfError);
    expect(() => parse('<</A'.repeat(100_000))).toThrow(PdfError);
  });

  it.each([
    [0.1 + 0.2, '0.3'],
    [-0.000001, '0'],
    [1e21, '1000000000000000000000'],
    [12, '12'],
    [-595.275, '-595.275'],
  ])('writes the number %d as %s', (value, expected) => {
    expect(formatNumber(value)).toBe(expected);
  });
});
