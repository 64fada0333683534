import { composeMark, type Mark, type Reader } from '../../core/marks/compose.ts';

/**
 * Makes the mark of one reader's copy.
 *
 * @param _env - bindings
 * @param reader - whose copy it is
 */
export async function makeMark(_env: Env, reader: Reader): Promise<Mark> {
  return composeMark(reader);
}
