import type { Document } from './document.ts';
import { download } from './download.ts';
import { atLeast, judge } from './goal.ts';
import { runJob } from './jobs.ts';
import { LIBRARIES, type Library } from './load-draw-save.ts';
import type { Job } from './one-job.ts';
import type { Workerd } from './processes.ts';
import { storeSource } from './stored-report.ts';
import type { Streamed } from './streaming.ts';
import { inTurn } from './turns.ts';

const MEBIBYTE = 1024 * 1024;

/** What two libraries cost in the same Worker for the same file. */
export type LibraryCosts = Readonly<Record<Library, number>>;

/** Marks a file as others do, in the same Worker and in a process of its own. */
export async function measureLibraries(
  out: Document,
  { workerd, origin, file, megabytes }: { workerd: Workerd; origin: string; file: string; megabytes: number },
  { raw, marked }: Streamed,
): Promise<LibraryCosts> {
  const key = await storeSource(origin, file);
  const by = (number: number) => () => download(`${origin}/api/library/${number}/${key}`);
  const ways = { 'pdf-lib': by(0), '@cantoo/pdf-lib': by(1) };
  const costs = await inTurn(workerd, ways, { rounds: 3, each: 1, warmUp: 1 });
  const own: Job[] = [];
  for (const library of LIBRARIES) own.push(await runJob(library, file));
  out.table(
    [
      `${megabytes} MB, load, draw, save`,
      'CPU in the Worker, ms',
      '÷ marked',
      'goal',
      'of what is added to raw',
      'first byte ÷ marked',
      'peak above idle, MiB',
      'as a process: CPU s, peak MiB',
    ],
    LIBRARIES.map((library, i) => {
      const cost = costs[library];
      const times = cost.cpuMs / marked.cpuMs;
      const added = (cost.cpuMs - raw.cpuMs) / Math.max(1, marked.cpuMs - raw.cpuMs);
      const process = own[i];
      return [
        library,
        cost.cpuMs.toFixed(0),
        `${times.toFixed(0)}×`,
        judge(times, atLeast('marks', 50, '×')),
        `${added.toFixed(0)}×`,
        `${(cost.firstByteMs / marked.firstByteMs).toFixed(0)}×`,
        (cost.peakBytes / MEBIBYTE).toFixed(0),
        process ? `${process.cpuSeconds.toFixed(1)}, ${(process.peakBytes / MEBIBYTE).toFixed(0)}` : '',
      ];
    }),
  );
  return { 'pdf-lib': costs['pdf-lib'].cpuMs, '@cantoo/pdf-lib': costs['@cantoo/pdf-lib'].cpuMs };
}
