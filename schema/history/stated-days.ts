import type { Revision } from './lineage.ts';
import type { Commit } from './log.ts';
import type { PolicyText } from './policy-text.ts';

/**
 * From which day a version bound, as the texts of a policy stated it one after the other. The day that was stated first
 * counts, until a new version says that it puts another one right.
 */

/** A day that was stated for a version, and what stated it first. */
export interface StatedDay {
  /** ISO 8601; null where a text went on with the version and stated none any more. */
  readonly day: string | null;
  /** Null for the text on disk. */
  readonly commit: Commit | null;
  /** The version whose entry says that this day is the right one; null while none does. */
  correctedBy: string | null;
}

/**
 * The days that were stated for a version.
 *
 * @param version - the version
 * @param revisions - the states of the policy's file, parents before children
 * @param texts - the text of each blob
 * @param present - the text on disk; null for a policy that is gone
 * @returns oldest first, each with the commit that brought it; one alone where nothing ever moved, none where no text states one
 */
export function statedDays(
  version: string,
  revisions: readonly Revision[],
  texts: ReadonlyMap<string, PolicyText>,
  present: { readonly blob: string; readonly text: PolicyText } | null,
): StatedDay[] {
  const found: StatedDay[] = [];
  const add = (text: PolicyText, before: readonly PolicyText[], commit: Commit | null) => {
    const day = dayIn(text, version);
    if (day === undefined) return;
    // On a branch an older day may live on for a while: only a text that its own parents do not have moves one.
    const isNew = found.length === 0 ? day !== null : found.at(-1)?.day !== day;
    if (isNew && before.every((one) => dayIn(one, version) !== day)) {
      found.push({ day, commit, correctedBy: null });
    }
    const last = found.at(-1);
    if (found.length < 2 || !last || last.day !== day) return;
    const entry = text.log?.findLast(({ corrects }) => corrects?.includes(version));
    const isKnown = before.some(({ log }) => log?.some((one) => one.version === entry?.version));
    if (entry && !isKnown) last.correctedBy = entry.version;
  };
  const textOf = (blob: string) => texts.get(blob) ?? [];
  for (const { blob, before, commit } of revisions) {
    const text = blob === null ? undefined : texts.get(blob);
    if (text) add(text, before.flatMap(textOf), commit);
  }
  if (present && !revisions.some(({ blob }) => blob === present.blob)) {
    const last = revisions.findLast(({ blob }) => blob !== null)?.blob;
    add(present.text, last ? [textOf(last)].flat() : [], null);
  }
  return found;
}

/**
 * The day that counts.
 *
 * @param days - what was stated, oldest first
 * @param counts - whether a version may put a day right; all may, where that is not said
 */
export function settledDay(
  days: readonly StatedDay[],
  counts: (version: string) => boolean = () => true,
): StatedDay | undefined {
  return days.findLast(({ correctedBy }) => correctedBy !== null && counts(correctedBy)) ?? days[0];
}

/** What a text states; undefined where it does not know the version. */
function dayIn({ days }: PolicyText, version: string): string | null | undefined {
  return days.get(version);
}
