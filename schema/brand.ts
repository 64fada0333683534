/** The company's colours, as the stylesheet has them: what is not a page (pictures, mails) takes them from here. */
export interface Brand {
  readonly light: Palette;
  readonly dark: Palette;
}

/** Colours as `#rrggbb`, named as in the stylesheet. */
export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = ['paper', 'panel', 'ink', 'soft', 'line', 'accent', 'on-accent'] as const;

/** The one file in which a company changes its colours. */
export const TOKENS_FILE = 'site/src/styles/tokens.css';

/**
 * Reads the colours of both schemes out of the stylesheet.
 *
 * @param css - the text of {@link TOKENS_FILE}
 * @throws Error where one is missing or is not written as `#rrggbb`
 */
export function readBrand(css: string): Brand {
  const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
  return { light: palette(light), dark: palette(dark) };
}

function palette(css: string): Palette {
  return Object.fromEntries(
    NAMES.map((name) => {
      const value = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css)?.[1];
      if (!value) throw new Error(`${TOKENS_FILE}: --${name} is not a colour like #4340a8.`);
      return [name, value];
    }),
  ) as Record<(typeof NAMES)[number], string>;
}
