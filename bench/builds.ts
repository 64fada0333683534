import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../local/wrangler.ts';
import { copyProject } from '../test/support/project-copy.ts';
import type { Document } from './document.ts';
import { atMost, judge } from './goal.ts';

/**
 * How long it takes to build the site: that of the sample company, and one with many policies of many versions each, every
 * version approved. The latter is a copy of the project with a history made for it; timed are `schema/write.ts`, which
 * reads the history, and `astro build`, which writes a page for every version and a word diff between any two. Growth is
 * judged by the time of the processor, which a busy machine does not change (Linux only); what the clock said stands beside it.
 */

const SIZES = [50, 100, 200] as const;
const VERSIONS = 20;
/** Twice the policies may take this much longer. */
const GOAL_GROWTH = 2.3;
/** Clock ticks in a second, which Linux fixes for /proc. */
const TICKS_PER_SECOND = 100;

const source = readFileSync(join(projectRoot, 'content/policies/testing.md'), 'utf8');
const body = source.slice(source.indexOf('\n---\n') + 5).replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');

/** Measures builds, and writes a table of them. */
export function measureBuilds(out: Document): void {
  const rows: string[][] = [];
  const { build } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).scripts as {
    build: string;
  };
  const sample = build.split(' && ').map((step) => timed(projectRoot, step.split(' ')));
  const total = { cpu: sum(sample.map(({ cpu }) => cpu)), clock: sum(sample.map(({ clock }) => clock)) };
  rows.push([
    'the sample company, all of `npm run build`',
    String(pagesOf(projectRoot)),
    total.clock.toFixed(1),
    judge(total.clock, atMost('main', 20, ' s')),
    total.cpu.toFixed(1),
    '',
  ]);
  let last = 0;
  for (const size of SIZES) {
    const root = mkdtempSync(join(tmpdir(), 'bench-builds-'));
    try {
      copyProject(root);
      const security = join(root, 'content/security.yaml');
      // Its claims name controls, which stand on the sample's own policies.
      writeFileSync(security, readFileSync(security, 'utf8').replace(/^ *control: .*\n/gm, ''));
      importHistory(root, size);
      const steps = [
        timed(root, ['node', 'schema/write.ts']),
        timed(root, ['astro', 'build', '--root', 'site']),
      ];
      const [clock, cpu] = [sum(steps.map((step) => step.clock)), sum(steps.map((step) => step.cpu))];
      rows.push([
        `${size} policies × ${VERSIONS} versions`,
        String(pagesOf(root)),
        clock.toFixed(1),
        size === SIZES.at(-1) ? judge(clock, atMost('main', 60, ' s')) : '',
        cpu.toFixed(1),
        last === 0 ? '' : `${(cpu / last).toFixed(2)}, ${judge(cpu / last, atMost('main', GOAL_GROWTH))}`,
      ]);
      last = cpu;
    } finally {
      rmSync(root, { recursive: true });
    }
  }
  out.table(['site', 'pages', 's', 'goal', 'CPU s', 'growth of CPU'], rows);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function pagesOf(root: string): number {
  return readdirSync(join(root, 'site/dist'), { recursive: true }).filter((name) =>
    String(name).endsWith('.html'),
  ).length;
}

/** Runs a step of a build as npm would. */
function timed(root: string, [command = '', ...args]: readonly string[]): { cpu: number; clock: number } {
  const [started, before] = [performance.now(), childrenCpu()];
  const { status, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: {
      ...process.env,
      PATH: `${join(projectRoot, 'node_modules/.bin')}:${process.env.PATH}`,
      ASTRO_TELEMETRY_DISABLED: '1',
    },
  });
  if (status !== 0) throw new Error(stderr);
  return { cpu: childrenCpu() - before, clock: (performance.now() - started) / 1000 };
}

/** Processor time of all children that ended, in seconds (proc_pid_stat(5), cutime and cstime). */
function childrenCpu(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** Writes the history with git-fast-import(1): each version a commit by one author, each approval one by another. */
function importHistory(root: string, policies: number): void {
  const out: string[] = ['reset refs/heads/main\n'];
  let time = Date.UTC(2020, 0, 1) / 1000;
  const commit = (who: string, message: string, path: string, text: string) => {
    time += 3600;
    out.push(
      `commit refs/heads/main\nauthor ${who} <${who}@bench.example> ${time} +0000\ncommitter ${who} <${who}@bench.example> ${time} +0000\n`,
      `data ${Buffer.byteLength(message)}\n${message}\n`,
      `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    );
  };
  for (let version = 0; version < VERSIONS; version++) {
    for (let index = 0; index < policies; index++) {
      const id = `policy-${index}`;
      const text = policyText(index, version);
      const blob = createHash('sha1')
        .update(`blob ${Buffer.byteLength(text)}\0${text}`)
        .digest('hex');
      commit('author', `${id} 1.${version}`, `content/policies/${id}.md`, text);
      const record = `record: approval\npolicy: ${id}\nversion: "1.${version}"\nblob: ${blob}\nrole: Managing director\n`;
      commit(
        'approver',
        `approve ${id} 1.${version}`,
        `content/policies/records/${id}/1.${version}.yaml`,
        record,
      );
    }
  }
  execFileSync('git', ['-C', root, 'init', '-q', '-b', 'main']);
  execFileSync('git', ['-C', root, 'fast-import', '--quiet'], { input: out.join('') });
  execFileSync('git', ['-C', root, 'checkout', '-q', '-f', 'main']);
}

/** A text of usual length, in which each version changes three places. */
function policyText(index: number, version: number): string {
  const log = Array.from(
    { length: version + 1 },
    (_, number) =>
      `  - version: "1.${number}"\n    kind: ${number % 3 === 0 ? 'substantive' : 'editorial'}\n    summary: Change number ${number}.\n`,
  );
  const paragraphs = body.split('\n\n');
  const changed = paragraphs.map((paragraph, place) =>
    place % 6 === version % 6 && !/^[#|]/.test(paragraph)
      ? `${paragraph} Since change ${version}, this holds.`
      : paragraph,
  );
  return `---\ntitle: Policy ${index}\nsummary: The rule of number ${index}.\nownerRole: Head of Security\napproverRole: Managing director\nversions:\n${log.join('')}---\n${changed.join('\n\n')}`;
}
