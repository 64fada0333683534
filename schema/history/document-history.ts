import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { blobHash } from '../blob-hash.ts';
import { describeCommit } from './describe-commit.ts';
import type { Lineage, Revision } from './lineage.ts';
import type { Change } from './policy-history.ts';

/** What Git knows of a public text that is no policy: it has no approvals, and its changes are shown all the same. */
export interface DocumentHistory {
  /** Oldest first; none for a text that was never committed. */
  readonly changes: readonly Change[];
  /** Whether the text on disk is one that was committed. */
  readonly committed: boolean;
}

/**
 * By file, as in `content/nda/nda.yaml`; answers also one by one, as in `content/questions/data.yaml#retention`, and of the
 * company what it says of its terms of service, `content/company.yaml#terms`.
 */
export type DocumentHistories = Readonly<Record<string, DocumentHistory>>;

/** Where public texts lie whose changes are shown, save the policies. The register of vendors has a log of its own. */
export const DOCUMENT_PATHS: readonly string[] = [
  'content/security.yaml',
  'content/company.yaml',
  'content/controls',
  'content/reports',
  'content/questions',
  'content/updates',
  'content/nda',
];

const QUESTIONS = /^content\/questions\/[^/]+\.yaml$/;
const COMPANY = 'content/company.yaml';

/** Whether parts of a file are texts of their own. */
function hasParts(path: string): boolean {
  return QUESTIONS.test(path) || path === COMPANY;
}

/** Whether a file is such a text. */
function isDocument(path: string): boolean {
  return DOCUMENT_PATHS.some((one) => path === one || path.startsWith(`${one}/`));
}

/** The blobs of which {@link documentHistories} has to read the text. */
export function blobsOfParts(files: readonly Lineage[]): string[] {
  return files
    .filter(({ path }) => hasParts(path))
    .flatMap(({ revisions }) =>
      revisions.flatMap(({ blob, before }) => [...before, ...(blob ? [blob] : [])]),
    );
}

/**
 * Puts the changes of public texts in order.
 *
 * @param root - the project's root
 * @param files - all files through time
 * @param objects - what the blobs of {@link blobsOfParts} hold
 * @returns a history for each text that is there and was committed once
 */
export async function documentHistories(
  root: string,
  files: readonly Lineage[],
  objects: ReadonlyMap<string, string>,
): Promise<DocumentHistories> {
  const found: Record<string, DocumentHistory> = {};
  for (const { path, revisions } of files.filter(({ path }) => isDocument(path))) {
    const bytes = await readFile(join(root, path)).catch(() => null);
    if (bytes === null) continue;
    const blob = await blobHash(new Uint8Array(bytes));
    const changes = revisions.map(({ commit }) => describeCommit(commit));
    found[path] = { changes, committed: revisions.some((revision) => revision.blob === blob) };
    if (!hasParts(path)) continue;
    for (const [id, part] of partsOf(bytes.toString('utf8'))) {
      const own = revisions.filter((revision) => changed(id, revision, objects));
      const last = own.at(-1)?.blob;
      found[`${path}#${id}`] = {
        changes: own.map(({ commit }) => describeCommit(commit)),
        committed: last != null && partsOf(objects.get(last) ?? '').get(id) === part,
      };
    }
  }
  return found;
}

/** Whether a commit gave a part another text than it had in any of its parents. */
function changed(id: string, { blob, before }: Revision, objects: ReadonlyMap<string, string>): boolean {
  if (blob === null) return false;
  const now = partsOf(objects.get(blob) ?? '').get(id);
  return now !== undefined && before.every((one) => partsOf(objects.get(one) ?? '').get(id) !== now);
}

/**
 * What each question of a file says, by its id, or what the company says of its terms. Who verified an answer when is not a
 * change of what it says.
 */
function partsOf(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  let data: unknown;
  try {
    data = parse(text, { maxAliasCount: 0 });
  } catch {
    return parts;
  }
  const { questions, terms } = (data ?? {}) as { questions?: unknown; terms?: unknown };
  if (terms !== undefined) parts.set('terms', JSON.stringify(terms));
  for (const entry of Array.isArray(questions) ? (questions as unknown[]) : []) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { id, question, short, answer, customer } = entry as Record<string, unknown>;
    if (typeof id === 'string') parts.set(id, JSON.stringify([question, short, answer, customer]));
  }
  return parts;
}
