import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type PreparedReport, prepareReport as prepareFormat } from '../core/formats/prepare-report.ts';
import type { MarkedManifest } from '../core/marks/manifest.ts';
import type { PrepareOptions } from '../core/marks/prepare.ts';
import { PrepareRefusal } from '../core/marks/refusal.ts';
import { extentOf } from '../core/publish/extent.ts';
import { sizeText } from '../core/publish/size-text.ts';
import { projectRoot } from '../local/wrangler.ts';
import type { Company } from '../schema/company.ts';
import { ContentError } from '../schema/finding.ts';
import { loadContent } from '../schema/load.ts';
import { markingOf, templateOf } from '../schema/marking.ts';
import type { Report } from '../schema/reports.ts';
import { formatOf } from '../schema/unmarked.ts';
import { Refusal, UsageError } from './command.ts';

/** Nothing larger is read into memory; prepare refuses it too. */
const LARGEST_FILE = 2 ** 30;

/** A gated report of the catalogue, and who hands it out. */
export interface GatedReport {
  readonly report: Report;
  readonly company: Company;
}

/**
 * The file and the report that a command line names.
 *
 * @param positionals - what stands on it without an option: one file
 * @param report - of `--report`
 * @throws UsageError where there is not exactly one of each
 */
export function oneReport(
  positionals: readonly string[],
  report: string | undefined,
): { readonly file: string; readonly id: string } {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('expected one FILE.');
  if (report === undefined) throw new UsageError('expected --report ID.');
  return { file, id: report };
}

/**
 * Finds a report in `content/`.
 *
 * @param id - of a gated report
 * @throws Refusal where there is none, or the content has mistakes
 */
export async function gatedReport(id: string): Promise<GatedReport> {
  const content = await loadContent(projectRoot).catch((error: unknown) => {
    if (error instanceof ContentError) throw new Refusal(`the content has mistakes:\n${error.message}`);
    throw error;
  });
  const gated = content.reports.filter(({ access }) => access !== 'public');
  const report = gated.find((one) => one.id === id);
  if (report === undefined) {
    const ids = gated.map((one) => one.id).join(', ');
    throw new Refusal(`content/reports has no gated report "${id}"; it has ${ids}.`);
  }
  return { report, company: content.company };
}

/**
 * Reads a file.
 *
 * @throws Refusal where it cannot be read, or is too large
 */
export async function readReport(file: string): Promise<Uint8Array> {
  const unreadable = (error: NodeJS.ErrnoException): never => {
    throw new Refusal(`${file} cannot be read (${error.code ?? error.message}).`);
  };
  const { size } = await stat(file).catch(unreadable);
  if (size > LARGEST_FILE) throw refusalOf(file, new PrepareRefusal('too-large'));
  return await readFile(file).catch(unreadable);
}

/**
 * Prepares a report as `content/` says.
 *
 * @param file - its name, for messages
 * @param source - the file
 * @param gated - from {@link gatedReport}
 * @param options - what whoever publishes agreed to
 * @throws Refusal with prepare's one sentence
 */
export async function prepareReport(
  file: string,
  source: Uint8Array,
  { report, company }: GatedReport,
  options: Pick<PrepareOptions, 'acceptSigned' | 'pages'>,
): Promise<PreparedReport> {
  try {
    return await prepareFormat(source, formatOf(report), { ...markingOf(report, company), ...options });
  } catch (error) {
    if (error instanceof PrepareRefusal) throw refusalOf(file, error);
    throw error;
  }
}

/**
 * Says what was made of a file: how it was taken in, what readers will get, and how it is marked.
 *
 * @param file - its name
 * @param gated - the report that it was prepared for
 * @param prepared - the result
 */
export function describeReport(file: string, { report }: GatedReport, { manifest }: PreparedReport): void {
  const { source, head, body, notes } = manifest;
  console.log(`${basename(file)}: ${extentOf(manifest)}, ${sizeText(source.size)}, class ${manifest.class}`);
  for (const note of notes) console.log(`  note: ${note}`);
  if (manifest.format === 'pdf') describeMark(report, manifest);
  else console.log(`  mark: none that can be seen; the copy id is in the metadata`);
  console.log(
    `  a copy: ${sizeText(manifest.length)} (personal ${sizeText(head.length)}, shared ${sizeText(body.length)})`,
  );
  const signed = manifest.format === 'pdf' && manifest.signed;
  console.log(`  source SHA-256: ${source.sha256}${signed ? ' (signed; readers are told it)' : ''}`);
}

function describeMark(report: Report, { look, cover, pages }: MarkedManifest): void {
  const own = pages - (cover ? 1 : 0);
  if (own !== report.pages)
    console.log(`  note: content/reports/${report.id}.yaml says that it has ${report.pages} pages.`);
  const { across, beneath, foot } = templateOf(report);
  console.log(`  mark: ${look.across}, foot line at the ${look.foot}, ${look.strength}`);
  console.log(`    across   ${across.join(' · ')}`);
  console.log(`    beneath  ${[...beneath, 'copy id'].join(' · ')}`);
  console.log(`    foot     ${[...foot, 'copy id'].join(' · ')}`);
  console.log(`  cover: ${cover ? 'yes, one page more' : 'no'}`);
}

function refusalOf(file: string, { message, reason }: PrepareRefusal): Refusal {
  return new Refusal(`${basename(file)}: ${message} (${reason})`);
}
