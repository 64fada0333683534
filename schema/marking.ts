import type { Cover } from '../core/marks/cover.ts';
import { defaultLook, type MarkLook } from '../core/marks/look.ts';
import { defaultTemplate, type MarkTemplate } from '../core/marks/template.ts';
import type { Company } from './company.ts';
import type { Report } from './reports.ts';

/** What prepare is told about a report; whoever publishes adds what they agreed to. */
export interface Marking {
  readonly look: MarkLook;
  readonly cover: Cover | undefined;
}

/**
 * How a report is prepared, as `content/` says it.
 *
 * @param report - a gated report of the catalogue
 * @param company - who hands it out
 */
export function markingOf(report: Report, company: Company): Marking {
  const { mark } = report;
  return {
    look: mark ? { ...mark.position, strength: mark.strength } : defaultLook,
    cover: report.cover ? coverOf(report, company) : undefined,
  };
}

/** What the mark of a report's copies says, as `content/` says it now. */
export function templateOf(report: Report): MarkTemplate {
  return report.mark?.text ?? defaultTemplate;
}

function coverOf(report: Report, company: Company): Cover {
  const { period, issued, title, sample } = report;
  const where = company.trustOrigin ? ` at ${company.trustOrigin}` : ' from us';
  return {
    publisher: company.legalName,
    title,
    subtitle: period ? `${spelt(period.from)} to ${spelt(period.to)}` : `Issued on ${spelt(issued)}`,
    notes: [
      'This copy is for the reader named above, within the limits of the agreement. Every page carries the name and ' +
        `the number. Whoever else needs the report can have a copy of their own${where}.`,
      `Have you found this copy where it should not be? Write to ${company.contacts.security} and give its number; ` +
        'you need not say how you came by it.',
      ...(sample ? ['This is a sample: the company and everything in the report are made up.'] : []),
    ],
  };
}

/** `2026-09-30` as `30 September 2026`. */
function spelt(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
}
