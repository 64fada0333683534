const FENCE = '---\n';

/**
 * Divides a Markdown file into its fields, which are YAML between two lines of `---`, and the text below.
 *
 * @param text - the file
 * @returns both, or null when it does not begin with fields
 */
export function splitFrontMatter(text: string): { fields: string; body: string } | null {
  const end = text.indexOf(`\n${FENCE}`, FENCE.length - 1);
  if (!text.startsWith(FENCE) || end === -1) return null;
  return { fields: text.slice(FENCE.length, end + 1), body: text.slice(end + 1 + FENCE.length) };
}
