import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PreparedReport } from '../core/formats/prepare-report.ts';
import { composeMark, type Reader } from '../core/marks/compose.ts';
import type { Shaper } from '../core/marks/shape.ts';
import { prepareStamp, stampHead } from '../core/marks/stamp.ts';
import type { MarkTemplate } from '../core/marks/template.ts';
import { nodeShaper } from '../local/fonts/node-shaper.ts';
import { templateOf } from '../schema/marking.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { describeReport, gatedReport, oneReport, prepareReport, readReport } from './gated-report.ts';
import { sampleReaders } from './sample-readers.ts';

const usage = `  trust preview FILE --report ID [--name NAME] [--company NAME] [--address ADDRESS] [--pages LIST] [--out DIR]
                [--accept-signed]
      Shows what readers will get: prepares a PDF as \`trust publish\` does and writes marked copies of it for readers
      that do not exist, one in each of several scripts. Nothing is uploaded. The copies carry the copy id
      PREV-1EW0-000Y, which leads to nobody: they are for you, not to be handed out.
        --report ID       a gated report of content/reports/, whose \`mark\` and \`cover\` are used
        --name NAME, --company NAME, --address ADDRESS
                          one copy, for this reader, instead
        --pages LIST      pages of the report to write, such as 1,3,10-12, or "all" (default: 1-3)
        --out DIR         where to (default: preview-ID in the current folder)
        --accept-signed   as for \`trust publish\`
`;

/** Spells PREVIEW as well as the alphabet of copy ids lets it. */
export const PREVIEW_COPY_ID = 'PREV-1EW0-000Y';

const FIRST_PAGES = 3;

/** Shows a report's mark before it is published. */
export const preview: Command = {
  name: 'preview',
  usage,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        report: { type: 'string' },
        name: { type: 'string' },
        company: { type: 'string' },
        address: { type: 'string' },
        pages: { type: 'string' },
        out: { type: 'string' },
        'accept-signed': { type: 'boolean', default: false },
      },
    });
    const { file, id } = oneReport(positionals, values.report);
    if (values.out === '') throw new UsageError('--out takes a folder.');
    const ranges = readPages(values.pages);
    const gated = await gatedReport(id);
    const source = await readReport(file);
    const acceptSigned = values['accept-signed'];

    const whole = await prepareReport(file, source, gated, { acceptSigned });
    describeReport(file, gated, whole);
    if (whole.manifest.format !== 'pdf')
      throw new Refusal(`${id} is handed out without a mark: there is nothing to look at.`);
    const count = whole.manifest.pages - (whole.manifest.cover ? 1 : 0);
    const pages = ranges && listed(ranges, count);
    const sample = pages ? await prepareReport(file, source, gated, { acceptSigned, pages }) : whole;

    const { name, company, address } = values;
    const own = name !== undefined || company !== undefined || address !== undefined;
    const readers = own
      ? [{ script: 'reader', name: name ?? 'Sample Reader', company: company ?? '' }]
      : sampleReaders;
    const folder = values.out ?? `preview-${id}`;
    await mkdir(folder, { recursive: true }).catch(unwritable(folder));
    const shaper = await nodeShaper();
    for (const { script, name, company } of readers) {
      const reader = {
        name,
        company,
        address: address ?? 'sample.reader@company.example',
        date: new Date().toISOString().slice(0, 10),
        copyId: PREVIEW_COPY_ID,
        agreement: 'Preview: no agreement, no reader',
      };
      const path = join(folder, `${id}-${script}.pdf`);
      const copy = await copyFor(reader, sample, templateOf(gated.report), shaper);
      await writeFile(path, copy).catch(unwritable(path));
      console.log(`wrote ${path}: ${name}${company ? `, ${company}` : ''}`);
    }
    const written = pages === undefined ? 'all pages' : `${pages.length} of ${count} pages`;
    console.log(`Copies ${PREVIEW_COPY_ID}, ${written}. Nothing was uploaded.`);
    return 0;
  },
};

async function copyFor(
  reader: Reader,
  { head, body, manifest }: PreparedReport,
  template: MarkTemplate,
  shaper: Shaper,
): Promise<Uint8Array> {
  const mark = await composeMark(reader, shaper, template);
  const copy = new Uint8Array(manifest.length);
  copy.set(stampHead(head, manifest, await prepareStamp(manifest, mark)));
  copy.set(body, manifest.head.length);
  return copy;
}

/** First and last page of each part of a list; undefined for all. */
function readPages(list: string | undefined): [from: number, to: number][] | undefined {
  if (list === 'all') return undefined;
  if (list === undefined) return [[1, FIRST_PAGES]];
  return list.split(',').map((part) => {
    const [, from, to] = /^ *([1-9]\d{0,5})(?:-([1-9]\d{0,5}))? *$/.exec(part) ?? [];
    if (from === undefined || (to !== undefined && Number(to) < Number(from)))
      throw new UsageError(`--pages takes a list such as 1,3,10-12, or all; found "${list}".`);
    return [Number(from), Number(to ?? from)];
  });
}

/** @throws Refusal where a page was asked for that is not there; a range may end beyond the last */
function listed(ranges: readonly [from: number, to: number][], count: number): number[] {
  const chosen = new Set<number>();
  for (const [from, to] of ranges) {
    if (from > count) throw new Refusal(`the report has ${count} pages, and none with the number ${from}.`);
    for (let page = from; page <= Math.min(to, count); page++) chosen.add(page);
  }
  return [...chosen].sort((a, b) => a - b);
}

function unwritable(path: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw new Refusal(`${path} cannot be written (${error.code ?? error.message}).`);
  };
}
