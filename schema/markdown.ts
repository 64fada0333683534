import { Marked, type Token, type Tokens } from 'marked';
import type { Heading } from './policies.ts';

/**
 * Markdown to HTML for text that goes on our pages and into agreements. An author can write words, headings, lists, tables
 * and links, and nothing that runs, hides or loads from elsewhere.
 */

/** What a text may link to: https, mail, and our own pages by their path or fragment. */
const LINK = /^(https:\/\/[^\s<>"']+|mailto:[^\s<>"']+|\/(?!\/)[^\s<>"'\\]*|#[^\s<>"']+)$/;
/** What a text may show: pictures of our own. */
const IMAGE = /^\/(?!\/)[^\s<>"'\\]*$/;

/** A text as HTML. */
export interface RenderedMarkdown {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** Where its links lead. */
  readonly links: readonly string[];
  /** What is refused, in words; empty when all is well. */
  readonly refused: readonly string[];
}

/**
 * Renders a text of several paragraphs.
 *
 * @param markdown - the text, GitHub flavour
 * @param shift - how many levels to lower the headings, so that they fit below those of the page
 */
export function renderMarkdown(markdown: string, shift = 0): RenderedMarkdown {
  const headings: Heading[] = [];
  const used = new Map<string, number>();
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const html = this.parser.parseInline(tokens);
        const text = this.parser.parseInline(tokens, this.parser.textRenderer);
        const level = Math.min(6, depth + shift);
        const id = unique(slugOf(text), used);
        headings.push({ id, text, level });
        return `<h${level} id="${id}">${html}</h${level}>\n`;
      },
      // Each cell carries the name of its column, so that a row can be read as a block on a phone.
      table({ header, rows }: Tokens.Table) {
        const labels = header.map(({ tokens }) =>
          attribute(this.parser.parseInline(tokens, this.parser.textRenderer)),
        );
        const head = header.map(({ tokens }) => `<th scope="col">${this.parser.parseInline(tokens)}</th>`);
        const body = rows.map((row) => {
          const cells = row.map(({ tokens }, column) => {
            const html = this.parser.parseInline(tokens);
            const label = `data-label="${labels[column] ?? ''}"`;
            return column === 0 ? `<th scope="row" ${label}>${html}</th>` : `<td ${label}>${html}</td>`;
          });
          return `<tr>${cells.join('')}</tr>\n`;
        });
        return `<table class="stack">\n<thead><tr>${head.join('')}</tr></thead>\n<tbody>\n${body.join('')}</tbody></table>\n`;
      },
    },
  });
  const tokens = marked.lexer(markdown);
  const { refused, links } = inspect(marked, tokens, linesOf(markdown));
  return { html: refused.length === 0 ? marked.parser(tokens) : '', headings, links, refused };
}

/**
 * Renders one paragraph without its `<p>`.
 *
 * @param markdown - emphasis, code and links
 */
export function renderInline(markdown: string): RenderedMarkdown {
  const marked = new Marked({ gfm: true });
  const { refused, links } = inspect(marked, marked.lexer(markdown), () => '');
  return {
    html: refused.length === 0 ? String(marked.parseInline(markdown)).trim() : '',
    headings: [],
    links,
    refused,
  };
}

/** In which line of a text a piece of it stands; called in the order of the text. */
function linesOf(text: string): (piece: string) => string {
  const next = new Map<string, number>();
  return (piece) => {
    const at = text.indexOf(piece, next.get(piece));
    if (at === -1) return '';
    next.set(piece, at + 1);
    return ` (line ${text.slice(0, at).split('\n').length} of the text)`;
  };
}

function inspect(
  marked: Marked,
  tokens: Token[],
  where: (piece: string) => string,
): { refused: string[]; links: string[] } {
  const refused: string[] = [];
  const links: string[] = [];
  marked.walkTokens(tokens, (token) => {
    if (token.type === 'html') refused.push(`expected no HTML, found ${quote(token.raw)}${where(token.raw)}`);
    if (token.type === 'link') links.push(token.href as string);
    if (token.type === 'link' && !LINK.test(token.href)) {
      refused.push(
        `expected links to https://, mailto:, /a/path/ or #a-heading, found ${quote(token.href as string)}${where(token.raw)}`,
      );
    }
    if (token.type === 'table' && token.header.some(({ text }: { text: string }) => text.trim() === '')) {
      refused.push(`expected a name for each column of a table, found one without${where(token.raw)}`);
    }
    if (token.type === 'image' && !IMAGE.test(token.href)) {
      refused.push(
        `expected pictures of our own under /, found ${quote(token.href as string)}${where(token.raw)}`,
      );
    }
  });
  return { refused, links };
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function quote(text: string): string {
  return JSON.stringify(text.trim().slice(0, 60));
}

function slugOf(text: string): string {
  return (
    text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'section'
  );
}

function unique(slug: string, used: Map<string, number>): string {
  const before = used.get(slug) ?? 0;
  used.set(slug, before + 1);
  return before === 0 ? slug : `${slug}-${before + 1}`;
}
