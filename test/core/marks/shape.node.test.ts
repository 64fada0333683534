import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeMark } from '../../../core/marks/compose.ts';
import type { Contour } from '../../../core/marks/glyf.ts';
import type { Outline } from '../../../core/marks/outline.ts';
import { createShaper, type Shaper } from '../../../core/marks/shape.ts';
import { slotLengths } from '../../../core/marks/slots.ts';
import { harfbuzzModule, nodeShaper } from '../../../local/fonts/node-shaper.ts';
import { markPage } from '../../support/mark-page.ts';
import { anyReader, aReader, expectSound, glyphHex } from '../../support/marks.ts';
import { SCRIPTS } from '../../support/samples.ts';

let shaper: Shaper;
const folder = mkdtempSync(join(tmpdir(), 'marks-'));
beforeAll(async () => {
  shaper = await nodeShaper();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function drawn(text: string): Promise<Outline> {
  const outline = await shaper.shape(text);
  if ('missing' in outline) throw new Error(`No font has ${outline.missing.join(' ')}.`);
  return outline;
}

const moved = (contours: readonly Contour[], by: number) =>
  contours.map((contour) => contour.map(({ x, y }) => `${Math.round(x + by)},${Math.round(y)}`).join(' '));

test('what runs right to left is drawn right to left', async () => {
  const [word, alef, bet] = [await drawn('אב'), await drawn('א'), await drawn('ב')];
  expect(moved(word.contours, 0)).toEqual([...moved(bet.contours, 0), ...moved(alef.contours, bet.advance)]);
});

test('a number inside such a name runs left to right, Latin in it too', async () => {
  const [whole, latin, digits] = [await drawn('אב 12 Acme'), await drawn('Acme'), await drawn('12')];
  const drawing = moved(whole.contours, 0);
  // The base direction is that of the first strong letter: Latin ends up leftmost.
  expect(drawing.slice(0, latin.contours.length)).toEqual(moved(latin.contours, 0));
  const at = latin.advance + (await drawn(' ')).advance;
  expect(drawing.slice(latin.contours.length, latin.contours.length + digits.contours.length)).toEqual(
    moved(digits.contours, at),
  );
});

test('Arabic letters join', async () => {
  const [word, letter] = [await drawn('ببب'), await drawn('ب')];
  expect(word.advance).toBeLessThan(2.5 * letter.advance);
});

test('a non-joiner keeps them apart', async () => {
  expect((await drawn('می\u200cخواهد')).contours).not.toEqual((await drawn('میخواهد')).contours);
});

test('a Devanagari vowel sign is drawn before its consonant, and a conjunct is one', async () => {
  const [ki, ka] = [await drawn('कि'), await drawn('क')];
  expect(moved(ki.contours, 0).slice(-ka.contours.length)).toEqual(
    moved(ka.contours, ki.advance - ka.advance),
  );
  expect((await drawn('क्ष')).advance).toBeLessThan(ka.advance + (await drawn('ष')).advance);
});

test('a mark sits on its letter and takes no room', async () => {
  expect((await drawn('q\u0303')).advance).toBe((await drawn('q')).advance);
  expect((await drawn('q\u0303')).contours.length).toBeGreaterThan((await drawn('q')).contours.length);
  const bottom = (contour: Contour | undefined) => Math.min(...(contour ?? []).map(({ y }) => y));
  const [low, high] = [await drawn('q\u0303'), await drawn('b\u0303')];
  expect(bottom(high.contours.at(-1))).toBeGreaterThan(bottom(low.contours.at(-1)) + 100);
  expect((await drawn('ก็')).advance).toBe((await drawn('ก')).advance);
});

test('emoji that are joined are one', async () => {
  expect((await drawn('👩\u200d👩\u200d👧')).advance).toBeLessThan(2 * (await drawn('👩')).advance);
  expect((await drawn('👩👩👧')).advance).toBeGreaterThan(2.5 * (await drawn('👩')).advance);
});

test('W6: Han is drawn as the text around it is', async () => {
  const [alone] = (await drawn('直')).contours;
  expect((await drawn('直 あ')).contours[0]).not.toEqual(alone);
});

test('what no font has is named, grapheme by grapheme', async () => {
  expect(await shaper.shape('a\u{16a0}漢\u{13000}')).toEqual({ missing: ['\u{16a0}', '\u{13000}'] });
});

test('W6: a name in part without a font is drawn with the code points of the rest', async () => {
  const mark = await composeMark({ ...aReader, name: '漢ᚠ', company: 'Aᚠ' }, shaper);
  expect(mark.name).toMatch(/f\n$/);
  expect(mark.foot).toContain('/N Do');
  expect(mark.company).toBe('');
  expect(mark.foot).toContain(glyphHex(' · A[U+16A0] · '));
});

test('a font that is missing is a script that is missing', async () => {
  const font = async (file: string) =>
    file === 'index.json' ? new TextEncoder().encode('{"thai":"2mp+1l"}') : null;
  const wasm = await harfbuzzModule();
  const poor = await createShaper({ wasm, font });
  expect(await poor.shape('กข')).toEqual({ missing: ['ก', 'ข'] });
  await expect(createShaper({ wasm, font: async () => null })).rejects.toThrow(
    'index of font slices is missing',
  );
});

test.each(SCRIPTS)(
  'W1 W6: a mark in $script is drawn, and says what it is',
  async ({ script, name, company, rightToLeft }) => {
    const reader = { ...aReader, name, company };
    const mark = await composeMark(reader, shaper);
    expectSound(mark, reader);
    expect(mark.name).toMatch(/f\n$/);
    expect(mark.diagonal).toContain('/N Do');
    const actual = [...mark.foot.matchAll(/<FEFF([0-9A-F]*)>/g)].map(([, hex = '']) =>
      String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16))),
    );
    expect(actual).toEqual([name, company].filter((text) => text.normalize('NFC') === text));

    const file = join(folder, `${script.replaceAll(' ', '-')}.pdf`);
    writeFileSync(file, markPage(mark));
    execFileSync('qpdf', ['--check', file]);
    const text = execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' });
    // Poppler takes the text of a drawing for letters in the order of their places, and turns it round.
    const letters = (line: string) =>
      Array.from(line.replace(/\p{Bidi_Control}/gu, ''))
        .sort()
        .join('');
    const [first = ''] = text.split('\n');
    expect(rightToLeft ? letters(first) : first).toBe(rightToLeft ? letters(name) : name);
    expect(text).toContain(`zoe@mueller-soehne.example · 2026-11-23 · Copy ${reader.copyId}`);
    expect(text).not.toMatch(/^[^\f]$/mu);
  },
);

test('W5: the longest names in the most intricate script fit, cut where it can be seen', async () => {
  const reader = { ...aReader, name: '龘靐齉鬱'.repeat(16), company: '龍龖龘齾'.repeat(16) };
  const mark = await composeMark(reader, shaper);
  expectSound(mark, reader);
  expect(mark.name.length).toBeGreaterThan(0.6 * slotLengths.name);
  expect(mark.foot.match(/Do/g)).toHaveLength(2);
});

test('the same name gives the same drawing from a new shaper', async () => {
  const reader = { ...aReader, name: '김하늘 محمد 漢字' };
  expect(await composeMark(reader, await nodeShaper())).toEqual(await composeMark(reader, shaper));
});

test('W4 W5 W6: any reader whatever gives a sound mark, drawn or not', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anyReader, async (reader) => {
      expectSound(await composeMark(reader, shaper), reader);
    }),
    { numRuns: Number(process.env.FUZZ_NAMES ?? 300) / (process.env.FUZZ_NAMES ? 10 : 1) },
  );
});
