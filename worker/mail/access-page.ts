import type { Config } from '../config.ts';
import type { Localised } from '../localised.tsx';

/** The address of a page of ours in the reader's language: always at our own origin, never at one that a request named. */
export function pageUrl(config: Config, words: Localised, path: string): string {
  return new URL(words.to(path), config.ORIGIN).href;
}

/** Where a reader asks for a report and gets it. */
export function accessPage(config: Config, words: Localised, reportId: string): string {
  return pageUrl(config, words, `/access/${reportId}`);
}
