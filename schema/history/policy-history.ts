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

/** All that was ever in the repository under one version. */
export interface PolicyVersion {
  /** As the text says it; "unnumbered" where it said none. */
  readonly version: string;
  /** Null for a text from before there was a version log. */
  readonly kind: VersionEntry['kind'] | null;
  readonly summary: string | null;
  /** The last text under this version, its variables unfilled. */
  readonly markdown: string;
  /** The blob of its file. */
  readonly blob: string;
  /** The commits, oldest first; none for a text that is not committed yet. */
  readonly changes: readonly Change[];
  readonly approval: Approval | null;
  /** From which day it bound or binds; null for one that never did. */
  readonly inForce: { readonly from: string; readonly ground: 'approval' | 'earlier records' } | null;
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

/** Whether somebody else than its authors answers for a version, in this repository or in the records before it. */
export function isSettled({ approval, inForce }: PolicyVersion): boolean {
  return approval?.independent === true || inForce?.ground === 'earlier records';
}
