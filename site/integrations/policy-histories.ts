import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import type { PolicyHistories } from '../../schema/history/policy-history.ts';

/**
 * What Git knows of the policies, all former texts included. It is large, and what is imported is compiled: it is read
 * when it is wanted instead.
 */

const FILE = new URL('../../.generated/policy-history.json', import.meta.url);

/** Reads it, for what is made beside the pages. */
export async function readHistories(): Promise<PolicyHistories> {
  return JSON.parse(await readFile(FILE, 'utf8')) as PolicyHistories;
}

/** Lets pages that import it read it. */
export function historiesWhenWanted(): Plugin {
  const id = '\0policy-histories';
  const path = JSON.stringify(fileURLToPath(FILE));
  return {
    name: 'histories-when-wanted',
    enforce: 'pre',
    resolveId: (source) => (source.endsWith('/.generated/policy-history.json') ? id : null),
    load: (asked) =>
      asked === id
        ? `import { readFileSync } from 'node:fs';\nexport default JSON.parse(readFileSync(${path}, 'utf8'));`
        : null,
  };
}
