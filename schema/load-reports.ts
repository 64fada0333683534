import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { CRITERIA, type Report, type ReportSource, reportSchema } from './reports.ts';
import { unmarkedContradictions } from './unmarked.ts';

const FOLDER = 'content/reports';
const PUBLIC_FILES = 'content/files';

/**
 * Reads the catalogue of reports.
 *
 * @param files - the reader of `content/`
 * @param root - the project's root
 * @param findings - takes what is wrong
 * @returns the reports that are sound, in the order of their ids, and the ids of all
 */
export async function loadReports(
  files: ContentFiles,
  root: string,
  findings: Finding[],
): Promise<{ reports: Report[]; ids: string[] }> {
  const reports: Report[] = [];
  const ids = await files.names(FOLDER, '.yaml');
  for (const id of ids) {
    const file = `${FOLDER}/${id}.yaml`;
    const data = await files.yaml(file);
    const source = data === undefined ? null : check(reportSchema, data, file, findings);
    if (source === null) {
      await files.claimAll(PUBLIC_FILES);
      continue;
    }
    findings.push(...contradictions(source).map(([field, message]) => ({ file, field, message })));
    if (source.file !== null) {
      const pdf = `${PUBLIC_FILES}/${source.file}`;
      files.claim(pdf);
      const there = await access(join(root, pdf)).then(
        () => true,
        () => false,
      );
      if (!there) findings.push({ file, field: 'file', message: `expected ${pdf}, found no such file` });
    }
    reports.push({ ...source, id, file: source.file === null ? null : `/files/${source.file}` });
  }
  findings.push(...sameFileNames(reports));
  return { reports, ids };
}

/** What fields of one report say against each other: pairs of field and message. */
function contradictions(report: ReportSource): [field: string, message: string][] {
  const wrong: [string, string][] = [];
  const { kind, type, period, criteria, issued, nextExpected, access, whyGated, decision, file } = report;
  if (kind === 'pentest') {
    if (type !== null)
      wrong.push(['type', 'expected none for a penetration test: types are those of SOC reports']);
  } else {
    if (type === null)
      wrong.push(['type', 'is missing; a SOC report is never shown without its type, I or II']);
    if (criteria === null)
      wrong.push(['criteria', 'is missing; a SOC report names its trust services criteria']);
  }
  if (type === 'II' && period === null) {
    wrong.push(['period', 'is missing; a report of type II looks at a period']);
  }
  if (period && period.from >= period.to) {
    wrong.push(['period.to', `expected a day after ${period.from}, found "${period.to}"`]);
  }
  if (period && issued < period.to) {
    wrong.push(['issued', `expected a day after the period’s end, ${period.to}, found "${issued}"`]);
  }
  if (nextExpected !== null && nextExpected <= issued.slice(0, 7)) {
    wrong.push(['nextExpected', `expected a month after ${issued.slice(0, 7)}, found "${nextExpected}"`]);
  }
  if (criteria) {
    for (const name of CRITERIA) {
      const times = [...criteria.inScope, ...criteria.notInScope].filter((entry) => entry === name).length;
      if (times !== 1) {
        wrong.push([
          'criteria',
          `expected ${name} once, in inScope or in notInScope, found it ${spoken(times)}`,
        ]);
      }
    }
  }
  if (access === 'public') {
    if (file === null) wrong.push(['file', 'is missing; a public report has its PDF in content/files/']);
    if (report.mark !== null) wrong.push(['mark', 'expected none: copies of a public report are not marked']);
    if (report.cover) wrong.push(['cover', 'expected none: a public report is the same for everybody']);
    if (whyGated !== null) wrong.push(['whyGated', 'expected none: the report is public']);
  } else {
    if (file !== null) wrong.push(['file', 'expected none: only a public report may lie on the site']);
    if (whyGated === null) wrong.push(['whyGated', 'is missing; whatever is not public says why']);
  }
  if (access === 'on-request' && decision === null) {
    wrong.push(['decision', 'is missing; the reader is told who decides and how long that takes']);
  }
  if (access !== 'on-request' && decision !== null) {
    wrong.push(['decision', 'expected none: nobody has to decide']);
  }
  return [...wrong, ...unmarkedContradictions(report)];
}

function sameFileNames(reports: readonly Report[]): Finding[] {
  return reports.flatMap((report, index) => {
    const first = reports.slice(0, index).find((other) => other.fileName === report.fileName);
    if (!first) return [];
    return {
      file: `${FOLDER}/${report.id}.yaml`,
      field: 'fileName',
      message: `expected a name of its own, found that of ${FOLDER}/${first.id}.yaml`,
    };
  });
}

function spoken(times: number): string {
  if (times === 0) return 'nowhere';
  return times === 2 ? 'twice' : `${times} times`;
}
