import { plainText } from './plain-text.ts';

/**
 * The words below one heading of a rendered text, down to the next heading.
 *
 * @param html - what `renderMarkdown` made
 * @param id - the heading's id
 * @returns the text on one line, or "" when there is no such heading
 */
export function sectionText(html: string, id: string): string {
  const [, rest = ''] = html.split(`id="${id}">`);
  const [, body = ''] = /^.*?<\/h[1-6]>([\s\S]*?)(?=<h[1-6] |$)/.exec(rest) ?? [];
  return plainText(body);
}
