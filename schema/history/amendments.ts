import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Finding } from '../finding.ts';
import { splitFrontMatter } from '../front-matter.ts';
import { shortHash } from './describe-commit.ts';
import type { Lineage } from './lineage.ts';

/**
 * What was published stays: a later change of an update has an entry in `amended` that says what was put right. That a
 * follow-up was done is said by its day alone.
 */

/** An update's file as it once was. */
interface Told {
  readonly published: string;
  readonly amendments: number;
  /** All that readers were told. */
  readonly words: string;
}

const UPDATES = /^content\/updates\/[^/]+\.md$/;

/** An update through time. */
export interface PlacedUpdate {
  readonly lineage: Lineage;
  /** The file on disk; null when it is gone. */
  readonly present: string | null;
}

/** The updates among files. */
export async function placeUpdates(root: string, files: readonly Lineage[]): Promise<PlacedUpdate[]> {
  return await Promise.all(
    files
      .filter(({ path }) => UPDATES.test(path))
      .map(async (lineage) => ({
        lineage,
        present: await readFile(join(root, lineage.path), 'utf8').catch(() => null),
      })),
  );
}

/**
 * Finds changes of published updates that nothing in them speaks of, in the history and on disk.
 *
 * @param updates - the updates
 * @param objects - what their blobs hold
 * @param today - the day on which what is not committed would be, ISO 8601
 */
export function silentAmendments(
  updates: readonly PlacedUpdate[],
  objects: ReadonlyMap<string, string>,
  today: string,
): Finding[] {
  const textOf = (blob: string | undefined) => (blob === undefined ? null : read(objects.get(blob) ?? ''));
  return updates.flatMap(({ lineage: { path, revisions }, present }) => {
    const steps = revisions.map(({ blob, before, commit }) => ({
      before: before.map(textOf),
      now: textOf(blob ?? undefined),
      day: commit.authored.slice(0, 'yyyy-mm-dd'.length),
      where: `commit ${shortHash(commit.hash)}`,
    }));
    const last = revisions.findLast(({ blob }) => blob !== null)?.blob ?? undefined;
    const onDisk = {
      before: [textOf(last)],
      now: read(present ?? ''),
      day: today,
      where: 'the file, not committed yet',
    };
    return [...steps, onDisk].flatMap(({ before, now, day, where }) => {
      if (now === null || before.length === 0 || !before.every((was) => isSilent(was, now, day))) return [];
      const message = `expected an entry of ${day} that says what was put right in ${where}, found none: what was published stays, and readers are told of each change`;
      return [{ file: path, field: 'amended', message }];
    });
  });
}

function isSilent(was: Told | null, is: Told, day: string): boolean {
  return was !== null && day > was.published && was.words !== is.words && is.amendments <= was.amendments;
}

function read(text: string): Told | null {
  const parts = splitFrontMatter(text);
  if (parts === null) return null;
  try {
    const fields = parse(parts.fields, { maxAliasCount: 0 }) as Record<string, unknown>;
    const { amended, ...told } = fields;
    const words = JSON.stringify([told, parts.body], (key, value: unknown) =>
      key === 'done' ? undefined : value,
    );
    return {
      published: String(fields.published),
      amendments: Array.isArray(amended) ? amended.length : 0,
      words,
    };
  } catch {
    return null;
  }
}
