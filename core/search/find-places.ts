import type MiniSearch from 'minisearch';
import type { SearchResult } from 'minisearch';
import type { Place } from './index-options.ts';

/** A place that was found; `terms` are the words of the index that fit. */
export type Found = SearchResult & Place;

/**
 * Looks words up: places that have all of them, and where there is none, those that have some.
 *
 * @param index - of the places
 * @param words - in any order
 * @param among - which places count, by their ids; all unless told
 * @returns the best first
 */
export function findPlaces(
  index: MiniSearch<Place>,
  words: string,
  among: (id: string) => boolean = () => true,
): Found[] {
  const filter = ({ id }: SearchResult) => among(String(id));
  const all = index.search(words, { filter }) as Found[];
  return all.length > 0 ? all : (index.search(words, { filter, combineWith: 'OR' }) as Found[]);
}
