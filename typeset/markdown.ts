import { lexer, type Token, type Tokens } from 'marked';
import { heading, list, note, paragraph } from './blocks.ts';
import type { Cut, Run } from './lines.ts';
import type { PageShape } from './page.ts';
import type { PagedDocument } from './paged-document.ts';
import { table } from './table.ts';

/**
 * The text of a PDF is Markdown with four additions:
 *
 * - `## Heading {#name}` makes the heading the target of links to `#name`
 * - `![what it shows](figure:name "Caption")` draws a figure
 * - `<!-- page -->` begins a page, `<!-- page: landscape -->` one of that shape
 * - `<!-- columns: 20 50 30 -->` before a table gives the widths of its columns, `<!-- insert: name -->` calls a part
 *   that is made from data
 */

/** Parts made from data, by the name that `<!-- insert: name -->` uses. */
export type Inserts = Readonly<Record<string, (doc: PagedDocument) => void>>;

/** Draws a figure: its name, what it shows, its caption. */
export type DrawFigure = (doc: PagedDocument, name: string, shows: string, caption: string) => void;

/**
 * Draws a text.
 *
 * @param doc - the document
 * @param text - the Markdown
 * @param inserts - the parts made from data
 * @param drawFigure - draws figures, where a text has some
 * @throws Error when the text uses what there is no form for
 */
export function drawMarkdown(
  doc: PagedDocument,
  text: string,
  inserts: Inserts = {},
  drawFigure?: DrawFigure,
): void {
  let columns: number[] | undefined;
  const tokens = lexer(text).filter((token) => token.type !== 'space');
  for (const [index, token] of tokens.entries()) {
    switch (token.type) {
      case 'html': {
        const { name, value } = instruction(token as Tokens.HTML);
        if (name === 'columns') columns = value.split(/\s+/).map(Number);
        else follow(doc, name, value, inserts);
        break;
      }
      case 'heading':
        drawHeading(doc, token as Tokens.Heading, tokens[index + 1]);
        break;
      case 'paragraph':
        drawParagraph(doc, token as Tokens.Paragraph, drawFigure);
        break;
      case 'list': {
        const { items, ordered } = token as Tokens.List;
        list(
          doc,
          items.map((item) => runs(item.tokens)),
          ordered,
        );
        break;
      }
      case 'blockquote':
        note(
          doc,
          (token as Tokens.Blockquote).tokens
            .filter((each) => each.type === 'paragraph')
            .map((each) => runs([each])),
        );
        break;
      case 'table':
        drawTable(doc, token as Tokens.Table, columns);
        columns = undefined;
        break;
      default:
        throw new Error(`The text of a PDF cannot hold "${token.raw.slice(0, 40)}" (${token.type})`);
    }
  }
}

function instruction(token: Tokens.HTML): { name: string; value: string } {
  const match = /^<!-- (\w+)(?:: (.+?))? -->\s*$/.exec(token.raw);
  if (!match?.[1]) throw new Error(`Not an instruction: ${token.raw.trim()}`);
  return { name: match[1], value: match[2] ?? '' };
}

function follow(doc: PagedDocument, name: string, value: string, inserts: Inserts): void {
  if (name === 'page') {
    doc.newPage((value || doc.shape) as PageShape);
    return;
  }
  const insert = name === 'insert' ? inserts[value] : undefined;
  if (!insert) throw new Error(`No such instruction: ${name} ${value}`);
  insert(doc);
}

/** Room wanted below a heading, in points, by what follows it. */
const KEEP: Readonly<Record<string, number>> = { blockquote: 140, table: 80, html: 80, heading: 100 };

function drawHeading(doc: PagedDocument, token: Tokens.Heading, next: Token | undefined): void {
  const match = /^(.*?)\s*(?:\{#([\w.-]+)\})?$/.exec(token.text);
  heading(
    doc,
    Math.min(token.depth, 3) as 1 | 2 | 3,
    match?.[1] ?? token.text,
    match?.[2],
    KEEP[next?.type ?? ''],
  );
}

function drawParagraph(doc: PagedDocument, token: Tokens.Paragraph, drawFigure?: DrawFigure): void {
  const [only] = token.tokens;
  if (drawFigure && only?.type === 'image' && token.tokens.length === 1) {
    const { href, text, title } = only as Tokens.Image;
    drawFigure(doc, href.replace(/^figure:/, ''), text, title ?? '');
    return;
  }
  paragraph(doc, runs(token.tokens));
}

function drawTable(doc: PagedDocument, token: Tokens.Table, columns: readonly number[] | undefined): void {
  table(doc, {
    head: token.header.map((cell) => cell.text),
    columns: columns ?? token.header.map(() => 1),
    rows: token.rows.map((row) => ({
      cells: row.map((cell, index) => [runs(cell.tokens, index === 0 ? 'bold' : 'regular')]),
    })),
  });
}

function runs(tokens: readonly Token[], cut: Cut = 'regular', href?: string): Run[] {
  return tokens.flatMap((token): Run[] => {
    switch (token.type) {
      case 'strong':
        return runs((token as Tokens.Strong).tokens, 'bold', href);
      case 'em':
        return runs((token as Tokens.Em).tokens, 'italic', href);
      case 'link':
        return runs((token as Tokens.Link).tokens, cut, (token as Tokens.Link).href);
      case 'br':
        return [{ text: ' ', cut }];
      case 'space':
        return [];
      case 'paragraph':
        return runs((token as Tokens.Paragraph).tokens, cut, href);
      case 'text':
      case 'escape': {
        const { tokens: inner, text } = token as Tokens.Text;
        return inner ? runs(inner, cut, href) : [href === undefined ? { text, cut } : { text, cut, href }];
      }
      default:
        throw new Error(`The text of a PDF cannot hold "${token.raw}" (${token.type})`);
    }
  });
}
