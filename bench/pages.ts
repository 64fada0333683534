import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../local/wrangler.ts';
import { serveSite } from '../test/site/serve.ts';
import { Document } from './document.ts';
import { median } from './statistics.ts';

/**
 * `npm run bench:pages`: what Lighthouse says of four public pages of the built sample, with its profile of a phone. With `-- --write`
 * it writes `docs/bench-pages.md`.
 */

/** Fetched when it is asked for: it brings a hundred packages that nothing else needs. */
const LIGHTHOUSE = 'lighthouse@13.5.0';
const CHROMIUM = process.env.CHROME_PATH ?? '/usr/bin/chromium';
const PAGES = ['/', '/policies/access-control/', '/reports/soc2-type2/', '/subprocessors/'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const TURNS = 3;
const GOAL = 99;

interface Result {
  readonly categories: Record<(typeof CATEGORIES)[number], { readonly score: number | null }>;
  readonly audits: Record<string, { readonly numericValue?: number }>;
}

const load = () => ((loadavg()[0] ?? 0) / availableParallelism()).toFixed(1);
const loadBefore = load();
const out = new Document();
out.write(
  '# What Lighthouse says of public pages',
  '',
  `Written by \`npm run bench:pages -- --write\` (after \`npm run build\`): ${LIGHTHOUSE}, its profile of a phone with throttling as it comes, the`,
  'built sample served over loopback with its headers and compressed, median of three turns. Only the performance of a page depends on',
  'the machine, and on what else it does.',
);

await using site = await serveSite({ compressed: true });
const rows: string[][] = [];
for (const path of PAGES) {
  const results: Result[] = [];
  for (let turn = 0; turn < TURNS; turn++) results.push(await lighthouse(site.origin + path));
  const scores = CATEGORIES.map((category) =>
    Math.round(100 * median(results.map(({ categories }) => categories[category].score ?? 0))),
  );
  const audit = (id: string) => median(results.map(({ audits }) => audits[id]?.numericValue ?? Number.NaN));
  rows.push([
    path,
    ...scores.map((score) => `${score} ${score >= GOAL ? '✓' : '✗'}`),
    `${(audit('largest-contentful-paint') / 1000).toFixed(2)} s`,
    `${Math.round(audit('total-blocking-time'))} ms`,
    audit('cumulative-layout-shift').toFixed(3),
    `${(audit('total-byte-weight') / 1000).toFixed(1)} kB`,
  ]);
}
out.table(
  ['page', ...CATEGORIES, 'largest contentful paint', 'total blocking time', 'layout shift', 'transferred'],
  rows,
);
out.write(
  '',
  `Goal: ${GOAL} in each category. Runnable processes per core before and after: ${loadBefore}, ${load()}.`,
);
if (process.argv.includes('--write')) await writeFile(join(projectRoot, 'docs/bench-pages.md'), out.text);

/** One look at a page. A browser that recorded nothing is started again: that says nothing of the page. */
async function lighthouse(url: string, tries = 3): Promise<Result> {
  try {
    return await look(url);
  } catch (error) {
    if (tries === 1 || !String(error).includes('Please run Lighthouse again')) throw error;
    return await lighthouse(url, tries - 1);
  }
}

async function look(url: string): Promise<Result> {
  const { stdout } = await promisify(execFile)(
    'npx',
    [
      ...['--yes', LIGHTHOUSE, url, '--quiet', '--output=json', `--only-categories=${CATEGORIES.join(',')}`],
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
    ],
    { env: { ...process.env, CHROME_PATH: CHROMIUM }, maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Result;
}
