/**
 * How the mark of a report looks: chosen for each report, built into the prepared file, the same for all its readers.
 * Every choice keeps both lines, and keeps them readable: no value switches one off.
 */

/** How the large lines run: along a diagonal of the page, up or down, or straight across its middle. */
export const DIRECTIONS = ['rising', 'falling', 'level'] as const;
/** The edge of the page, as it is seen, that the foot line runs along. */
export const EDGES = ['bottom', 'top', 'left', 'right'] as const;
/** How dark both lines are printed. */
export const STRENGTHS = ['light', 'normal', 'strong'] as const;

export interface MarkLook {
  readonly across: (typeof DIRECTIONS)[number];
  readonly foot: (typeof EDGES)[number];
  readonly strength: (typeof STRENGTHS)[number];
}

/** What a report gets that says nothing about it. */
export const defaultLook: MarkLook = { across: 'rising', foot: 'bottom', strength: 'normal' };

/** What a strength is in ink. */
export interface Ink {
  /** Opacity of the black of the large lines: light enough to read what is under them. */
  readonly across: number;
  /** Opacity of the black of the foot line: on white paper at least 4.5:1 (WCAG 2.2, 1.4.3). */
  readonly foot: number;
  /** Where transparency is forbidden: the grey of the lines that the large letters are outlined and hatched with. */
  readonly line: number;
}

export const inks: Readonly<Record<MarkLook['strength'], Ink>> = {
  light: { across: 0.1, foot: 0.6, line: 0.78 },
  normal: { across: 0.15, foot: 0.6, line: 0.7 },
  strong: { across: 0.25, foot: 0.8, line: 0.55 },
};
