import type { Document } from './document.ts';
import { atLeast, atMost, type Goal, judge } from './goal.ts';
import type { Workerd } from './processes.ts';
import { median } from './statistics.ts';
import { type Cost, inTurn, type Ways } from './turns.ts';

export type Streamed = Record<'raw' | 'gated' | 'marked', Cost>;

const MEBIBYTE = 1024 * 1024;

const THROUGHPUT_GOALS = [atLeast('main', 0.9), atLeast('marks', 0.95)] as const;
/** A smaller file waits whole in buffers when its first byte arrives: how fast the rest follows says nothing. */
const LEAST_FOR_THROUGHPUT = 20;

/** Of the whole workerd process, ÷ raw. */
const CPU_GOALS: Readonly<Record<number, readonly Goal[]>> = {
  2: [atMost('marks', 1.4)],
  20: [atMost('main', 2), atMost('marks', 1.5)],
  120: [atMost('marks', 1.2)],
  200: [atMost('main', 1.5)],
};

/** Downloads in a turn and turns for each way: a turn is to be long for the clock, and a run short for us. */
const PACE: Readonly<Record<number, { rounds: number; each: number; warmUp: number }>> = {
  2: { rounds: 9, each: 8, warmUp: 10 },
  20: { rounds: 9, each: 3, warmUp: 5 },
  120: { rounds: 11, each: 1, warmUp: 2 },
  200: { rounds: 7, each: 1, warmUp: 1 },
};

/** Measures one size, and says how the three ways compare. */
export async function measureStreaming(
  out: Document,
  workerd: Workerd,
  ways: Ways<'raw' | 'gated' | 'marked'>,
  megabytes: number,
): Promise<Streamed> {
  const pace = PACE[megabytes] ?? { rounds: 5, each: 1, warmUp: 1 };
  const costs = await inTurn(workerd, ways, pace);
  const { raw, gated, marked } = costs;
  const row = (what: string, of: (cost: Cost) => number, digits: number, ...goals: readonly Goal[]) => {
    const [r, g, m] = [of(raw), of(gated), of(marked)];
    const figures = [r, g, m].map((figure) => figure.toFixed(digits));
    return [what, ...figures, (m / r).toFixed(2), (m / g).toFixed(2), judge(m / r, ...goals)];
  };
  out.table(
    [`${megabytes} MB`, 'raw', 'gated', 'marked', 'marked ÷ raw', 'marked ÷ gated', 'goals for ÷ raw'],
    [
      row(
        'throughput from the first byte on, MB/s',
        (cost) => cost.megabytesPerSecond,
        0,
        ...(megabytes < LEAST_FOR_THROUGHPUT ? [] : THROUGHPUT_GOALS),
      ),
      row(
        'throughput with the wait for it, MB/s',
        (cost) => cost.wholeMegabytesPerSecond,
        0,
        ...THROUGHPUT_GOALS,
      ),
      row('first byte, ms', (cost) => cost.firstByteMs, 1, atMost('main', 1.1), atMost('marks', 1.1)),
      row('CPU of workerd, ms', (cost) => cost.cpuMs, 1, ...(CPU_GOALS[megabytes] ?? [])),
      row('whole download, ms', (cost) => cost.totalMs, 1),
      peaks(costs),
    ],
  );
  return costs;
}

function peaks({ raw, gated, marked }: Streamed): string[] {
  const more = (marked.peakBytes - raw.peakBytes) / MEBIBYTE;
  const figures = [raw, gated, marked].map(({ peakBytes }) => (peakBytes / MEBIBYTE).toFixed(1));
  const goal = atMost('marks', 16, ' more');
  return ['peak memory above idle, MiB', ...figures, `${more.toFixed(1)} more`, '', judge(more, goal)];
}

const AT_ONCE = 50;
const CROWDS = 3;

/** Many downloads at once. What the process keeps of its first crowd is not put down to anybody. */
export async function measureCrowd(
  out: Document,
  workerd: Workerd,
  ways: Ways<'raw' | 'marked'>,
): Promise<void> {
  const crowd = async (way: 'raw' | 'marked') => {
    const idle = workerd.residentBytes();
    const started = performance.now();
    const peak = await workerd.peakOf(() => Promise.all(Array.from({ length: AT_ONCE }, ways[way])));
    return { seconds: (performance.now() - started) / 1000, above: (peak - idle) / MEBIBYTE };
  };
  const first = await crowd('raw');
  const taken = { raw: [] as (typeof first)[], marked: [] as (typeof first)[] };
  for (let i = 0; i < CROWDS; i++)
    for (const way of ['marked', 'raw'] as const) taken[way].push(await crowd(way));
  const row = (way: 'raw' | 'marked', ...goals: readonly Goal[]) => {
    const most = Math.max(...taken[way].map(({ above }) => above));
    const seconds = median(taken[way].map((one) => one.seconds));
    const each = taken[way].map(({ above }) => above.toFixed(1)).join(', ');
    return [way, seconds.toFixed(1), each, judge(most, ...goals)];
  };
  out.table(
    [`${AT_ONCE} × 20 MB at once`, 's', 'peak above idle, MiB, each time', 'goal'],
    [
      ['raw, the first crowd of all', first.seconds.toFixed(1), first.above.toFixed(1), ''],
      row('raw'),
      row('marked', atMost('main', 64), atMost('marks', 64)),
    ],
  );
}
