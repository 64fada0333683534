import { check, fieldName } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { renderInline } from './markdown.ts';
import { type RecordsSource, recordsSchema } from './records.ts';

const FOLDER = 'content/records';

/** The series of records, each under its id. */
export type RecordsById = ReadonlyMap<string, RecordsSource>;

/**
 * Reads the dated records.
 *
 * @param files - the reader of `content/`
 * @param today - the day on which the content is read; nothing can have been done after it
 * @param findings - takes what is wrong
 * @returns the series that are sound, their notes as HTML, and the ids of all
 */
export async function loadRecords(
  files: ContentFiles,
  today: string,
  findings: Finding[],
): Promise<{ records: RecordsById; ids: string[] }> {
  const records = new Map<string, RecordsSource>();
  const ids = await files.namesIfAny(FOLDER, '.yaml');
  for (const id of ids) {
    const file = `${FOLDER}/${id}.yaml`;
    const data = await files.yaml(file);
    const source = data === undefined ? null : check(recordsSchema, data, file, findings);
    if (source === null) continue;
    const runs = source.runs.map((run, index) => {
      const before = source.runs[index - 1];
      if (run.date > today) {
        const message = `expected a day that has come, today is ${today}, found "${run.date}"`;
        findings.push({ file, field: fieldName(['runs', index, 'date']), message });
      }
      if (before && run.date > before.date) {
        const message = `expected the newest first, found "${run.date}" below ${before.date}`;
        findings.push({ file, field: fieldName(['runs', index, 'date']), message });
      }
      const { html, refused, links } = renderInline(run.note);
      const field = fieldName(['runs', index, 'note']);
      findings.push(...refused.map((message) => ({ file, field, message })));
      files.link(file, field, links);
      return { ...run, note: html };
    });
    records.set(id, { ...source, runs });
  }
  return { records, ids };
}
