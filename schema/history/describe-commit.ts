import type { Commit, Person } from './log.ts';
import type { Change, Signature } from './policy-history.ts';

/**
 * A commit as readers see it, without addresses of mail, and with the names that the company chose.
 *
 * @param commit - the commit
 */
export function describeCommit(commit: Commit): Change {
  const author = commit.author.shownAs;
  return {
    commit: commit.hash,
    date: commit.authored.slice(0, 'yyyy-mm-dd'.length),
    author,
    coAuthors: [...new Set(commit.coAuthors.map(({ shownAs }) => shownAs))].filter((name) => name !== author),
    subject: commit.subject,
    signature: signatureOf(commit.signature),
    merge: commit.parents.length > 1,
  };
}

/** A hash as messages and commands have it: long enough to be the only one. */
export function shortHash(hash: string): string {
  return hash.slice(0, 10);
}

/** A commit in a sentence: its short hash and its day. */
export function commitInWords(commit: Commit): string {
  return `commit ${shortHash(commit.hash)} of ${describeCommit(commit).date}`;
}

/** Everybody who had a hand in a commit, under each name they go by: co-authors are named as they were typed. */
export function peopleOf(commit: Commit): Person[] {
  return [commit.author, commit.authorAsCommitted, ...commit.coAuthors];
}

/** Whether two commits name the same person: by address or by name, so that a second address is no second person. */
export function isSamePerson(a: Person, b: Person): boolean {
  return a.mail.toLowerCase() === b.mail.toLowerCase() || a.name.toLowerCase() === b.name.toLowerCase();
}

/** Git's letters (git-log(1), `%G?`). What has expired since was good when it was made; what was revoked was not. */
const LETTERS: Readonly<Record<string, Signature>> = {
  G: 'good',
  X: 'good',
  Y: 'good',
  U: 'unknown key',
  N: 'none',
  B: 'bad',
  R: 'bad',
};

function signatureOf(letter: string): Signature {
  return LETTERS[letter] ?? 'not checked';
}
