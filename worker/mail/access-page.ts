import type { Config } from '../config.ts';

/** Where a reader asks for a report and gets it: always at our own origin, never at one that a request named. */
export function accessPage(config: Config, reportId: string): string {
  return new URL(`/access/${reportId}`, config.ORIGIN).href;
}
