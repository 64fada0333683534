import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeLargeReport } from '../local/reports/write-large-report.ts';
import { projectRoot } from '../local/wrangler.ts';
import { startWorker } from '../test/support/worker-process.ts';
import { type Download, download } from './download.ts';
import { Workerd } from './processes.ts';
import { newReader } from './reader.ts';

/**
 * `npm run bench`: what marking costs, as ratios within one run. A marked copy is downloaded the way a customer does it
 * (session, grant, record, stamp, stream); "raw" is the same stored object out of the same bucket in the same process
 * with nothing in front of it, "gated" the raw object after the same checks and the same record. All in turn, so that a
 * busy machine slows all.
 */

const REPORT = 'soc2-type2';
const SIZES = [
  { megabytes: 2, pages: 100, rounds: 60 },
  { megabytes: 20, pages: 300, rounds: 30 },
  { megabytes: 200, pages: 1000, rounds: 7 },
] as const;
const AT_ONCE = 50;
const WARM_UP = 5;
const MEBIBYTE = 1024 * 1024;

const run = promisify(execFile);
const trust = async (args: string[], token = '') =>
  (
    await run(process.execPath, ['--no-warnings', join(projectRoot, 'cli/trust.js'), ...args], {
      env: { ...process.env, TRUST_TOKEN: token },
    })
  ).stdout;

interface Measured {
  /** From the first byte to the last: what comes before has a line of its own. */
  readonly megabytesPerSecond: number;
  readonly totalMs: number;
  readonly firstByteMs: number;
  readonly cpuMs: number;
}

type Ways = Readonly<Record<'raw' | 'gated' | 'marked', () => Promise<Download>>>;
const NAMES = ['raw', 'gated', 'marked'] as const;

const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'));
const worker = await startWorker('bench/worker.ts');
try {
  const workerd = new Workerd(worker.pid);
  const token =
    (await trust(['token', '--name', 'bench', '--persist-to', worker.state])).split('\n')[0] ?? '';
  const headers = await newReader(worker.sql, REPORT);

  for (const { megabytes, pages, rounds } of SIZES) {
    const file = join(folder, `${megabytes}.pdf`);
    await writeLargeReport(file, megabytes, pages);
    const started = performance.now();
    const said = await trust(['publish', file, '--report', REPORT, '--url', worker.origin], token);
    const publishedMs = performance.now() - started;
    const revision = /revision: ([0-9a-f]{64})/.exec(said)?.[1] ?? '';
    const key = `reports/${REPORT}/${revision}/body`;
    // A body that was sent in parts stays in parts in the local bucket, whose reading of them costs a hundred times more.
    const etag = await (await fetch(`${worker.origin}/api/raw/${key}`, { method: 'POST' })).text();
    await worker.sql(`UPDATE report_versions SET body_etag = '${etag}' WHERE revision = '${revision}'`);
    const ways: Ways = {
      raw: () => download(`${worker.origin}/api/raw/${key}`),
      gated: () =>
        download(`${worker.origin}/api/gated/${key}`, { ...headers, 'X-Gate': `/access/${REPORT}/file` }),
      marked: () => download(`${worker.origin}/access/${REPORT}/file`, headers),
    };
    console.log(`\n${megabytes} MB, ${pages} exhibits (published in ${(publishedMs / 1000).toFixed(1)} s)`);
    await compare(workerd, ways, rounds, megabytes);
    if (megabytes === 20) await inParallel(workerd, ways);
    await comparePdfLib(file, join(folder, 'out.pdf'), workerd, ways.marked);
  }
} finally {
  await worker.close();
  await rm(folder, { recursive: true });
}

async function compare(workerd: Workerd, ways: Ways, rounds: number, megabytes: number): Promise<void> {
  for (let i = 0; i < WARM_UP; i++) for (const name of NAMES) await ways[name]();
  const idle = workerd.residentBytes();
  const results = { raw: [] as Download[], gated: [] as Download[], marked: [] as Download[] };
  const cpu = { raw: 0, gated: 0, marked: 0 };
  const peak = { raw: 0, gated: 0, marked: 0 };
  // A tick of the CPU clock is 10 ms, so a turn is as many downloads as take many ticks.
  const turn = Math.max(1, Math.round(20 / megabytes));
  for (let round = 0; round < rounds; round += turn) {
    for (const name of NAMES) {
      const before = workerd.cpuMs();
      const held = await workerd.peakOf(async () => {
        for (let i = 0; i < turn; i++) results[name].push(await ways[name]());
      });
      cpu[name] += workerd.cpuMs() - before;
      peak[name] = Math.max(peak[name], held - idle);
    }
  }
  const of = (name: (typeof NAMES)[number]) => summary(results[name], cpu[name]);
  const [raw, gated, marked] = [of('raw'), of('gated'), of('marked')];
  print('throughput, MB/s', raw.megabytesPerSecond, marked.megabytesPerSecond, atLeast(0.9));
  print('CPU of workerd, ms', raw.cpuMs, marked.cpuMs, atMost(megabytes >= 200 ? 1.5 : 2));
  print('first byte, ms', raw.firstByteMs, marked.firstByteMs, atMost(1.1));
  print('  of gated', gated.firstByteMs, marked.firstByteMs, atMost(1.1));
  print('whole download, ms', raw.totalMs, marked.totalMs);
  const above = NAMES.map((name) => `${name} ${(peak[name] / MEBIBYTE).toFixed(1)}`);
  console.log(`  peak memory above idle, MiB: ${above.join(', ')}`);
}

/** Raw goes first, so that what the process keeps of its first crowd is not put down to marking. */
async function inParallel(workerd: Workerd, ways: Ways): Promise<void> {
  for (const name of ['raw', 'marked', 'raw', 'marked'] as const) {
    const idle = workerd.residentBytes();
    const started = performance.now();
    const peak = await workerd.peakOf(() => Promise.all(Array.from({ length: AT_ONCE }, ways[name])));
    const seconds = (performance.now() - started) / 1000;
    const above = (peak - idle) / MEBIBYTE;
    const verdict = name === 'marked' ? `   goal: under 64 ${above < 64 ? '✓' : '✗'}` : '';
    console.log(
      `  ${AT_ONCE} at once, ${name}: ${seconds.toFixed(1)} s, peak ${above.toFixed(1)} MiB above idle${verdict}`,
    );
  }
}

async function comparePdfLib(
  source: string,
  target: string,
  workerd: Workerd,
  marked: () => Promise<Download>,
): Promise<void> {
  const script = join(projectRoot, 'bench/pdf-lib.ts');
  const { stdout } = await run(process.execPath, [
    '--no-warnings',
    '--max-old-space-size=4096',
    script,
    source,
    target,
  ]);
  const other = JSON.parse(stdout) as { totalMs: number; cpuMs: number; residentBytes: number };
  const before = workerd.cpuMs();
  const repeats = 5;
  for (let i = 0; i < repeats; i++) await marked();
  const cpuMs = Math.max(1, (workerd.cpuMs() - before) / repeats);
  console.log(
    `  by pdf-lib, load, draw, save: ${other.totalMs.toFixed(0)} ms, CPU ${other.cpuMs.toFixed(0)} ms (${(other.cpuMs / cpuMs).toFixed(0)}× of ours), ` +
      `memory ${(other.residentBytes / MEBIBYTE).toFixed(0)} MiB`,
  );
}

function summary(downloads: readonly Download[], cpuMs: number): Measured {
  return {
    megabytesPerSecond: median(
      downloads.map(({ bytes, firstByteMs, totalMs }) => bytes / 1000 / (totalMs - firstByteMs)),
    ),
    totalMs: median(downloads.map(({ totalMs }) => totalMs)),
    firstByteMs: median(downloads.map(({ firstByteMs }) => firstByteMs)),
    cpuMs: cpuMs / downloads.length,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function print(
  what: string,
  base: number,
  marked: number,
  goal?: { met: (ratio: number) => boolean; words: string },
): void {
  const ratio = marked / base;
  const numbers = `${base.toFixed(1).padStart(8)} → ${marked.toFixed(1).padStart(8)}   ratio ${ratio.toFixed(2)}`;
  const verdict = goal ? `   goal: ${goal.words} ${goal.met(ratio) ? '✓' : '✗'}` : '';
  console.log(`  ${what.padEnd(20)}${numbers}${verdict}`);
}

function atLeast(bound: number) {
  return { met: (ratio: number) => ratio >= bound, words: `at least ${bound}` };
}

function atMost(bound: number) {
  return { met: (ratio: number) => ratio <= bound, words: `at most ${bound}` };
}
