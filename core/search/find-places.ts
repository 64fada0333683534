import type MiniSearch from 'minisearch';
import type { SearchResult } from 'minisearch';
import type { Place } from './index-options.ts';

/** A place that was found; `terms` are the words of the index that fit. */
export type Found = SearchResult & Place;

/**
 * Looks words up: places that have all of them, and where there is none, those that have some.
 *
 * @returns the best first
 */
export function findPlaces(index: MiniSearch<Place>, words: string): Found[] {
  const all = index.search(words) as Found[];
  return all.length > 0 ? all : (index.search(words, { combineWith: 'OR' }) as Found[]);
}
