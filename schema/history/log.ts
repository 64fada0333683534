/**
 * The history of a folder, from one pass over `git log`. The output is a row of texts that end in NUL, which can stand
 * neither in a commit's message nor in a name nor in a path: nothing that an author writes can pass for something else.
 *
 *     hash NUL parents NUL author NUL mail NUL author as committed NUL mail as committed NUL
 *     author date NUL committer date NUL signature NUL subject NUL co-authors NUL
 *     then for each file    ":" modes, blobs before, blob after, letters NUL path NUL [path NUL ...]
 *
 * A line with one colon compares with the one parent. A merge has a line, with as many colons as parents, only for a file
 * that it has from none of them (git-diff-tree(1), "combined diff"); an empty text stands before the first of these, also where
 * none follows.
 */

import { type Authors, EVERYBODY_ELSE } from '../authors.ts';

/** A file as a commit left it. */
export interface FileChange {
  /** Relative to the folder that was asked about; after a rename the new one. */
  readonly path: string;
  /** The path in each parent. */
  readonly pathsBefore: readonly string[];
  /** The blob in each parent; null where it was not there. */
  readonly blobsBefore: readonly (string | null)[];
  /** The blob now; null when the commit removed the file. */
  readonly blob: string | null;
}

/** A commit that changed something in the folder. */
export interface Commit {
  readonly hash: string;
  readonly parents: readonly string[];
  /** As the repository's mailmap names them (gitmailmap(5)): without a good signature nobody proves that it is so. */
  readonly author: NamedPerson;
  /** As the commit itself says it. */
  readonly authorAsCommitted: Person;
  readonly coAuthors: readonly NamedPerson[];
  /** ISO 8601, with the author's zone. */
  readonly authored: string;
  readonly committed: string;
  /** Git's letter (git-log(1), `%G?`). */
  signature: string;
  readonly subject: string;
  readonly changes: readonly FileChange[];
}

/** Somebody as a commit names them. The address is for comparing and is never shown. */
export interface Person {
  readonly name: string;
  readonly mail: string;
}

/** Somebody, with the name that readers see: their own, or what `content/authors.yaml` says. */
interface NamedPerson extends Person {
  readonly shownAs: string;
}

const FIELDS = [
  '%H',
  '%P',
  '%aN',
  '%aE',
  '%an',
  '%ae',
  '%aI',
  '%cI',
  '%G?',
  '%s',
  '%(trailers:key=Co-authored-by,valueonly)',
];

/** The repository's own mailmap counts, and none that lies elsewhere on the machine. */
const OWN_MAILMAP = ['-c', 'mailmap.file=', '-c', 'mailmap.blob='];

const BEFORE_DIFF = [
  ...OWN_MAILMAP,
  '-c',
  'log.showSignature=false',
  'log',
  '-z',
  '--raw',
  '--no-abbrev',
  '-M',
  '-l0',
];

const BEHIND_DIFF = [
  '--topo-order',
  '--relative',
  '--no-color',
  '--encoding=UTF-8',
  `--format=${FIELDS.join('%x00')}`,
  '--',
];

/** The arguments of `git log` whose output {@link parseLog} reads; a pathspec goes behind them. */
export const LOG_ARGUMENTS: readonly string[] = [
  ...BEFORE_DIFF,
  // Merges: only what they brought that neither side had.
  '-c',
  '--combined-all-paths',
  ...BEHIND_DIFF,
];

/** The same of the main line alone: a merge shows all that it brought, as of the day on which it brought it. */
export const MAIN_LINE_ARGUMENTS: readonly string[] = [
  ...BEFORE_DIFF,
  '--first-parent',
  '--diff-merges=first-parent',
  ...BEHIND_DIFF,
];

const HASH = /^[0-9a-f]{40}$/;
const NO_BLOB = /^0{40}$/;

/**
 * Reads the output of `git log`.
 *
 * @param output - with {@link LOG_ARGUMENTS}
 * @param authors - how readers are told who made a change
 * @returns the commits, parents before children
 * @throws Error when the output is not of that form
 */
export function parseLog(output: string, authors: Authors = {}): Commit[] {
  const texts = output.split('\0');
  if (texts.pop() !== '') throw new Error('The output of git log was cut off');
  const commits: Commit[] = [];
  let at = 0;
  const next = (): string => {
    const text = texts[at++];
    if (text === undefined) throw new Error('The output of git log was cut off');
    return text;
  };
  while (at < texts.length) {
    const hash = next();
    if (!HASH.test(hash)) throw new Error(`Expected a commit in the output of git log, found "${hash}"`);
    const parents = next().split(' ').filter(Boolean);
    const author = named({ name: next(), mail: next() }, authors);
    const authorAsCommitted = { name: next(), mail: next() };
    const [authored, committed, signature, subject] = [next(), next(), next(), next()];
    const coAuthors = next()
      .split('\n')
      .flatMap(parsePerson)
      .map((one) => named(one, authors));
    const changes: FileChange[] = [];
    if (texts[at] === '') at += 1;
    while (/^\n?:/.test(texts[at] ?? '')) changes.push(parseChange(next().trimStart(), next));
    commits.push({
      hash,
      parents,
      author,
      authorAsCommitted,
      coAuthors,
      authored,
      committed,
      signature,
      subject,
      changes,
    });
  }
  return commits.reverse();
}

function parseChange(line: string, next: () => string): FileChange {
  const parents = line.lastIndexOf(':') + 1;
  const words = line.slice(parents).split(' ');
  const blobs = words.slice(parents + 1, 2 * parents + 2).map((blob) => (NO_BLOB.test(blob) ? null : blob));
  const letters = words.at(-1) ?? '';
  const combined = parents > 1;
  const twoPaths = combined || /^[RC]/.test(letters);
  const before = Array.from({ length: combined ? parents : 1 }, next);
  const path = twoPaths ? next() : (before[0] ?? '');
  return { path, pathsBefore: before, blobsBefore: blobs.slice(0, parents), blob: blobs[parents] ?? null };
}

function named(person: Person, authors: Authors): NamedPerson {
  return { ...person, shownAs: authors[person.mail.toLowerCase()] ?? authors[EVERYBODY_ELSE] ?? person.name };
}

function parsePerson(text: string): Person[] {
  const match = /^(.*?)\s*<([^<>]*)>\s*$/.exec(text.trim());
  return match ? [{ name: match[1] ?? '', mail: match[2] ?? '' }] : [];
}
