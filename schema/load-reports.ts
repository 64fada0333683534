import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays } from './calendar.ts';
import { coverageOf } from './coverage.ts';
import { check, fieldName, unknownId } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { renderInline } from './markdown.ts';
import {
  CRITERIA,
  type Report,
  type ReportSource,
  reportSchema,
  type SupersededReport,
  supersededReportSchema,
} from './reports.ts';
import { unmarkedContradictions } from './unmarked.ts';

const FOLDER = 'content/reports';
const SUPERSEDED = `${FOLDER}/superseded`;
const PUBLIC_FILES = 'content/files';

/**
 * Reads the catalogue of reports.
 *
 * @param files - the reader of `content/`
 * @param root - the project's root
 * @param today - the day on which the content is read
 * @param findings - takes what is wrong
 * @returns the reports that are sound, in the order of their ids, and the ids of all
 */
export async function loadReports(
  files: ContentFiles,
  root: string,
  today: string,
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
    findings.push(
      ...[...contradictions(source), ...aboutToday(source, today)].map(([field, message]) => ({
        file,
        field,
        message,
      })),
    );
    if (source.file !== null) {
      const pdf = `${PUBLIC_FILES}/${source.file}`;
      files.claim(pdf);
      const there = await access(join(root, pdf)).then(
        () => true,
        () => false,
      );
      if (!there) findings.push({ file, field: 'file', message: `expected ${pdf}, found no such file` });
    }
    const served = source.file === null ? null : `/files/${source.file}`;
    const texts = richTexts(source, (field, text) => {
      const { html, refused, links } = renderInline(text);
      findings.push(...refused.map((message) => ({ file, field, message })));
      files.link(file, field, links);
      return html;
    });
    reports.push({ ...source, ...texts, id, file: served, coverage: coverageOf(source, today) });
  }
  findings.push(...sameFileNames(reports), ...reports.flatMap((report) => wrongLetter(report, reports, ids)));
  const bridged = reports.map((report): Report => {
    const other = reports.find(({ id }) => id === report.bridgedBy) ?? null;
    return other === null ? report : { ...report, coverage: coverageOf(report, today, other) };
  });
  return { reports: bridged, ids };
}

/** A letter speaks of one examination: of its period, by its auditor. */
function wrongLetter(report: Report, reports: readonly Report[], ids: readonly string[]): Finding[] {
  const { id, bridgedBy, bridge } = report;
  if (bridgedBy === null) return [];
  const say = (message: string) => [{ file: `${FOLDER}/${id}.yaml`, field: 'bridgedBy', message }];
  if (bridge !== null) return say(`expected none beside a letter of its own in bridge, found "${bridgedBy}"`);
  const others = ids.filter((one) => one !== id);
  if (!others.includes(bridgedBy)) return say(unknownId('the id of another report', bridgedBy, others));
  const other = reports.find((one) => one.id === bridgedBy);
  // One that is not sound is a finding already.
  if (!other) return [];
  if (other.bridge === null)
    return say(`expected a report with a bridge letter, found "${bridgedBy}", which has none`);
  const isSame =
    other.auditor.name === report.auditor.name &&
    other.period?.from === report.period?.from &&
    other.period?.to === report.period?.to;
  return isSame
    ? []
    : say(`expected a report of the same examination, found "${bridgedBy}", of another period or auditor`);
}

/**
 * Reads the reports that were superseded. They are named, so that the series can be seen; nobody is given them, and the Worker
 * knows them to tell whoever had one of its successor.
 *
 * @param files - the reader of `content/`
 * @param ids - the ids of the reports of today
 * @param findings - takes what is wrong
 * @returns those that are sound
 */
export async function loadSupersededReports(
  files: ContentFiles,
  ids: readonly string[],
  findings: Finding[],
): Promise<SupersededReport[]> {
  const superseded: SupersededReport[] = [];
  const known = await files.namesIfAny(SUPERSEDED, '.yaml');
  for (const id of known) {
    const file = `${SUPERSEDED}/${id}.yaml`;
    const data = await files.yaml(file);
    const source = data === undefined ? null : check(supersededReportSchema, data, file, findings);
    if (source === null) continue;
    const wrong = factContradictions(source);
    if (ids.includes(id))
      wrong.push(['supersededBy', `expected an id of its own, but ${FOLDER}/${id}.yaml is there`]);
    if (source.supersededBy === id || ![...ids, ...known].includes(source.supersededBy)) {
      const others = [...ids, ...known].filter((one) => one !== id);
      wrong.push(['supersededBy', unknownId('the id of another report', source.supersededBy, others)]);
    }
    findings.push(...wrong.map(([field, message]) => ({ file, field, message })));
    superseded.push({ ...source, id });
  }
  return superseded;
}

/** The longer texts of digest and bridge letter, as HTML. */
function richTexts(
  { digest, bridge }: ReportSource,
  render: (field: string, text: string) => string,
): Pick<ReportSource, 'digest' | 'bridge'> {
  const html = (text: string, ...path: (string | number)[]) => render(fieldName(path), text);
  return {
    digest: digest && {
      ...digest,
      parts: digest.parts.map((part, index) => ({
        ...part,
        what: html(part.what, 'digest', 'parts', index, 'what'),
      })),
      exceptions: digest.exceptions.map((entry, index) => ({
        ...entry,
        found: html(entry.found, 'digest', 'exceptions', index, 'found'),
        effect: html(entry.effect, 'digest', 'exceptions', index, 'effect'),
        answer: html(entry.answer, 'digest', 'exceptions', index, 'answer'),
      })),
    },
    bridge: bridge && {
      ...bridge,
      says: html(bridge.says, 'bridge', 'says'),
      changes: bridge.changes.map((change, index) => html(change, 'bridge', 'changes', index)),
    },
  };
}

type Facts = Pick<ReportSource, 'kind' | 'type' | 'asOf' | 'period' | 'criteria' | 'issued'>;

/** Pairs of field and message. */
type Contradictions = [field: string, message: string][];

/** What speaks against the day on which the content is read. */
function aboutToday({ kind, type, bridge, issued, period }: ReportSource, today: string): Contradictions {
  const wrong: Contradictions = [];
  if (issued > today)
    wrong.push(['issued', `expected a day that has come, today is ${today}, found "${issued}"`]);
  // A period that is missing or runs backwards is a finding already.
  if (bridge === null || (period !== null && period.from >= period.to)) return wrong;
  if (kind === 'pentest' || type === 'I') {
    return [...wrong, ['bridge', 'expected none: only a report of type II can be bridged']];
  }
  if (period === null) return wrong;
  const next = addDays(period.to, 1);
  if (bridge.from !== next) {
    wrong.push(['bridge.from', `expected the day after the period, ${next}, found "${bridge.from}"`]);
  }
  if (bridge.to < bridge.from) {
    wrong.push(['bridge.to', `expected a day after ${bridge.from}, found "${bridge.to}"`]);
  }
  if (bridge.issued < bridge.to || bridge.issued > today) {
    wrong.push([
      'bridge.issued',
      `expected a day from ${bridge.to}, the last it speaks of, to today, ${today}, found "${bridge.issued}"`,
    ]);
  }
  return wrong;
}

/** What fields of one report say against each other. */
function contradictions(report: ReportSource): Contradictions {
  const wrong = factContradictions(report);
  const { issued, nextExpected, access, whyGated, decision, file, digest, exceptions, pages } = report;
  if (digest && digest.exceptions.length !== (exceptions ?? 0)) {
    wrong.push([
      'digest.exceptions',
      `expected ${exceptions ?? 0} of them, as the field exceptions counts, found ${digest.exceptions.length}`,
    ]);
  }
  for (const [index, part] of (digest?.parts ?? []).entries()) {
    if (part.page > (pages ?? 0) || part.page < (digest?.parts[index - 1]?.page ?? 1)) {
      const message = `expected pages that rise up to ${pages ?? 0}, found ${part.page}`;
      wrong.push([fieldName(['digest', 'parts', index, 'page']), message]);
    }
  }
  if (report.kind === 'soc3' && exceptions !== null) {
    wrong.push(['exceptions', 'expected none: a SOC 3 report lists no tests, and so no exceptions']);
  }
  if (nextExpected !== null && nextExpected <= issued.slice(0, 7)) {
    wrong.push(['nextExpected', `expected a month after ${issued.slice(0, 7)}, found "${nextExpected}"`]);
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

/** What the facts of a report say against each other, superseded or not. */
function factContradictions({ kind, type, asOf, period, criteria, issued }: Facts): Contradictions {
  const wrong: Contradictions = [];
  if (kind === 'pentest') {
    if (type !== null)
      wrong.push(['type', 'expected none for a penetration test: types are those of SOC reports']);
  } else {
    if (type === null)
      wrong.push(['type', 'is missing; a SOC report is never shown without its type, I or II']);
    if (criteria === null)
      wrong.push(['criteria', 'is missing; a SOC report names its trust services criteria']);
  }
  if (type === 'I' && asOf === null) {
    wrong.push(['asOf', 'is missing; a report of type I looks at one day']);
  }
  if (type !== 'I' && asOf !== null) {
    wrong.push(['asOf', 'expected none: only a report of type I looks at one day']);
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
  return wrong;
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
