import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel says about workerd (proc(5)): Linux only. */

/** Clock ticks in a second, which Linux fixes for /proc. */
const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 20;

/** The workerd processes of a process group. */
export class Workerd {
  readonly #pids: readonly number[];

  /** @param leader - the process that leads the group */
  constructor(leader: number) {
    this.#pids = readdirSync('/proc')
      .filter((name) => /^[0-9]+$/.test(name))
      .map(Number)
      .filter((pid) => {
        const stat = readStat(pid);
        return stat !== null && stat.group === leader && stat.name === 'workerd';
      });
    if (this.#pids.length === 0) throw new Error('there is no workerd in that process group');
  }

  /** CPU time used so far by all of them, user and system, in milliseconds. */
  cpuMs(): number {
    return sum(this.#pids.map((pid) => readStat(pid)?.cpuMs ?? 0));
  }

  /** Memory that they hold, in bytes. */
  residentBytes(): number {
    return sum(
      this.#pids.map((pid) => {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      }),
    );
  }

  /** Does something, and returns the most memory that was held meanwhile. */
  async peakOf(work: () => Promise<unknown>): Promise<number> {
    let peak = this.residentBytes();
    const timer = setInterval(() => {
      peak = Math.max(peak, this.residentBytes());
    }, SAMPLE_MS);
    try {
      await work();
    } finally {
      clearInterval(timer);
    }
    return Math.max(peak, this.residentBytes());
  }
}

function readStat(pid: number): { name: string; group: number; cpuMs: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [group, user, system] = [fields[2], fields[11], fields[12]].map(Number);
    return {
      name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
      group: group ?? 0,
      cpuMs: (((user ?? 0) + (system ?? 0)) * 1000) / TICKS_PER_SECOND,
    };
  } catch {
    return null;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
