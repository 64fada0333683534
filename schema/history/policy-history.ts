import type { VersionEntry } from '../policies.ts';

/** What Git knows of the policies, as the site shows it. Addresses of mail are not in it. */
export interface PolicyHistories {
  /** The commit that the site was built from, in full; null before the first. */
  readonly head: string | null;
  /** The day of that commit, ISO 8601. */
  readonly committed: string | null;
  /** The day against which dates were held, ISO 8601. */
  readonly asOf: string;
  /** In the order of their ids; the withdrawn ones at the end. */
  readonly policies: readonly PolicyHistory[];
}

/** One policy through time. */
export interface PolicyHistory {
  readonly id: string;
  readonly title: string;
  /** Ids that it had before, oldest first. */
  readonly formerIds: readonly string[];
  /** What took it away; null while it is there. */
  readonly withdrawn: Change | null;
  /** Oldest first; the last one is the text of today. */
  readonly versions: readonly PolicyVersion[];
  /** Newest first. */
  readonly reviews: readonly Review[];
  readonly reviewEveryMonths: number;
}

/** A text of a policy, with all that was done about it. */
export interface PolicyVersion {
  /**
   * As the text says it; "unnumbered" where it said none. A text that was changed after it was settled, and still says the
   * same, is "1.1-changed", the next one "1.1-changed-2".
   */
  readonly version: string;
  /** Null for a text from before there was a version log, and for one without an entry of its own. */
  readonly kind: VersionEntry['kind'] | null;
  readonly summary: string | null;
  /** What stands above the text, the version log left out, as it is typed. */
  readonly fields: Readonly<Record<string, string>>;
  /** The text that was settled, or the last one under this version; its variables unfilled. */
  readonly markdown: string;
  /** The blob of its file. */
  readonly blob: string;
  /** The commits, oldest first; none for a text that is not committed yet. */
  readonly changes: readonly Change[];
  readonly approval: Approval | null;
  /** From which day it bound or binds; null for one that never did. */
  readonly inForce: InForce | null;
}

/** From which day a version binds, and why. */
interface InForce {
  readonly from: string;
  readonly ground: 'approval' | 'earlier records';
  /** The days that the repository stated for it, oldest first, where it stated more than one. */
  readonly stated?: readonly {
    /** ISO 8601; null where it stated none any more. */
    readonly day: string | null;
    /** What stated it first; null for a text that is not committed yet. */
    readonly by: Change | null;
    /** The approved version that says it is the right one, if one does. */
    readonly correctedBy: string | null;
  }[];
}

/** A commit, for readers. */
export interface Change {
  readonly commit: string;
  /** ISO 8601, day only. */
  readonly date: string;
  readonly author: string;
  readonly coAuthors: readonly string[];
  readonly subject: string;
  readonly signature: Signature;
  readonly merge: boolean;
}

/** An approval as its record and the record's commit tell it. */
export interface Approval {
  readonly role: string;
  readonly by: Change;
  readonly sample: boolean;
  /** False where the one who recorded it wrote the text as well: then it is no approval. */
  readonly independent: boolean;
}

/** A review as its record and the record's commit tell it. */
export interface Review {
  readonly role: string;
  readonly version: string;
  readonly outcome: 'no change' | 'change wanted';
  readonly note: string | null;
  readonly by: Change;
  readonly sample: boolean;
}

/**
 * What can be said of a commit's signature from a clone alone. "unknown key": it fits, and nobody vouches for the key;
 * "not checked": there is one, and no key or tool to check it with.
 */
export type Signature = 'good' | 'unknown key' | 'not checked' | 'none' | 'bad';

/** What can be said for a text. Pages, commands, checks and data for machines all go by it. */
export type Standing = 'approved' | 'earlier records' | 'only its author' | 'not approved' | 'not committed';

/**
 * What can be said for a text.
 *
 * @param version - the text, with what was done about it
 */
export function standingOf({ approval, inForce, changes }: PolicyVersion): Standing {
  if (changes.length === 0) return 'not committed';
  if (approval?.independent) return 'approved';
  if (inForce !== null) return 'earlier records';
  return approval === null ? 'not approved' : 'only its author';
}

/**
 * The commit that brought a policy into the repository: it is the first publication, and no change.
 *
 * @param history - the policy through time
 * @returns undefined for one that is not committed yet
 */
export function broughtBy({ versions }: Pick<PolicyHistory, 'versions'>): Change | undefined {
  return versions.flatMap(({ changes }) => changes)[0];
}

/** Whether somebody else than its authors answers for a text, in this repository or in the records before it. */
export function isSettled({ inForce }: PolicyVersion): boolean {
  return inForce !== null;
}
