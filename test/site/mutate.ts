import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Content } from '../../schema/content.ts';
import { ContentError } from '../../schema/finding.ts';
import { loadContent } from '../../schema/load.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A change to one file of the content: a part of it replaced, or the whole of it written or removed. */
export type Change =
  | { file: string; replace: string | RegExp; by: string }
  | { file: string; write: string | Uint8Array }
  | { file: string; link: (path: string) => void }
  | { file: string; remove: true };

/**
 * Makes a copy of the sample company’s content, changes it, and hands its root to a task.
 *
 * @param changes - what to change; a part to replace has to be there
 * @param task - what to do; the copy is gone afterwards
 */
export async function withChanged<Result>(
  changes: readonly Change[],
  task: (root: string) => Promise<Result> | Result,
): Promise<Result> {
  const root = mkdtempSync(join(tmpdir(), 'content-'));
  try {
    cpSync(join(ROOT, 'content'), join(root, 'content'), { recursive: true });
    for (const change of changes) apply(root, change);
    return await task(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The day of {@link commitAll}: after all that the sample says has been done, before what it announces. */
const COMMITTED = '2026-10-01T09:00:00Z';

/**
 * Makes a repository of a copy, with one commit on a day of its own. What was never committed would be announced today,
 * and the notice of a change of subprocessors be too short some day.
 *
 * @param root - of the copy
 */
export function commitAll(root: string): void {
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-C', root, '-c', 'user.name=Ann', '-c', 'user.email=ann@company.example', ...args],
      {
        env: { ...process.env, GIT_AUTHOR_DATE: COMMITTED, GIT_COMMITTER_DATE: COMMITTED },
      },
    );
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '--no-gpg-sign', '-m', 'content: the sample');
}

/** The line in which a text begins in a file of the sample's content, counted from 1. */
export function lineOf(file: string, text: string): number {
  const [before = '', after] = readFileSync(join(ROOT, 'content', file), 'utf8').split(text);
  if (after === undefined) throw new Error(`${file} does not contain ${text}`);
  return before.split('\n').length;
}

/**
 * Loads changed content.
 *
 * @param changes - what to change
 * @returns what was loaded, or the message of the error
 */
export function loadChanged(...changes: Change[]): Promise<string | Content> {
  return withChanged(changes, (root) =>
    loadContent(root).catch((error: unknown) => {
      if (error instanceof ContentError) return error.message;
      throw error;
    }),
  );
}

function apply(root: string, change: Change): void {
  const path = join(root, 'content', change.file);
  if ('remove' in change) {
    rmSync(path, { recursive: true });
  } else if ('link' in change) {
    change.link(path);
  } else if ('write' in change) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, change.write);
  } else {
    const before = readFileSync(path, 'utf8');
    const after = before.replace(change.replace, change.by);
    if (after === before) throw new Error(`${change.file} does not contain ${String(change.replace)}`);
    writeFileSync(path, after);
  }
}
