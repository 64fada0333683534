import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLargeReport } from '../local/reports/write-large-report.ts';
import { projectRoot } from '../local/wrangler.ts';
import { startWorker } from '../test/support/worker-process.ts';
import { drawChart, type Series } from './chart.ts';
import { measureComposing } from './composing.ts';
import { Document } from './document.ts';
import { runJob, trust } from './jobs.ts';
import { type LibraryCosts, measureLibraries } from './libraries.ts';
import { Workerd } from './processes.ts';
import { newReader } from './reader.ts';
import { publishReport, REPORT } from './stored-report.ts';
import { measureCrowd, measureStreaming, type Streamed } from './streaming.ts';

/**
 * `npm run bench`: what marking costs, as ratios within one run. With `-- --write` it also writes `docs/bench.md` and
 * `docs/bench.svg`.
 */

/** Exhibits make the size; the report without any has about a hundred pages. */
const SIZES = [
  { megabytes: 2, exhibits: 0 },
  { megabytes: 20, exhibits: 300 },
  { megabytes: 120, exhibits: 600 },
  { megabytes: 200, exhibits: 1000 },
] as const;
/** Loading a larger file whole takes more memory than a Worker has. */
const LARGEST_FOR_LIBRARIES = 20;
const MANY_PAGES = [900, 4900] as const;
const MEBIBYTE = 1024 * 1024;

const load = () => ((loadavg()[0] ?? 0) / availableParallelism()).toFixed(1);
const loadBefore = load();
const write = process.argv.includes('--write');
const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'));
const out = new Document();
out.write(
  '# What marking costs',
  '',
  'Written by `npm run bench -- --write`; a machine’s own speed cancels out in the ratios, its noise does not. Everything runs on one',
  'machine, the readers too: the product in workerd with the local D1 and R2, downloads over loopback.',
  '',
  '- **raw**: the same stored object out of the same bucket by the same process, with nothing in front of it.',
  '- **gated**: the raw object, after the same checks and the same record as a copy (docs/storage.md), and without a mark.',
  '- **marked**: a reader’s copy, as a reader gets it: session, grant, record, mark, stream.',
  '',
  'marked ÷ raw is what a gate and a mark cost together, marked ÷ gated is what the mark costs. The database is local too:',
  'it is worked by the very process that is measured, and its CPU is in the figures; raw has none of it. Figures are medians; the',
  'three ways take turns. Goals are named after what set them: *main*, the first complete version, and *marks*, any real report.',
  'A report of 2 MB waits whole in buffers when its first byte arrives, so how fast its rest follows is told and not judged.',
);

const worker = await startWorker('bench/worker.ts');
const streamed: { megabytes: number; costs: Streamed; libraries?: LibraryCosts }[] = [];
const files: { what: string; file: string }[] = [];
try {
  const workerd = new Workerd(worker.pid);
  const token = (await trust(['token', '--name', 'bench', '--persist-to', worker.state])).split('\n')[0];
  const headers = await newReader(worker.sql, REPORT);
  out.section('Downloads');
  for (const { megabytes, exhibits } of SIZES) {
    const file = join(folder, `${megabytes}.pdf`);
    const pages = await writeLargeReport(file, megabytes, exhibits);
    files.push({ what: `${pages} pages, ${megabytes} MB`, file });
    const ways = await publishReport(worker, token ?? '', file, headers);
    const costs = await measureStreaming(out, workerd, ways, megabytes);
    if (megabytes === 20) await measureCrowd(out, workerd, ways);
    const job = { workerd, origin: worker.origin, file, megabytes };
    if (megabytes > LARGEST_FOR_LIBRARIES) streamed.push({ megabytes, costs });
    else streamed.push({ megabytes, costs, libraries: await measureLibraries(out, job, costs) });
  }
} finally {
  await worker.close();
}

try {
  out.section(
    'Preparing',
    'Once for each published version, in a process of its own; the file is read into memory.',
  );
  for (const exhibits of MANY_PAGES) {
    const file = join(folder, `pages-${exhibits}.pdf`);
    const pages = await writeLargeReport(file, 2, exhibits);
    files.push({ what: `${pages} pages`, file });
  }
  const rows: string[][] = [];
  for (const { what, file } of files) {
    const { seconds, cpuSeconds, peakBytes } = await runJob('prepare', file);
    rows.push([what, seconds.toFixed(1), cpuSeconds.toFixed(1), (peakBytes / MEBIBYTE).toFixed(0)]);
  }
  out.table(['report', 's', 'CPU s', 'peak memory of the process, MiB'], rows);

  out.section(
    'Composing a mark',
    'Once for each grant, never in a download. The first time opens HarfBuzz and reads slices of fonts.',
  );
  await measureComposing(out);
} finally {
  await rm(folder, { recursive: true });
}

out.write(
  '',
  `The machine had ${load()} runnable processes for each processor at the end, ${loadBefore} at the beginning: above 1 it was busy with other`,
  'work, and first bytes and throughput of small reports say more about that than about marking.',
);

if (write) {
  out.write('', '![CPU of one download against the size of the report](bench.svg)');
  await writeFile(join(projectRoot, 'docs/bench.md'), out.text);
  await writeFile(join(projectRoot, 'docs/bench.svg'), drawChart(seriesOf()));
}

function seriesOf(): Series[] {
  const of = (pick: (one: (typeof streamed)[number]) => number | undefined): Series['points'] =>
    streamed.flatMap((one) => {
      const cpuMs = pick(one);
      return cpuMs === undefined ? [] : [{ megabytes: one.megabytes, cpuMs }];
    });
  return [
    { name: 'raw object', points: of(({ costs }) => costs.raw.cpuMs), colour: 'raw' },
    { name: 'marked copy', points: of(({ costs }) => costs.marked.cpuMs), colour: 'ours' },
    { name: 'pdf-lib', points: of(({ libraries }) => libraries?.['pdf-lib']), colour: 'other' },
    {
      name: '@cantoo/pdf-lib',
      points: of(({ libraries }) => libraries?.['@cantoo/pdf-lib']),
      colour: 'another',
    },
  ];
}
