import { composeMark } from '../core/marks/compose.ts';
import { COPY_ID_BYTES, newCopyId } from '../core/marks/copy-id.ts';
import { nodeShaper } from '../local/fonts/node-shaper.ts';
import { SCRIPTS } from '../test/support/samples.ts';
import type { Document } from './document.ts';

const LATIN = [
  { script: 'Latin', name: 'Zoë Łukaszewicz', company: 'Müller & Söhne GmbH' },
  { script: 'Cyrillic', name: 'Пример Примеров', company: 'ООО Образец' },
] as const;
const COPY_ID = newCopyId(new Uint8Array(COPY_ID_BYTES));
const REPEATS = 20;

/** What composing a mark costs in each script. It is done once, when a copy is granted, never in a download. */
export async function measureComposing(out: Document): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const { script, name, company } of [...LATIN, ...SCRIPTS]) {
    const copy = { name, company, address: 'bea@bench.example', date: '2026-11-20', copyId: COPY_ID };
    // The first one opens HarfBuzz and reads the slices of the font, as the first grant of an isolate does.
    const shaper = await nodeShaper();
    const first = await cpuOf(() => composeMark(copy, shaper));
    const again = await cpuOf(async () => {
      for (let i = 0; i < REPEATS; i++) await composeMark(copy, shaper);
    });
    const mark = await composeMark(copy, shaper);
    const outlines = mark.name.length + mark.company.length;
    rows.push([
      script,
      outlines > 0 ? 'outlines' : 'embedded font',
      mark.diagonal.length + mark.foot.length,
      outlines,
      first.toFixed(1),
      (again / REPEATS).toFixed(2),
    ]);
  }
  out.table(['script', 'drawn by', 'text, bytes', 'outlines, bytes', 'CPU, first, ms', 'again, ms'], rows);
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
