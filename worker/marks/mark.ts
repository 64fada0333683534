import { composeMark, type Mark, type Reader } from '../../core/marks/compose.ts';
import { fontName } from '../../core/marks/font-data.ts';
import type { Manifest } from '../../core/marks/manifest.ts';
import type { MarkTemplate } from '../../core/marks/template.ts';
import { lazyShaper } from './shaper.ts';

/**
 * Makes the mark of one reader's copy.
 *
 * A font that cannot be read costs the name its shape, not the reader the report: its characters are then printed as
 * code points, beside the copy id that leads back to them.
 *
 * @param env - bindings, for the fonts
 * @param reader - whose copy it is
 * @param template - what the lines say
 */
export async function makeMark(env: Env, reader: Reader, template?: MarkTemplate): Promise<Mark> {
  try {
    return await composeMark(reader, lazyShaper(env), template);
  } catch (error) {
    console.error(JSON.stringify({ problem: 'fonts-unavailable', cause: String(error) }));
    return await composeMark(reader, undefined, template);
  }
}

/**
 * The mark of a grant, in the font of the version that is about to be delivered. A grant outlives versions: where the font
 * has changed since, its mark is composed again, of the same reader and in the same words.
 *
 * @param env - bindings, for the fonts
 * @param mark - as it is kept with the grant
 * @param manifest - of the version
 * @returns the same mark where it fits, else a new one; undefined where this build cannot write that version's font
 */
export async function fittingMark(env: Env, mark: Mark, manifest: Manifest): Promise<Mark | undefined> {
  if (manifest.format !== 'pdf' || mark.font === manifest.font) return mark;
  if (manifest.font !== fontName) return undefined;
  return await makeMark(env, mark.reader, mark.template);
}
