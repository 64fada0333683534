import type { Commit, FileChange } from './log.ts';

/** One state of a file. */
export interface Revision {
  readonly commit: Commit;
  readonly path: string;
  /** Null when this commit removed the file. */
  readonly blob: string | null;
  /** The states it was made from: one, more in a merge, none for the first. */
  readonly before: readonly string[];
}

/** A file through time, under all its names. */
export interface Lineage {
  /** The name it has now, or had last. */
  path: string;
  /** Names it had before, oldest first. */
  readonly formerPaths: string[];
  readonly revisions: Revision[];
}

/**
 * Follows files through a history.
 *
 * @param commits - parents before children
 * @returns a lineage for each file there ever was, in the order of their beginning
 */
export function traceFiles(commits: readonly Commit[]): Lineage[] {
  const lineages: Lineage[] = [];
  const byPath = new Map<string, Lineage>();
  for (const commit of commits) {
    for (const change of commit.changes) {
      let lineage = find(byPath, change);
      if (!lineage) {
        lineage = { path: change.path, formerPaths: [], revisions: [] };
        lineages.push(lineage);
      }
      if (lineage.path !== change.path && change.pathsBefore.includes(lineage.path)) {
        lineage.formerPaths.push(lineage.path);
        lineage.path = change.path;
      }
      // The old name keeps leading here: on another branch it may live on until the merge.
      byPath.set(change.path, lineage);
      lineage.revisions.push({
        commit,
        path: change.path,
        blob: change.blob,
        before: change.blobsBefore.filter((blob) => blob !== null),
      });
    }
  }
  return lineages;
}

/** Whose history goes on: that of the name before, unless a new file took the name of one that moved away. */
function find(byPath: ReadonlyMap<string, Lineage>, change: FileChange): Lineage | undefined {
  const added = change.blobsBefore.every((blob) => blob === null);
  if (added) {
    const former = byPath.get(change.path);
    return former?.path === change.path ? former : undefined;
  }
  return change.pathsBefore.map((path) => byPath.get(path)).find((lineage) => lineage !== undefined);
}
