import type { Held, Row } from './holdings.ts';

/** Columns that hold JSON. */
const JSON_NAMES = new Set(['claims', 'evidence', 'basisDetail', 'printed', 'detail', 'topics']);
/** Columns that hold a moment besides those whose name ends in "At". */
const MOMENTS = new Set(['at', 'since', 'knownSince', 'keptUntil']);

/**
 * Everything that is held about a reader, in the format of docs/formats/my-access.md: stable names, UTC, JSON inside
 * of JSON taken apart.
 *
 * @param held - from {@link readHoldings}
 * @param origin - of this deployment
 * @param now - milliseconds
 */
export function exportOf({ person, ...parts }: Held, origin: string, now: number): Record<string, unknown> {
  return {
    format: 'vitrine-my-access',
    version: 1,
    origin,
    exportedAt: new Date(now).toISOString(),
    person: readable(person[0] ?? {}),
    ...Object.fromEntries(Object.entries(parts).map(([name, rows]) => [name, rows.map(readable)])),
  };
}

function readable(row: Row): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, readableValue(name, value)]));
}

function readableValue(name: string, value: unknown): unknown {
  if (typeof value === 'string' && JSON_NAMES.has(name)) return JSON.parse(value);
  if (typeof value === 'number' && (name.endsWith('At') || MOMENTS.has(name)))
    return new Date(value).toISOString();
  return value;
}
