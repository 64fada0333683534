import type { Slot, UnmarkedManifest } from '../marks/manifest.ts';
import { checkText } from './check-text.ts';

/**
 * What is written for one reader into a file without a visible mark: the copy id, and the check text where its format
 * has a sum to keep.
 *
 * @param manifest - of the file
 * @param copyId - in its printed form
 * @throws Error where the manifest has no slot for the copy id, or slots that cannot go together
 */
export function unmarkedContents(
  { slots }: UnmarkedManifest,
  copyId: string,
): Readonly<Partial<Record<Slot['kind'], string>>> {
  const [copy, check, ...more] = slots;
  if (copy?.kind !== 'copy' || more.length > 0 || (check && check.kind !== 'check'))
    throw new Error('The manifest does not have one slot for the copy id, and at most one for its check.');
  if (!check) return { copy: copyId };
  const between = check.offset - copy.offset - copy.length;
  if (between < 0 || between > MOST_BETWEEN) throw new Error('The two slots are too far apart.');
  return { copy: copyId, check: checkText(copyId, between) };
}

/** Protects a download from a manifest that asks for much work. */
const MOST_BETWEEN = 4096;
