/** The few colours and sizes of what is typeset, in the accent of the sample reports. Sizes are points. */
export const INK = {
  text: '#1d2733',
  quiet: '#5a6673',
  accent: '#1d5a68',
  rule: '#cfd8de',
  tint: '#eef4f5',
  paper: '#ffffff',
  warning: '#8a4b08',
  warningTint: '#fdf4e3',
} as const;

export const SIZE = { body: 10.5, table: 9, small: 7.8, h1: 21, h2: 14.5, h3: 11.5 } as const;

/** Distance from one line to the next, as a share of the size of the type. */
export const LEADING = 1.5;
