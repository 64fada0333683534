import { readFile } from 'node:fs/promises';
import { createShaper, type Shaper } from '../../core/marks/shape.ts';
import { makeSlices } from './slices.ts';

const root = new URL('../../', import.meta.url);
const folder = new URL('site/public/fonts/marks/', root);

/** HarfBuzz, compiled. */
export async function harfbuzzModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(new URL('node_modules/harfbuzzjs/dist/harfbuzz.wasm', root)));
}

/** A shaper over the files that the build makes; makes them where the build has not run. */
export async function nodeShaper(): Promise<Shaper> {
  await makeSlices(folder);
  return createShaper({
    wasm: await harfbuzzModule(),
    font: async (file) => new Uint8Array(await readFile(new URL(file, folder))),
  });
}
