import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAscii85, decodeAsciiHex } from '../../../core/pdf/ascii.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { deflate } from '../../../core/pdf/deflate.ts';
import { decodeStream } from '../../../core/pdf/filters.ts';
import { inflate } from '../../../core/pdf/inflate.ts';
import { Lexer } from '../../../core/pdf/lexer.ts';
import { PdfError } from '../../../core/pdf/limits.ts';
import { decodeLzw } from '../../../core/pdf/lzw.ts';
import { Dict, type PdfValue } from '../../../core/pdf/objects.ts';
import { Parser } from '../../../core/pdf/parser.ts';
import { undoPredictor } from '../../../core/pdf/predictor.ts';
import { decodeRunLength } from '../../../core/pdf/run-length.ts';

const resolve = (value: PdfValue | undefined) => value;
const MB = 1024 * 1024;

async function platformDeflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const encoded = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(encoded).arrayBuffer());
}

function dictionary(text: string): Dict {
  const value = new Parser(new Lexer(latin1Bytes(text))).value();
  return value instanceof Dict ? value : new Dict();
}

describe('inflate', () => {
  it('undoes what the platform compresses', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5000 }),
        fc.integer({ min: 1, max: 40 }),
        async (part, times) => {
          const whole = new Uint8Array(part.length * times);
          for (let i = 0; i < times; i++) whole.set(part, i * part.length);
          const decoded = inflate(await platformDeflate(whole), MB);
          expect(decoded.complete).toBe(true);
          expect(decoded.bytes).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads stored and fixed blocks', () => {
    const stored = [0x78, 0x01, 0x01, 0x02, 0x00, 0xfd, 0xff, 0x68, 0x69];
    expect(latin1Text(inflate(Uint8Array.from(stored), MB).bytes)).toBe('hi');
    const fixed = [0x78, 0x9c, 0xcb, 0xc8, 0x04, 0x00, 0x01, 0x3b, 0x00, 0xd2];
    expect(latin1Text(inflate(Uint8Array.from(fixed), MB).bytes)).toBe('hi');
  });

  it('keeps what stands before the data break off, and says so', async () => {
    const text = latin1Bytes(Array.from({ length: 2000 }, (_, i) => `line ${i}\n`).join(''));
    const whole = deflate(text);
    const cut = inflate(whole.subarray(0, whole.length / 2), MB);
    expect(cut.complete).toBe(false);
    expect(cut.bytes.length).toBeGreaterThan(1000);
    expect(cut.bytes).toEqual(text.subarray(0, cut.bytes.length));
  });

  it('W2 ends on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        inflate(Uint8Array.of(0x78, 0x9c, ...bytes), MB);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a bomb', async () => {
    const bomb = deflate(new Uint8Array(40 * MB));
    expect(() => decodeStream(dictionary('<</Filter/FlateDecode>>'), bomb, resolve)).toThrow(PdfError);
  });
});

describe('the other filters', () => {
  it.each([
    ['<~87cURD]i,"Ebo80~>', 'Hello World!'],
    ['87cURD]i,"Ebo80', 'Hello World!'],
    ['z~>', '\0\0\0\0'],
  ])('ASCII85 %s', (encoded, expected) => {
    expect(latin1Text(decodeAscii85(latin1Bytes(encoded)).bytes)).toBe(expected);
  });

  it('ASCIIHex with white space and an odd digit', () => {
    expect(latin1Text(decodeAsciiHex(latin1Bytes('48 65\n6C6c 6F 2>')).bytes)).toBe('Hello ');
  });

  it('run length', () => {
    const decoded = decodeRunLength(Uint8Array.of(2, 97, 98, 99, 254, 120, 128, 1), MB);
    expect(latin1Text(decoded.bytes)).toBe('abcxxx');
  });

  it('LZW: the example of ISO 32000-2, 7.4.4.2', () => {
    const encoded = Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01);
    expect([...decodeLzw(encoded, 1, MB).bytes]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
  });

  it.each([0, 1])('LZW through all code widths, EarlyChange %d', (earlyChange) => {
    const data = Uint8Array.from({ length: 30_000 }, (_, i) => (i * i + (i >> 3)) & 0xff);
    expect(decodeLzw(encodeLzw(data, earlyChange), earlyChange, MB).bytes).toEqual(data);
  });

  it('PNG predictors, one row of each', () => {
    const rows = [
      [0, 10, 20, 30],
      [1, 5, 5, 5],
      [2, 1, 1, 1],
      [3, 4, 4, 4],
      [4, 1, 2, 3],
    ].flat();
    const parameters = { predictor: 15, colors: 1, bits: 8, columns: 3 };
    expect([...(undoPredictor(Uint8Array.from(rows), parameters) ?? [])]).toEqual([
      10, 20, 30, 5, 10, 15, 6, 11, 16, 7, 13, 18, 8, 15, 21,
    ]);
  });

  it('TIFF predictor', () => {
    const parameters = { predictor: 2, colors: 1, bits: 8, columns: 3 };
    expect([...(undoPredictor(Uint8Array.of(1, 1, 1, 5, 255, 0), parameters) ?? [])]).toEqual([
      1, 2, 3, 5, 4, 4,
    ]);
  });

  it('chains, with abbreviated names', async () => {
    const hex = [...deflate(latin1Bytes('chained'))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
    const dict = dictionary('<</Filter[/AHx/Fl]/DecodeParms[null<</Predictor 1>>]>>');
    expect(latin1Text(decodeStream(dict, latin1Bytes(`${hex}>`), resolve)?.bytes ?? new Uint8Array())).toBe(
      'chained',
    );
  });

  it('leaves images alone, and refuses an endless chain', () => {
    expect(decodeStream(dictionary('<</Filter/DCTDecode>>'), new Uint8Array(), resolve)).toBeUndefined();
    const chain = dictionary(`<</Filter[${'/AHx '.repeat(40)}]>>`);
    expect(() => decodeStream(chain, new Uint8Array(), resolve)).toThrow(PdfError);
  });
});

/** A plain LZW encoder, written from the standard, that clears its table when it is full. */
function encodeLzw(data: Uint8Array, earlyChange: number): Uint8Array {
  const bits: number[] = [];
  let table = new Map<string, number>();
  let width = 9;
  const put = (code: number) => {
    for (let i = width - 1; i >= 0; i--) bits.push((code >> i) & 1);
  };
  const codeOf = (run: string) => (run.length === 1 ? run.charCodeAt(0) : (table.get(run) ?? 0));
  put(256);
  let run = '';
  for (const byte of data) {
    const longer = run + String.fromCharCode(byte);
    if (longer.length === 1 || table.has(longer)) {
      run = longer;
      continue;
    }
    put(codeOf(run));
    table.set(longer, 258 + table.size);
    // The decoder knows this entry one code later than we do.
    while (width < 12 && 258 + table.size - 1 + earlyChange >= 1 << width) width++;
    if (258 + table.size >= 4095) {
      put(256);
      table = new Map();
      width = 9;
    }
    run = String.fromCharCode(byte);
  }
  put(codeOf(run));
  put(257);
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (7 - (i & 7)));
  });
  return bytes;
}
