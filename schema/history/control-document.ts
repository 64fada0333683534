import type { VersionEntry } from '../policies.ts';
import type { ApprovalRecord, PolicyRecord, ReviewRecord } from '../policy-records.ts';
import { describeCommit, isSamePerson, peopleOf } from './describe-commit.ts';
import type { Lineage, Revision } from './lineage.ts';
import type { Commit, Person } from './log.ts';
import type { Approval, Change, PolicyVersion, Review } from './policy-history.ts';
import type { PolicyText } from './policy-text.ts';
import { type StatedDay, settledDay, statedDays } from './stated-days.ts';

/**
 * Document control: from the states of a file and the records about it to versions, approvals and reviews. Nothing is
 * believed that stands in a text alone, save where a former keeper's records are named as the ground: they speak for the
 * very text with which the policy came into the repository, and for no other.
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
  const log = (present?.text ?? lastText(lineage, texts))?.log ?? [];
  const approvals = records.filter(isApproval);
  const brought = lineage?.revisions[0]?.blob;
  const daysOf = (version: string) => statedDays(version, lineage?.revisions ?? [], texts, present);
  const editions: Edition[] = [];
  let hands: Person[] = [];
  for (const { version, blob, text, revision } of statesByVersion(lineage?.revisions ?? [], texts, present)) {
    const at = editions.findLastIndex(({ inForce }) => inForce !== null);
    const isRestored = at >= 0 && editions[at]?.blob === blob;
    const last = editions.at(-1);
    const label = labelOf(version, editions.filter((one) => one.version === version).length);
    const [edition = { version, label, blob, text, revisions: [], days: [], approval: null, inForce: null }] =
      isRestored
        ? editions.splice(at, 1)
        : // A text that is settled stays as it was: another one under its number is another text.
          last?.version === version && last.inForce === null
          ? editions.splice(-1)
          : [];
    edition.blob = blob;
    edition.text = text;
    if (revision) edition.revisions.push(revision);
    editions.push(edition);
    if (isRestored) continue;
    if (revision) hands.push(...peopleOf(revision.commit));
    edition.approval = approve(approvals, blob, hands);
    // Earlier records speak for the text that was brought.
    edition.days = at < 0 && blob === brought ? daysOf(version) : [];
    edition.inForce = edition.revisions.length === 0 ? null : bindsFrom(edition);
    // Whoever changed something that nobody approved has a hand in the next text that somebody does.
    if (edition.inForce) hands = [];
  }
  const counts = (version: string) =>
    editions.some(({ label, approval }) => label === version && approval?.independent);
  for (const edition of editions) {
    if (edition.inForce?.ground === 'earlier records') edition.inForce = withCorrections(edition, counts);
  }
  return {
    versions: editions.map((edition) => describe(edition, log)),
    reviews: records.filter(isReview).flatMap(reviewOf).sort(newestFirst),
  };
}

/** A text under a version, and what settled it; until something does, later texts of the version take its place. */
interface Edition {
  readonly version: string;
  /** The version, or what tells it from an earlier text of the same. */
  readonly label: string;
  blob: string;
  text: PolicyText;
  readonly revisions: Revision[];
  /** What was stated of the day from which it bound before it came here. */
  days: readonly StatedDay[];
  approval: Approval | null;
  inForce: PolicyVersion['inForce'];
}

interface State {
  readonly version: string;
  readonly blob: string;
  readonly text: PolicyText;
  /** Null for the text on disk. */
  readonly revision: Revision | null;
}

function statesByVersion(
  revisions: readonly Revision[],
  texts: ReadonlyMap<string, PolicyText>,
  present: PresentText | null,
): State[] {
  const states = new Map<string, State[]>();
  const add = (blob: string, text: PolicyText, revision: Revision | null) => {
    const version = text.version ?? UNNUMBERED;
    states.set(version, [...(states.get(version) ?? []), { version, blob, text, revision }]);
  };
  for (const revision of revisions) {
    const text = revision.blob === null ? undefined : texts.get(revision.blob);
    if (revision.blob !== null && text) add(revision.blob, text, revision);
  }
  // Branches come in any order, so that the last commit read need not be the one whose text is there now.
  if (present) add(present.blob, present.text, null);
  const now = present?.text.version ?? null;
  return [...states]
    .sort(([a], [b]) => Number(a === now) - Number(b === now))
    .flatMap(([, ofVersion]) => ofVersion);
}

function labelOf(version: string, before: number): string {
  if (before === 0) return version;
  return `${version}-changed${before === 1 ? '' : `-${before}`}`;
}

function describe(
  { version, label, blob, text, revisions, approval, inForce }: Edition,
  log: readonly VersionEntry[],
): PolicyVersion {
  const entry = log.find((one) => one.version === version) ?? text.log?.at(-1);
  return {
    version: label,
    kind: label === version ? (entry?.kind ?? null) : null,
    summary:
      label === version
        ? (entry?.summary ?? null)
        : `Changed after version ${version} was settled, without a version of its own.`,
    fields: text.fields,
    markdown: text.body,
    blob,
    changes: revisions.map(({ commit }) => describeCommit(commit)),
    approval,
    inForce,
  };
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

function bindsFrom({ days, approval }: Edition): PolicyVersion['inForce'] {
  const earlier = days[0]?.day;
  if (earlier) return { from: earlier, ground: 'earlier records' };
  return approval?.independent ? { from: approval.by.date, ground: 'approval' } : null;
}

/** What bound by earlier records, with all days that were stated; another than the first counts once a version that says so is approved. */
function withCorrections(
  { days, inForce }: Edition,
  counts: (version: string) => boolean,
): Edition['inForce'] {
  if (inForce === null || days.length < 2) return inForce;
  return {
    ...inForce,
    from: settledDay(days, counts)?.day ?? inForce.from,
    stated: days.map(({ day, commit, correctedBy }) => ({
      day,
      by: commit === null ? null : describeCommit(commit),
      correctedBy: correctedBy !== null && counts(correctedBy) ? correctedBy : null,
    })),
  };
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
