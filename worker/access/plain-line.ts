/**
 * Text that a stranger typed, as one plain line: it is stored and shown everywhere, so it may not hide, break or turn
 * anything around it.
 */

/** Controls, line and paragraph separators, and whatever else has no appearance of its own: bidi overrides, zero widths. */
const INVISIBLE =
  /(?![\u0600-\u0605\u06dd\u0890\u0891\u08e2])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Co}]/gu;
/** The exceptions, where they are at work inside a word or an emoji. */
const JOINERS = /(?<=[\p{L}\p{M}\p{S}])(?:\u200c|\u200d|\ufe0f)+(?=[\p{L}\p{M}\p{S}])|(?<=\p{S})\ufe0f/gu;
const KEPT = new Set(['\u200c', '\u200d', '\ufe0f']);
const SPACE = /[\p{Z}\t-\r\u0085]+/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Makes a plain line.
 *
 * @param typed - anything; attacker-controlled
 * @returns it in NFC (Unicode Standard Annex 15), without what cannot be seen, single-spaced; empty if nothing can
 */
export function plainLine(typed: string): string {
  const line = typed.toWellFormed().replace(SPACE, ' ');
  const working = new Set<number>();
  for (const match of line.matchAll(JOINERS)) {
    for (let i = 0; i < match[0].length; i++) working.add(match.index + i);
  }
  const seen = line.replace(INVISIBLE, (character, at: number) =>
    KEPT.has(character) && working.has(at) ? character : '',
  );
  const plain = seen.normalize('NFC').replace(SPACE, ' ').trim();
  return VISIBLE.test(plain) ? plain : '';
}
