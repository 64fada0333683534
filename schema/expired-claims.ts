import type { PublicContent } from './content.ts';
import { fieldName } from './explain.ts';
import type { Finding } from './finding.ts';

/** Where a part of the content comes from. */
const FILES: Readonly<Record<string, string>> = {
  company: 'content/company.yaml',
  security: 'content/security.yaml',
  nda: 'content/nda/nda.yaml',
};

/**
 * Finds what was verified until a day that has passed: every field called `verifiedUntil`, wherever it stands.
 *
 * @param content - the content
 * @param day - the day to judge by, ISO 8601
 */
export function expiredClaims(content: PublicContent, day: string): Finding[] {
  return Object.entries(content).flatMap(([noun, value]) =>
    search(value, []).flatMap(({ path, until }) => {
      if (until >= day) return [];
      const message = `expected a day to come, found "${until}": read the text against practice, mend it, and set a new day`;
      return { file: FILES[noun] ?? `content/${noun}`, field: fieldName(path, value), message };
    }),
  );
}

function search(
  value: unknown,
  path: readonly (string | number)[],
): { path: PropertyKey[]; until: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    if (key === 'verifiedUntil' && typeof entry === 'string') return [{ path: [...path, key], until: entry }];
    return search(entry, [...path, step]);
  });
}
