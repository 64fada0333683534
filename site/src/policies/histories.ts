import generated from '../../../.generated/policy-history.json';
import { inForceDuring, inForceOn, type Validity } from '../../../schema/history/in-force.ts';
import type {
  PolicyHistories,
  PolicyHistory,
  PolicyVersion,
} from '../../../schema/history/policy-history.ts';
import { POLICY_AREAS, type Policy } from '../../../schema/policies.ts';
import type { Report } from '../../../schema/reports.ts';
import { fillVariables } from '../../../schema/variables.ts';
import { company, policies, reports } from '../content.ts';

/** What Git knows of the policies, in the views that pages show. */

const histories = generated as PolicyHistories;

/** The commit that was built, null before the first, and the day against which dates were held. */
export const { head, asOf } = histories;

/** Policies that are there no more. */
export const withdrawn = histories.policies.filter((history) => history.withdrawn !== null);

/** All policies that have a history, those withdrawn included. */
export const all = histories.policies;

/** Areas that no policy covers. */
export const missingAreas = POLICY_AREAS.filter(
  (area) => !policies.some(({ covers }) => covers.includes(area)),
);

/** The history of a policy that is there. */
export function historyOf({ id }: Policy): PolicyHistory {
  const history = histories.policies.find((one) => one.id === id && one.withdrawn === null);
  if (!history) throw new Error(`No history of "${id}"; run node schema/write.ts.`);
  return history;
}

/** The text of today. */
export function today(history: PolicyHistory): PolicyVersion {
  const last = history.versions.at(-1);
  if (!last) throw new Error(`No version of "${history.id}"; run node schema/write.ts.`);
  return last;
}

/** The version that binds today; null when none does. */
export function binding(history: PolicyHistory): PolicyVersion | null {
  return inForceOn(history, asOf);
}

/** What a version says, its variables filled. */
export function textOf(version: PolicyVersion): string {
  return fillVariables(version.markdown, company);
}

/** What fields above a text are called where they are compared; `covers` sorts the register, and says nothing that binds. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  title: 'Title',
  summary: 'Summary',
  kind: 'Kind',
  ownerRole: 'Reviewed by',
  approverRole: 'Approved by',
  reviewEveryMonths: 'Months between reviews',
};

/** Two versions to be compared: the fields above the text that differ, and the texts. */
export function compared(before: PolicyVersion, after: PolicyVersion): { before: string; after: string } {
  const names = [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])];
  const changed = names.filter((name) => name !== 'covers' && before.fields[name] !== after.fields[name]);
  const whole = (version: PolicyVersion) =>
    [
      ...changed.flatMap((name) => {
        const value = version.fields[name];
        return value === undefined ? [] : [`${FIELD_NAMES[name] ?? name}: ${fillVariables(value, company)}`];
      }),
      textOf(version),
    ].join('\n\n');
  return { before: whole(before), after: whole(after) };
}

/** What a policy is, where its title does not say so: "Testing" is a policy, "Incident response process" says it. */
export function kindOf({ title, kind }: Policy): Policy['kind'] {
  return /process$/i.test(title) ? 'process' : kind;
}

/** Periods of reports, each once, with the reports that look at it. */
export const periods: readonly { period: NonNullable<Report['period']>; reports: readonly Report[] }[] =
  (() => {
    const found = new Map<string, { period: NonNullable<Report['period']>; reports: Report[] }>();
    for (const report of reports) {
      if (report.period === null || report.kind === 'pentest') continue;
      const key = `${report.period.from} ${report.period.to}`;
      const entry = found.get(key) ?? { period: report.period, reports: [] };
      entry.reports.push(report);
      found.set(key, entry);
    }
    return [...found.values()];
  })();

/** The versions that bound during a period. */
export function during(history: PolicyHistory, period: { from: string; to: string }): Validity[] {
  return inForceDuring(history, period);
}
