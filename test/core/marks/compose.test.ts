import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeMark } from '../../../core/marks/compose.ts';
import type { Shaper } from '../../../core/marks/shape.ts';
import { aCopyId, anyReader, aReader, expectSound, glyphHex } from '../../support/marks.ts';

/** 100,000 names take a minute: FUZZ_NAMES=100000. */
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
const runs = Number(process?.env.FUZZ_NAMES ?? 2000);

test('W4 W5 W6: any reader whatever gives a sound mark', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anyReader, async (reader) => {
      expectSound(await composeMark(reader), reader);
    }),
    { numRuns: runs },
  );
});

test('the same reader gives the same mark', async () => {
  expect(await composeMark({ ...aReader })).toEqual(await composeMark({ ...aReader }));
});

test('text of the font is glyph ids of the font, in one string', async () => {
  const { foot, diagonal, name, company } = await composeMark(aReader);
  const line = 'Zoë Łukaszewicz · Müller & Söhne GmbH · zoe@mueller-soehne.example · 2026-11-23';
  expect(foot).toContain(`<${glyphHex(`${line} · Copy ${aReader.copyId}`)}> Tj`);
  expect(diagonal).toContain(`<${glyphHex('Zoë Łukaszewicz')}> Tj`);
  expect(diagonal).toContain(`<${glyphHex(`zoe@mueller-soehne.example · ${aReader.copyId}`)}> Tj`);
  expect(name + company).toBe('');
});

test.each([') Tj ET Q /x', '>> endobj', '\\051 \\134', '%%EOF', 'endstream', '<FEFF0041>'])(
  'W4: the name %j is letters',
  async (name) => {
    const { foot } = await composeMark({ ...aReader, name });
    expect(foot).toContain(`<${glyphHex(`${name} · `)}`);
  },
);

test('W4: a name over several lines is printed on one', async () => {
  const { foot } = await composeMark({ ...aReader, name: 'Zoë\r\n%%EOF\r\n\u2028Q' });
  expect(foot).toContain(`<${glyphHex('Zoë %%EOF Q · ')}`);
});

test('W5: 300 characters of each are cut where it can be seen, the copy id and the date never', async () => {
  const reader = {
    ...aReader,
    name: 'Ä'.repeat(300),
    company: 'W'.repeat(300),
    address: `${'m'.repeat(300)}@w.example`,
  };
  const mark = await composeMark(reader);
  expectSound(mark, reader);
  expect(mark.foot).toContain(glyphHex(`${'Ä'.repeat(63)}… · ${'W'.repeat(63)}…`));
  expect(mark.foot).toContain(glyphHex(`${'m'.repeat(24)}…${'m'.repeat(14)}@w.example`));
});

test('W5 W6: two readers whose names are cut or look alike differ by copy id', async () => {
  const long = 'x'.repeat(300);
  const [a, b] = [aCopyId(1), aCopyId(2)];
  const one = await composeMark({ ...aReader, name: `${long}1`, copyId: a });
  const two = await composeMark({ ...aReader, name: `${long}2`, copyId: b });
  const glyphs = (foot: string) => [...foot.matchAll(/<([0-9A-F]*)> Tj/g)].map(([, hex]) => hex).join();
  expect(glyphs(one.foot).replace(glyphHex(a), '')).toBe(glyphs(two.foot).replace(glyphHex(b), ''));
  expect(glyphs(one.foot)).not.toBe(glyphs(two.foot));
  const latin = await composeMark({ ...aReader, name: 'Paca' });
  const cyrillic = await composeMark({ ...aReader, name: 'Раса' });
  expect(latin.foot).not.toBe(cyrillic.foot);
});

test('W6: what no font has is printed as code points', async () => {
  const { foot, name } = await composeMark({ ...aReader, name: 'Ann 🦊 q\u0303' });
  expect(foot).toContain(glyphHex('Ann [U+1F98A] [U+0071 U+0303] · '));
  expect(name).toBe('');
});

test('W6: a drawing with nothing in it is not taken for the name', async () => {
  const blank: Shaper = { shape: async () => ({ advance: 500, contours: [] }) };
  const { foot } = await composeMark({ ...aReader, name: '\u2800' }, blank);
  expect(foot).toContain(glyphHex('[U+2800] · '));
});

test('W6: a drawing that fits on no grid is not taken for the name', async () => {
  const point = (i: number) => ({ x: i * 40, y: (i % 7) * 100, on: true });
  const huge = Array.from({ length: 4000 }, (_, i) => point(i));
  const wordy: Shaper = { shape: async () => ({ advance: 900, contours: [huge] }) };
  const { foot, name } = await composeMark({ ...aReader, name: '漢' }, wordy);
  expect(foot).toContain(glyphHex('[U+6F22] · '));
  expect(name).toBe('');
});

test('W6: a name of nothing that can be seen is said to be missing, an empty company is left out', async () => {
  const { foot, diagonal } = await composeMark({ ...aReader, name: '\u200b \u202e\0', company: '' });
  expect(foot).toContain(`<${glyphHex('(no name) · zoe@mueller-soehne.example')}`);
  expect(diagonal).toContain(glyphHex('(no name)'));
});

test('the foot is one line while it can be read, then two', async () => {
  const lines = (foot: string) => new Set([...foot.matchAll(/ (-?[\d.]+) Td/g)].map(([, y]) => y)).size;
  expect(lines((await composeMark(aReader)).foot)).toBe(1);
  expect(lines((await composeMark({ ...aReader, company: 'W'.repeat(60) })).foot)).toBe(2);
});

test.each(['', '7G1A-02C0-2800', aReader.copyId.toLowerCase(), aReader.copyId.replaceAll('-', '')])(
  'a copy id that is not one (%j) is our own mistake',
  async (copyId) => {
    await expect(composeMark({ ...aReader, copyId })).rejects.toThrow(TypeError);
  },
);

test.each(['23.11.2026', '2026-11-23T10:00:00Z', '2026-11-23\n'])(
  'the date %j is our own mistake',
  async (date) => {
    await expect(composeMark({ ...aReader, date })).rejects.toThrow(TypeError);
  },
);
