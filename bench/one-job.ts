import { readFile } from 'node:fs/promises';
import { prepare } from '../core/marks/prepare.ts';
import { LIBRARIES, type Library, loadDrawSave } from './load-draw-save.ts';

/**
 * One job in a process of its own, so that its CPU and memory are its own; prints both as JSON.
 *
 *     node bench/one-job.ts prepare|pdf-lib|@cantoo/pdf-lib FILE
 */
export interface Job {
  readonly pages: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

const [what = '', file = ''] = process.argv.slice(2);
const source = await readFile(file);
const started = performance.now();
let pages = 0;
if (what === 'prepare') ({ pages } = (await prepare(source)).manifest);
else if (LIBRARIES.includes(what as Library)) await loadDrawSave(what as Library, source);
else throw new Error(`there is no job "${what}"`);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const job: Job = {
  pages,
  seconds: (performance.now() - started) / 1000,
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  peakBytes: maxRSS * 1024,
};
console.log(JSON.stringify(job));
