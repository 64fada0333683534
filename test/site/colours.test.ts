import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { ROOT } from './built.ts';

const STYLES = join(ROOT, 'site/src/styles');
const tokens = readFileSync(join(STYLES, 'tokens.css'), 'utf8').replace(/@font-face \{[^}]*\}/g, '');

/** What is written on what. WCAG 2.2, 1.4.3: 4.5 to 1 for text. */
const TEXT: [ink: string, ground: string][] = [
  ...['paper', 'panel'].flatMap((ground) =>
    ['ink', 'soft', 'accent', 'accent-hover', 'good', 'warn'].map((ink): [string, string] => [ink, ground]),
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['ink', 'accent-panel'],
  ['warn', 'warn-panel'],
  ['ink', 'warn-panel'],
  ['came', 'came-panel'],
];
/** 1.4.11: 3 to 1 for the borders of fields. */
const BORDERS: [string, string][] = [['strong-line', 'paper']];

/** A company's own colour in place of ours: the four values that it sets. */
const ACCENTS = {
  ours: null,
  green: { light: ['#0b6b57', '#ffffff'], dark: ['#7ddcc3', '#06231c'] },
} as const;

function recoloured(accent: keyof typeof ACCENTS): string {
  const other = ACCENTS[accent];
  if (!other) return tokens;
  const values = [...other.light, ...other.dark];
  let index = 0;
  const css = tokens.replace(
    /--(on-)?accent: #[0-9a-f]{6}/g,
    (_, on = '') => `--${on}accent: ${values[index++]}`,
  );
  expect(index, 'a company sets four values').toBe(4);
  return css;
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.each(Object.keys(ACCENTS) as (keyof typeof ACCENTS)[])(
  'the colours, with the accent %s',
  (accent) => {
    it.each(['light', 'dark'] as const)('can be read on every ground, %s', async (colorScheme) => {
      const page = await browser.newPage({ colorScheme });
      page.setDefaultTimeout(PATIENCE_MS);
      await page.setContent(`<style>${recoloured(accent)}</style>`);
      const low = await page.evaluate(
        ({ text, borders }) => {
          const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const luminance = (name: string) => {
            document.body.style.color = `var(--${name})`;
            if (!paint) throw new Error('no canvas');
            paint.fillStyle = getComputedStyle(document.body).color;
            paint.fillRect(0, 0, 1, 1);
            const [r = 0, g = 0, b = 0] = [...paint.getImageData(0, 0, 1, 1).data].map((value) => {
              const part = value / 255;
              return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const contrast = ([a, b]: [string, string]) => {
            const [one, two] = [luminance(a), luminance(b)];
            return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
          };
          return [
            ...text.filter((pair) => contrast(pair) < 4.5),
            ...borders.filter((pair) => contrast(pair) < 3),
          ].map((pair) => `${pair.join(' on ')}: ${contrast(pair).toFixed(2)}`);
        },
        { text: TEXT, borders: BORDERS },
      );
      expect(low).toEqual([]);
      await page.close();
    });
  },
);

it('no stylesheet but tokens.css names a colour, except what paper needs', () => {
  for (const file of ['text', 'frame', 'parts', 'tables', 'registers', 'forms', 'policies', 'search']) {
    expect(readFileSync(join(STYLES, `${file}.css`), 'utf8'), file).not.toMatch(
      /#[0-9a-f]{3,8}\b|rgb|hsl|oklch/i,
    );
  }
});
