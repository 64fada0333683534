import { lexer, type Token, type Tokens } from 'marked';

/** A piece of a text that is compared as a whole before its words are. */
export interface Block {
  readonly kind: 'h2' | 'h3' | 'p' | 'li' | 'row';
  readonly text: string;
}

/**
 * Divides a text into headings, paragraphs, entries of lists and rows of tables. Markup is dropped, save where links lead:
 * a changed target is a changed rule.
 *
 * @param markdown - a policy's text
 */
export function blocksOf(markdown: string): Block[] {
  if (markdown !== last.markdown) last = { markdown, blocks: lexer(markdown).flatMap(blocksOfToken) };
  return last.blocks;
}

/** A history, newest first, reads each text twice in a row: beside the one after it, then beside the one before it. */
let last: { readonly markdown: string; readonly blocks: Block[] } = { markdown: '', blocks: [] };

function blocksOfToken(token: Token): Block[] {
  switch (token.type) {
    case 'space':
    case 'hr':
      return [];
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      return [{ kind: depth <= 2 ? 'h2' : 'h3', text: plain(tokens) }];
    }
    case 'list':
      return (token as Tokens.List).items.map(({ tokens }) => ({ kind: 'li', text: plain(tokens) }));
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].map((cells) => ({
        kind: 'row',
        text: cells.map(({ tokens }) => plain(tokens)).join(' · '),
      }));
    }
    default:
      return [{ kind: 'p', text: plain([token]) }];
  }
}

function plain(tokens: readonly Token[] | undefined): string {
  return (tokens ?? [])
    .map((token) => {
      if (token.type === 'br') return ' ';
      const text =
        'tokens' in token && token.tokens ? plain(token.tokens) : 'text' in token ? token.text : token.raw;
      return token.type === 'link' ? `${text} (${token.href})` : text;
    })
    .join(tokens?.some(({ type }) => type === 'list' || type === 'paragraph') ? ' ' : '')
    .replaceAll(/\s+/g, ' ');
}
