import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../local/wrangler.ts';
import { startWorker, type WorkerProcess } from '../test/support/worker-process.ts';
import { Document } from './document.ts';
import { download } from './download.ts';
import { filling } from './filling.ts';
import { newReader } from './reader.ts';
import { percentile } from './statistics.ts';
import { REPORT } from './stored-report.ts';

/**
 * `npm run bench:decision`: how long it takes to decide whether somebody may have a report, in a database with 100,000 people and
 * 1,000,000 events and in an empty one, in turns. With `-- --write` it writes `docs/bench-decision.md`.
 */

const PEOPLE = 100_000;
const EVENTS = 1_000_000;
const READERS = 5;
const ROUNDS = 40;
const EACH = 25;
const WARM_UP = 200;

interface Side {
  readonly name: string;
  readonly worker: WorkerProcess;
  readonly readers: readonly Record<string, string>[];
  readonly milliseconds: number[];
}

const load = () => ((loadavg()[0] ?? 0) / availableParallelism()).toFixed(1);
const loadBefore = load();
const sides: Side[] = [];
try {
  for (const name of ['empty', 'full']) {
    const worker = await startWorker('bench/worker.ts');
    if (name === 'full') for (const statement of filling(PEOPLE, EVENTS, Date.now())) worker.sql(statement);
    const readers: Record<string, string>[] = [];
    for (let i = 0; i < READERS; i++) readers.push(await newReader(worker.sql, REPORT));
    sides.push({ name, worker, readers, milliseconds: [] });
  }
  for (const side of sides) for (let i = 0; i < WARM_UP; i++) await decide(side, i);
  for (let round = 0; round < ROUNDS; round++)
    for (const side of round % 2 ? sides.toReversed() : sides)
      for (let i = 0; i < EACH; i++) side.milliseconds.push(await decide(side, i));
  await report();
} finally {
  for (const { worker } of sides) await worker.close();
}

async function decide({ worker, readers }: Side, turn: number): Promise<number> {
  const url = `${worker.origin}/api/decision/${REPORT}`;
  return (await download(url, readers[turn % readers.length])).totalMs;
}

async function report(): Promise<void> {
  const out = new Document();
  out.write(
    '# What deciding costs',
    '',
    'Written by `npm run bench:decision -- --write`. Session, live grant, what it stands on, and a hundred rules with a hundred domains each, in',
    'workerd with the local D1, over loopback; without the record and the bytes. Two databases take turns: one with nobody but',
    `${READERS} readers, one with ${PEOPLE.toLocaleString('en')} people, sessions, requests, grants and downloads and ${EVENTS.toLocaleString('en')} events besides.`,
  );
  const [empty = [], full = []] = sides.map(({ milliseconds }) => milliseconds);
  const row = (name: string, share: number) => {
    const [e, f] = [percentile(empty, share), percentile(full, share)];
    return [name, e.toFixed(2), f.toFixed(2), (f / e).toFixed(2)];
  };
  out.table(['one decision, ms', 'empty', 'full', 'full ÷ empty'], [row('p50', 0.5), row('p99', 0.99)]);
  out.write(
    '',
    `${empty.length} decisions of each. The machine had ${load()} runnable processes for each processor at the end, ${loadBefore} at the beginning.`,
  );
  if (process.argv.includes('--write'))
    await writeFile(join(projectRoot, 'docs/bench-decision.md'), out.text);
}
