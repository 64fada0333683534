import { z } from 'zod';
import { type Format, formatOfName } from '../core/formats/format.ts';
import { prose } from './fields.ts';
import type { ReportSource } from './reports.ts';

/** `unmarked` of a report: that it is handed out as it is, which nobody decides in passing. */
export const unmarkedSchema = z.strictObject({
  reason: prose.describe('Why it has to be a file of that kind; the reader is told.'),
});

/**
 * The format that a report's copies have.
 *
 * @param report - checked by `schema/load-reports.ts`: only where it says `unmarked` is it anything but a PDF
 */
export function formatOf({ unmarked, fileName }: Pick<ReportSource, 'unmarked' | 'fileName'>): Format {
  return unmarked === null ? 'pdf' : (formatOfName(fileName) ?? 'pdf');
}

/** What `unmarked` and other fields of one report say against each other: pairs of field and message. */
export function unmarkedContradictions(report: ReportSource): [field: string, message: string][] {
  const { unmarked, fileName, pages, access, mark, cover } = report;
  const isPdf = formatOfName(fileName) === 'pdf';
  if (unmarked === null) {
    const wrong: [string, string][] = [];
    if (!isPdf)
      wrong.push([
        'unmarked',
        'is missing; a file that is no PDF carries no visible mark, and is handed out only if that is said, with a reason',
      ]);
    if (isPdf && pages === null) wrong.push(['pages', 'is missing; it is the number of pages of the PDF']);
    return wrong;
  }
  if (isPdf) return [['unmarked', 'expected none: a PDF is marked on every page']];
  const none = (field: string): [string, string] => [field, 'expected none: the file is handed out unmarked'];
  return [
    ...(access === 'public' ? [none('unmarked')] : []),
    ...(pages === null ? [] : [none('pages')]),
    ...(mark === null ? [] : [none('mark')]),
    ...(cover ? [none('cover')] : []),
  ];
}
