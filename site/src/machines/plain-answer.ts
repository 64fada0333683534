import { plainText } from '../../../schema/plain-text.ts';

/** Where a block ends, and with it a line of plain text. */
const BLOCK_ENDS = /<\/(?:p|h[1-6]|li|tr|pre|blockquote)>/g;

/**
 * An answer for a questionnaire: its words, a line for each paragraph or entry of a list, with the addresses of its links behind
 * them, absolute.
 *
 * @param html - the rendered answer
 * @param page - the page on which it stands, an absolute address
 */
export function plainAnswer(html: string, page: string): string {
  return html
    .replaceAll(/\n/g, ' ')
    .replaceAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g, (_, href: string, words: string) => {
      const address = new URL(href.replaceAll('&amp;', '&'), page).href.replaceAll('&', '&amp;');
      return words === address || address.startsWith('mailto:') ? words : `${words} (${address})`;
    })
    .replaceAll('<li>', '- ')
    .replaceAll(/<\/t[hd]>(?=\s*<t[hd])/g, ' | ')
    .split(BLOCK_ENDS)
    .map(plainText)
    .filter((line) => line !== '')
    .join('\n');
}
