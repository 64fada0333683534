import { composeMark, type Mark, type Reader } from '../../core/marks/compose.ts';
import { lazyShaper } from './shaper.ts';

/**
 * Makes the mark of one reader's copy.
 *
 * A font that cannot be read costs the name its shape, not the reader the report: its characters are then printed as
 * code points, beside the copy id that leads back to them.
 *
 * @param env - bindings, for the fonts
 * @param reader - whose copy it is
 */
export async function makeMark(env: Env, reader: Reader): Promise<Mark> {
  try {
    return await composeMark(reader, lazyShaper(env));
  } catch (error) {
    console.error(JSON.stringify({ problem: 'fonts-unavailable', cause: String(error) }));
    return await composeMark(reader);
  }
}
