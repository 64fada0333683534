import type { Options } from 'minisearch';

/** How the public pages are indexed: the build writes the index, the browser reads it, and both must agree on this. */

/** One place that can be found: a page, or a part of one under its own heading. */
export interface Place {
  /** Where it is: a path, with a fragment for a part of a page. */
  readonly id: string;
  /** The page. */
  readonly page: string;
  /** The language of the title, where that is not the search page's. */
  readonly pageLang?: string | undefined;
  /** The heading of the part; empty for the page itself. */
  readonly heading: string;
  /** The language of the heading, likewise. */
  readonly headingLang?: string | undefined;
  readonly text: string;
}

/** A word as it is indexed and looked for: small, and without accents. */
function fold(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The pages of the menu, as wholes: who names one looks for it. */
const MAIN_PAGE = /^(\/[a-z]{2})?\/([a-z]+\/)?$/;
const MAIN_PAGE_BOOST = 4;

export const indexOptions: Options<Place> = {
  fields: ['page', 'heading', 'text'],
  storeFields: ['page', 'pageLang', 'heading', 'headingLang', 'text'],
  processTerm: fold,
  searchOptions: {
    boost: { page: 3, heading: 4 },
    boostDocument: (id) => (MAIN_PAGE.test(String(id)) ? MAIN_PAGE_BOOST : 1),
    prefix: (term) => term.length > 1,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    combineWith: 'AND',
  },
};
