import type { ApprovalRecord, PolicyRecord, ReviewRecord } from '../policy-records.ts';
import { describeCommit, isSamePerson, peopleOf } from './describe-commit.ts';
import type { Lineage, Revision } from './lineage.ts';
import type { Commit, Person } from './log.ts';
import type { Approval, Change, PolicyVersion, Review } from './policy-history.ts';
import type { PolicyText } from './policy-text.ts';

/**
 * Document control: from the states of a file and the records about it to versions, approvals and reviews. Nothing is
 * believed that stands in a text alone, save where a former keeper's records are named as the ground.
 */

/** A record, with the commit that brought it; null while it is not committed. */
export interface PlacedRecord<Record extends PolicyRecord = PolicyRecord> {
  readonly record: Record;
  readonly commit: Commit | null;
}

/** The text on disk, which may be ahead of the history. */
export interface PresentText {
  readonly blob: string;
  readonly text: PolicyText;
}

const UNNUMBERED = 'unnumbered';

/**
 * Puts the states of a policy in order.
 *
 * @param lineage - its file through time; null for one that was never committed
 * @param texts - the text of each blob
 * @param present - the text on disk; null for a policy that is gone
 * @param records - the records about it
 * @returns its versions, oldest first, and its reviews, newest first
 */
export function controlDocument(
  lineage: Lineage | null,
  texts: ReadonlyMap<string, PolicyText>,
  present: PresentText | null,
  records: readonly PlacedRecord[],
): { versions: PolicyVersion[]; reviews: Review[] } {
  const groups = groupByVersion(lineage?.revisions ?? [], texts, present);
  const log = (present?.text ?? lastText(lineage, texts))?.log ?? [];
  const approvals = records.filter(isApproval);
  const versions: PolicyVersion[] = [];
  let hands: Person[] = [];
  for (const { version, blob, text, revisions } of groups) {
    const entry = log.find((one) => one.version === version) ?? text.log?.at(-1);
    hands.push(...revisions.flatMap(({ commit }) => peopleOf(commit)));
    const approval = approve(approvals, blob, hands);
    // Whoever changed something that nobody approved has a hand in the next text that somebody does.
    if (approval?.independent || entry?.inForceFrom !== undefined) hands = [];
    versions.push({
      version,
      kind: entry?.kind ?? null,
      summary: entry?.summary ?? null,
      markdown: text.body,
      blob,
      changes: revisions.map(({ commit }) => describeCommit(commit)),
      approval,
      inForce: bindsFrom(entry?.inForceFrom, approval),
    });
  }
  return { versions, reviews: records.filter(isReview).flatMap(reviewOf).sort(newestFirst) };
}

interface Group {
  readonly version: string;
  blob: string;
  text: PolicyText;
  readonly revisions: Revision[];
}

function groupByVersion(
  revisions: readonly Revision[],
  texts: ReadonlyMap<string, PolicyText>,
  present: PresentText | null,
): Group[] {
  const groups = new Map<string, Group>();
  const add = (blob: string, text: PolicyText, revision: Revision | null) => {
    const version = text.version ?? UNNUMBERED;
    const group = groups.get(version) ?? { version, blob, text, revisions: [] };
    groups.set(version, group);
    group.blob = blob;
    group.text = text;
    if (revision) group.revisions.push(revision);
  };
  for (const revision of revisions) {
    const text = revision.blob === null ? undefined : texts.get(revision.blob);
    if (revision.blob !== null && text) add(revision.blob, text, revision);
  }
  // Branches come in any order, so that the last commit read need not be the one whose text is there now.
  if (present) add(present.blob, present.text, null);
  const now = present?.text.version ?? null;
  return [...groups.values()].sort((a, b) => Number(a.version === now) - Number(b.version === now));
}

function approve(
  approvals: readonly PlacedRecord<ApprovalRecord>[],
  blob: string,
  hands: readonly Person[],
): Approval | null {
  const found = approvals.flatMap(({ record, commit }): Approval[] => {
    if (record.blob !== blob || commit === null) return [];
    const wrote = peopleOf(commit).some((person) => hands.some((hand) => isSamePerson(person, hand)));
    return [
      {
        role: record.role,
        by: describeCommit(commit),
        sample: record.sample,
        // In a sample nobody approves anything, and the roles alone are compared, where the content is read.
        independent: record.sample || !wrote,
      },
    ];
  });
  return found.find(({ independent }) => independent) ?? found[0] ?? null;
}

function bindsFrom(earlier: string | undefined, approval: Approval | null): PolicyVersion['inForce'] {
  if (earlier !== undefined) return { from: earlier, ground: 'earlier records' };
  return approval?.independent ? { from: approval.by.date, ground: 'approval' } : null;
}

function reviewOf({ record, commit }: PlacedRecord<ReviewRecord>): Review[] {
  if (commit === null) return [];
  const { role, version, outcome, note, sample } = record;
  return [{ role, version, outcome, note, by: describeCommit(commit), sample }];
}

function lastText(lineage: Lineage | null, texts: ReadonlyMap<string, PolicyText>): PolicyText | undefined {
  const last = lineage?.revisions.findLast(({ blob }) => blob !== null);
  return last?.blob ? texts.get(last.blob) : undefined;
}

function isApproval(placed: PlacedRecord): placed is PlacedRecord<ApprovalRecord> {
  return placed.record.record === 'approval';
}

function isReview(placed: PlacedRecord): placed is PlacedRecord<ReviewRecord> {
  return placed.record.record === 'review';
}

function newestFirst(a: { by: Change }, b: { by: Change }): number {
  return b.by.date.localeCompare(a.by.date);
}
