import generated from '../../.generated/public.json';
import generatedChanges from '../../.generated/subprocessor-changes.json';
import { publicOrigin } from '../../schema/company.ts';
import type { PublicContent } from '../../schema/content.ts';
import type { Control } from '../../schema/controls.ts';
import { CRITERIA_GROUPS, groupOf } from '../../schema/criteria.ts';
import type { SubprocessorChange } from '../../schema/history/subprocessor-changes.ts';
import type { Report, SupersededReport } from '../../schema/reports.ts';

/**
 * What the site says, as `schema/write.ts` checked it. This is the site's only source, and nothing private is in it.
 * Pages take their views from here and only render.
 */
const content = generated as PublicContent;

export const {
  company,
  nda,
  policies,
  security,
  controls,
  subprocessors,
  otherHolders,
  vendorNumbers,
  vendorRules,
  questions,
  updates,
  promise,
  today,
} = content;

/** Scheme and host of this site. */
export const origin = publicOrigin(company);

/** What changed about subprocessors, newest first. */
export const subprocessorChanges = generatedChanges as readonly SubprocessorChange[];

/** The controls of each area of the security page, those without any left out. */
export const controlAreas = security.areas
  .map(({ id, title }) => ({ id, title, controls: controls.filter(({ area }) => area === id) }))
  .filter((area) => area.controls.length > 0);

/** The groups of criteria that controls serve, with the controls. */
export const controlGroups = CRITERIA_GROUPS.map(({ id, title, count }) => ({
  id,
  title,
  slug: id.toLowerCase(),
  criteria: Array.from({ length: count }, (_, index) => `${id}.${index + 1}`).map((criterion) => ({
    id: criterion,
    controls: controls.filter(({ criteria }) => criteria.includes(criterion)),
  })),
  controls: controls.filter(({ criteria }) => criteria.some((criterion) => groupOf(criterion) === id)),
})).filter((group) => group.controls.length > 0);

/** Where a control stands in full. */
export function controlPath({ area, id }: Pick<Control, 'area' | 'id'>): string {
  return `/controls/${area}/#${id}`;
}

/** Where the controls of a criterion stand. */
export function criterionPath(criterion: string): string {
  return `/controls/criteria/${groupOf(criterion).toLowerCase()}/#${criterion.toLowerCase().replace('.', '-')}`;
}

/** The reports that one took the place of, the last one first. */
export function formerReports(id: string): SupersededReport[] {
  const chain: SupersededReport[] = [];
  for (let next = id; ; ) {
    const former = content.supersededReports.find(
      (report) => report.supersededBy === next && !chain.includes(report),
    );
    if (!former) return chain;
    chain.push(former);
    next = former.id;
  }
}

/** The catalogue, newest first; of two of the same day the one that says more. */
export const reports: readonly Report[] = content.reports.toSorted(
  (a, b) => b.issued.localeCompare(a.issued) || (b.pages ?? 0) - (a.pages ?? 0),
);

/** The report whose facts stand at the top of the security page. */
export const mainReport: Report = find(security.mainReport);

/** The report of an id that the content refers to. */
function find(id: string): Report {
  const report = reports.find((entry) => entry.id === id);
  if (!report) throw new Error(`No report "${id}" in the content; run node schema/write.ts.`);
  return report;
}

/** Where the button "Get the report" leads: the file itself if it is public, else the Worker. */
export function accessPath(report: Report): string {
  return report.file ?? `/access/${report.id}`;
}
