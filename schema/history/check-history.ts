import { iso } from '../calendar.ts';
import type { Finding } from '../finding.ts';
import { silentAmendments } from './amendments.ts';
import { commitInWords, describeCommit, shortHash } from './describe-commit.ts';
import type { Revision } from './lineage.ts';
import type { Evidence, LoadedHistory } from './load-history.ts';
import type { Commit } from './log.ts';
import { changedOffers } from './offered-texts.ts';
import { isSettled, standingOf } from './policy-history.ts';
import type { PolicyText } from './policy-text.ts';
import { reviewState } from './review-state.ts';
import { settledDay, statedDays } from './stated-days.ts';

/** The rules of document control, which `npm run check` holds against the history. */

/** A review, of a policy or of an answer, may be this late before the check fails; the site shows it as overdue from the first day. */
export const GRACE_DAYS = 30;

/** A clock may be wrong by this much. */
const CLOCK_MS = 86_400_000;

/** What a check found: what stops it, and what is only said. */
export interface HistoryCheck {
  readonly findings: Finding[];
  readonly notes: Finding[];
}

/**
 * Holds the rules against a history.
 *
 * @param history - the history
 * @param now - the present: nothing may be dated later
 * @param isSample - whether the company is a sample, in which records may be samples too
 */
export function checkHistory(history: LoadedHistory, now: Date, isSample: boolean): HistoryCheck {
  const { evidence } = history;
  return {
    findings: [
      ...versionLogs(evidence),
      ...recordFindings(evidence, isSample),
      ...approvals(history),
      ...earlierRecords(history),
      ...movedDays(history),
      ...silentAmendments(evidence.updates, evidence.objects, iso(now.getTime())),
      ...changedOffers(evidence.offers, history.asOf),
      ...commits(evidence, now),
    ],
    notes: notes(history),
  };
}

/**
 * Finds reviews that are due for longer than the grace.
 *
 * @param history - the history
 * @param day - the day to judge by, ISO 8601
 */
export function overdueReviews(history: LoadedHistory, day: string): Finding[] {
  return history.policies.flatMap((policy) => {
    const { due, overdueDays } = reviewState(policy, day);
    if (policy.withdrawn || overdueDays <= GRACE_DAYS) return [];
    return {
      file: fileOf(policy.id),
      field: null,
      message: `expected a review by ${due}, found none for ${overdueDays} days since (${GRACE_DAYS} are allowed): the owner reads it and runs npm run trust -- policy review ${policy.id}`,
    };
  });
}

/** From the first text with a version log on, a text changes only with a new entry, and entries stay. */
function versionLogs({ policies, texts }: Evidence): Finding[] {
  return policies.flatMap(({ policy, lineage, present }) => {
    const revisions = lineage?.revisions ?? [];
    const last = revisions.findLast(({ blob }) => blob !== null)?.blob;
    const steps = revisions.flatMap((revision) => stepsOf(revision, texts));
    // The text on disk is the next step, so that a slip is found before it is committed.
    if (last && last !== present.blob && !revisions.some(({ blob }) => blob === present.blob)) {
      steps.push({ before: texts.get(last), after: present.text, where: 'not committed yet' });
    }
    return steps.flatMap(({ before, after, where }) =>
      before?.log ? logFindings(fileOf(policy.id), before, after, where) : [],
    );
  });
}

interface Step {
  readonly before: PolicyText | undefined;
  readonly after: PolicyText;
  readonly where: string;
}

function stepsOf({ blob, before, commit }: Revision, texts: ReadonlyMap<string, PolicyText>): Step[] {
  const after = blob === null ? undefined : texts.get(blob);
  if (!after) return [];
  return before.map((one) => ({ before: texts.get(one), after, where: shortHash(commit.hash) }));
}

function logFindings(file: string, before: PolicyText, after: PolicyText, where: string): Finding[] {
  const log = after.log ?? [];
  const old = before.log ?? [];
  const findings: Finding[] = [];
  // At the end: an older one put in behind says nothing of the text.
  const isNew = !old.some(({ version }) => version === after.version);
  if (before.body !== after.body && !isNew) {
    findings.push({
      file,
      field: 'versions',
      message: `expected a new entry at the end, because the text changed (${where}), found ${after.version ?? 'none'} as before`,
    });
  }
  for (const entry of old) {
    const now = log.find(({ version }) => version === entry.version);
    if (now?.kind === entry.kind && String(now.corrects) === String(entry.corrects)) continue;
    findings.push({
      file,
      field: 'versions',
      message: `expected the entry of ${entry.version} as it was (${entry.kind}), found ${now ? 'another' : 'none'} (${where}): what was once a version stays one`,
    });
  }
  return findings;
}

function recordFindings(evidence: Evidence, isSample: boolean): Finding[] {
  const { policies, records, lostRecords, texts } = evidence;
  const findings: Finding[] = [];
  for (const { record, lineage, commit } of records) {
    const { file } = record;
    const say = (field: string | null, message: string) => findings.push({ file, field, message });
    const owner = policies.find(
      ({ policy, lineage: own }) =>
        policy.id === record.policy || own?.formerPaths.includes(fileOf(record.policy)),
    );
    if (lineage && commit === null) {
      say(
        null,
        'expected the record as it was committed, found it changed: records are added, never changed',
      );
    }
    if (record.sample && !isSample) {
      say(
        'sample',
        'expected none: only a sample company, which says so in content/company.yaml, has sample records',
      );
    }
    // A policy that was withdrawn keeps its records.
    if (!owner) continue;
    const { policy, present } = owner;
    const known = texts.get(record.blob) ?? (present.blob === record.blob ? present.text : undefined);
    if (!known) {
      say('blob', `expected a text that ${fileOf(policy.id)} has or had, found ${record.blob}`);
    } else if (known.version !== record.version) {
      say('version', `expected ${known.version}, which that text carries, found "${record.version}"`);
    }
    const role = record.record === 'approval' ? policy.approverRole : policy.ownerRole;
    if (present.blob === record.blob && record.role !== role) {
      say('role', `expected "${role}", as the policy says, found "${record.role}"`);
    }
  }
  for (const { path, commit } of lostRecords) {
    const message = `expected the record to stay, found it removed: git checkout ${shortHash(commit.hash)}~ -- ${path}`;
    findings.push({ file: path, field: null, message });
  }
  return findings;
}

/** An approval is somebody else's: whoever had a hand in what it is the first to approve cannot give it. */
function approvals({ policies }: LoadedHistory): Finding[] {
  return policies.flatMap(({ id, versions }) =>
    versions.flatMap(({ version, approval }) =>
      !approval || approval.independent
        ? []
        : {
            file: fileOf(id),
            field: null,
            message: `expected an approval of version ${version} by somebody who did not write it, found ${approval.by.author} as both: ask another to run npm run trust -- policy approve ${id}`,
          },
    ),
  );
}

/** A day is typed only for what bound before the repository knew the policy; for all else the approval is the ground. */
function earlierRecords({ evidence }: LoadedHistory): Finding[] {
  return evidence.policies.flatMap(({ policy, lineage, present }) => {
    const revisions = lineage?.revisions ?? [];
    const [first] = revisions;
    if (!first) return [];
    const day = describeCommit(first.commit).date;
    const versionOf = (blob: string | null) => evidence.texts.get(blob ?? '')?.version;
    return policy.versions.flatMap(({ version, inForceFrom }) => {
      if (inForceFrom === undefined) return [];
      const came = revisions.find(({ blob }) => versionOf(blob) === version);
      const isLater = came ? came !== first : present.text.version === version;
      if (!isLater && inForceFrom <= day) return [];
      const expected = isLater
        ? `none for version ${version}, whose text came after the first of this policy`
        : `for version ${version} a day before ${day}, when it came into the repository, found "${inForceFrom}"`;
      const message = `expected ${expected}: leave it out, and have the version approved`;
      return { file: fileOf(policy.id), field: 'inForceFrom', message };
    });
  });
}

/** The day from which a version bound, once stated, stays, until a version of its own puts it right. */
function movedDays({ evidence }: LoadedHistory): Finding[] {
  return evidence.policies.flatMap(({ policy, lineage, present }) =>
    policy.versions.flatMap(({ version }) => {
      const days = statedDays(version, lineage?.revisions ?? [], evidence.texts, present);
      const settled = settledDay(days);
      const last = days.at(-1);
      if (!settled?.day || !last || last.day === settled.day) return [];
      const message =
        `expected version ${version} in force from ${settled.day}, as ${where(settled.commit)} states, ` +
        `found ${last.day ?? 'no day'} since ${where(last.commit)}: put ${settled.day} back or, if it was wrong, ` +
        `add a new version whose entry has corrects: ["${version}"], and have it approved`;
      return { file: fileOf(policy.id), field: 'inForceFrom', message };
    }),
  );
}

function where(commit: Commit | null): string {
  return commit === null ? 'the file, not committed yet' : commitInWords(commit);
}

function commits({ commits: all }: Evidence, now: Date): Finding[] {
  return all.flatMap((commit) => {
    const paths = commit.changes.map(({ path }) => path);
    const file = paths.find((path) => path.startsWith('content/policies/')) ?? paths[0] ?? 'content';
    const findings: Finding[] = [];
    const day = [commit.authored, commit.committed].find(
      (time) => Date.parse(time) > now.getTime() + CLOCK_MS,
    );
    if (day !== undefined) {
      const message = `expected a commit of the past, found ${shortHash(commit.hash)} dated ${day.slice(0, 'yyyy-mm-dd'.length)}: set the clock right and make the commit again`;
      findings.push({ file, field: null, message });
    }
    if (commit.signature === 'B' || commit.signature === 'R') {
      const message = `expected a signature that fits, found that of commit ${shortHash(commit.hash)} forged or revoked: ask ${commit.author.name} to make it again`;
      findings.push({ file, field: null, message });
    }
    return findings;
  });
}

function notes({ policies }: LoadedHistory): Finding[] {
  return policies.flatMap((policy) => {
    const today = policy.versions.at(-1);
    if (policy.withdrawn || !today || isSettled(today)) return [];
    const message =
      standingOf(today) === 'not committed'
        ? `version ${today.version} is not committed, and the site says so`
        : `version ${today.version} is not approved, and the site says so: npm run trust -- policy approve ${policy.id}`;
    return { file: fileOf(policy.id), field: null, message };
  });
}

function fileOf(id: string): string {
  return `content/policies/${id}.md`;
}
