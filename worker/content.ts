import generated from '../.generated/content.json';
import { isWhole, type RuleSet } from '../core/access/rules.ts';
import type { WorkerContent } from '../schema/content.ts';

/** The company's content as `npm run build` checked and wrote it: the site was built from the same object. */
export const content: WorkerContent = generated as unknown as WorkerContent;

/** A report of the catalogue, or undefined. */
export function reportOf(id: string): WorkerContent['reports'][number] | undefined {
  return content.reports.find((report) => report.id === id);
}

/** The ids under which a report was handed out: its own, and those of all that it took the place of, one after the other. */
export function idsOfSeries(reportId: string): readonly string[] {
  const before = content.supersededReports
    .filter(({ supersededBy }) => supersededBy === reportId)
    .flatMap(({ id }) => idsOfSeries(id));
  return [reportId, ...before];
}

const whole = new WeakMap<RuleSet, Promise<boolean>>();

/** Whether the rules of access are all there, as they were when they were checked. Reckoned once for each isolate. */
export function rulesAreWhole(): Promise<boolean> {
  const { rules } = content.access;
  const known = whole.get(rules) ?? isWhole(rules);
  whole.set(rules, known);
  return known;
}
