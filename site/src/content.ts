import generated from '../../.generated/public.json';
import type { PublicContent } from '../../schema/content.ts';
import type { Report } from '../../schema/reports.ts';

/**
 * What the site says, as `schema/write.ts` checked it. This is the site's only source, and nothing private is in it.
 * Pages take their views from here and only render.
 */
const content = generated as PublicContent;

export const { company, nda, policies, security } = content;

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

/** Who may have a report, in a few words. */
export function accessWords(report: Report): string {
  switch (report.access) {
    case 'public':
      return 'Public';
    case 'customer-or-nda':
      return 'Customers, or with an NDA';
    case 'on-request':
      return 'On request';
  }
}

/** What the facts of a report are called: an audit has a period and an opinion, a test has days and a result. */
export function factNames({ kind }: Report): { period: string; opinion: string; auditor: string } {
  return kind === 'pentest'
    ? { period: 'Tested', opinion: 'Result', auditor: 'Tester' }
    : { period: 'Period', opinion: 'Opinion', auditor: 'Auditor' };
}
