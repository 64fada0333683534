import wasm from 'harfbuzzjs/dist/harfbuzz.wasm';
import { createShaper, type Shaper } from '../../core/marks/shape.ts';

const FOLDER = '/fonts/marks/';

/**
 * Draws names in scripts that the marks' own font lacks. HarfBuzz is instantiated and fonts are read only when such a
 * name comes, from the static assets, where they lie in slices.
 *
 * @param env - bindings
 */
export function lazyShaper(env: Env): Shaper {
  let opened: Promise<Shaper> | undefined;
  const open = () => createShaper({ wasm, font: (file) => readFont(env, file) });
  return {
    shape: async (text) => {
      opened ??= open();
      return (await opened).shape(text);
    },
  };
}

/** File names come from the index of slices, which admits plain names only. */
async function readFont(env: Env, file: string): Promise<Uint8Array | null> {
  const response = await env.ASSETS.fetch(new URL(FOLDER + file, env.ORIGIN));
  if (!response.ok) {
    await response.body?.cancel();
    return null;
  }
  return new Uint8Array(await response.arrayBuffer());
}
