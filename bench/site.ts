import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../local/wrangler.ts';
import { measureBuilds } from './builds.ts';
import { Document } from './document.ts';

/** `npm run bench:site`: how long it takes to build sites. With `-- --write` it also writes `docs/bench-site.md`. */

const out = new Document();
out.write(
  '# What building takes',
  '',
  'Static pages cost nothing to serve; this is what it takes to make them. Written by `npm run bench:site -- --write`. The clock is the machine’s own; growth is judged by the time of the processor.',
);
measureBuilds(out);
if (process.argv.includes('--write')) await writeFile(join(projectRoot, 'docs/bench-site.md'), out.text);
