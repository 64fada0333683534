import { setTimeout } from 'node:timers/promises';
import type { Download } from './download.ts';
import type { Workerd } from './processes.ts';
import { median } from './statistics.ts';

/** What one way of sending a file costs; each figure is a median. */
export interface Cost {
  readonly firstByteMs: number;
  /** From the first byte to the last: what comes before has a figure of its own. */
  readonly megabytesPerSecond: number;
  /** The same, with the wait for the first byte. */
  readonly wholeMegabytesPerSecond: number;
  readonly totalMs: number;
  /** Of the whole workerd process, user and system, for one download. */
  readonly cpuMs: number;
  /** The most memory of the process in any turn, above what it held after warming up. */
  readonly peakBytes: number;
}

export type Ways<Name extends string> = Readonly<Record<Name, () => Promise<Download>>>;

/** After each download, so that what it leaves to be done, such as the record of its end, does not fall into the next. */
const REST_MS = 120;

/**
 * Sends in all ways in turn, so that a busy machine slows all alike; who is first in a round changes.
 *
 * @param workerd - the process that sends
 * @param ways - what is compared
 * @param rounds - how many turns each way gets
 * @param each - downloads in a turn: the CPU clock ticks every 10 ms, so a turn is to take many ticks
 */
export async function inTurn<Name extends string>(
  workerd: Workerd,
  ways: Ways<Name>,
  { rounds, each, warmUp }: { rounds: number; each: number; warmUp: number },
): Promise<Record<Name, Cost>> {
  const names = Object.keys(ways) as Name[];
  for (let i = 0; i < warmUp; i++) for (const name of names) await ways[name]();
  const idle = workerd.residentBytes();
  const taken = new Map(
    names.map((name) => [name, { downloads: [] as Download[], cpu: [] as number[], peak: [] as number[] }]),
  );
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(round + i) % names.length] as Name;
      const { downloads, cpu, peak } = taken.get(name) ?? { downloads: [], cpu: [], peak: [] };
      const before = workerd.cpuMs();
      const held = await workerd.peakOf(async () => {
        for (let n = 0; n < each; n++) {
          downloads.push(await ways[name]());
          await setTimeout(REST_MS);
        }
      });
      cpu.push((workerd.cpuMs() - before) / each);
      peak.push(held - idle);
    }
  }
  const costs = [...taken].map(([name, { downloads, cpu, peak }]): [Name, Cost] => [
    name,
    {
      firstByteMs: median(downloads.map(({ firstByteMs }) => firstByteMs)),
      megabytesPerSecond: median(
        downloads.map(({ bytes, firstByteMs, totalMs }) => bytes / 1000 / (totalMs - firstByteMs)),
      ),
      wholeMegabytesPerSecond: median(downloads.map(({ bytes, totalMs }) => bytes / 1000 / totalMs)),
      totalMs: median(downloads.map(({ totalMs }) => totalMs)),
      cpuMs: median(cpu),
      peakBytes: Math.max(0, ...peak),
    },
  ]);
  return Object.fromEntries(costs) as Record<Name, Cost>;
}
