import type { Element, ElementContent, Root } from 'hast';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { type BuiltPage, parse, textOf } from './built-pages.ts';
import { type Compared, inWholeWords } from './whole-words.ts';

const converter = unified()
  .use(rehypeRemark)
  .use(remarkGfm, { tableCellPadding: false, tablePipeAlign: false })
  .use(remarkStringify, { bullet: '-', rule: '-' })
  .freeze();

const NOTICE = /<aside class="sample"[^>]*>([\s\S]*?)<\/aside>/;
const OPENING = /<div class="opening">([\s\S]*?)<\/div>/;
const PARAGRAPH = /<(p|h1)\b[\s\S]*?<\/\1>/g;

/**
 * A built page as Markdown: its main part, without what only serves the eye or leads around the page.
 *
 * @param page - the page
 * @param url - its address, to which its links are relative
 * @returns the text, with the page's address on top and its notice below
 */
export function pageMarkdown(page: BuiltPage, url: string): string {
  return written(page, url, [markdownOf(page.main, url)]);
}

/**
 * The page of a text that is Markdown already: what the page opens with, and the text as it was written.
 *
 * @param page - the page
 * @param url - its address
 * @param text - the Markdown that it shows
 */
export function textMarkdown(page: BuiltPage, url: string, text: string): string {
  const [, opening = ''] = OPENING.exec(page.mainHtml) ?? [];
  const said = (opening.match(PARAGRAPH) ?? []).map((html) => remembered(html, url));
  return written(page, url, [...said, absolute(text, url)]);
}

function written(page: BuiltPage, url: string, parts: readonly string[]): string {
  const [, notice = ''] = NOTICE.exec(page.html) ?? [];
  const said = [...parts, remembered(notice, url)].map((part) => part.trim()).filter(Boolean);
  return `<!-- ${url} -->\n\n${said.join('\n\n')}\n`;
}

/** What many pages say alike is made once. */
const known = new Map<string, string>();

/** Markdown of HTML whose links do not depend on the page. */
function remembered(html: string, url: string): string {
  const markdown = known.get(html) ?? markdownOf(parse(html), url);
  known.set(html, markdown);
  return markdown;
}

function markdownOf(tree: Root, url: string): string {
  const children = tree.children.flatMap((node) => plain(node, url));
  return converter.stringify(converter.runSync({ type: 'root', children }));
}

/** Links of a text that lead within the site, as addresses. */
function absolute(markdown: string, url: string): string {
  return markdown.replaceAll(/\]\(([/#][^()\s]*)/g, (_, href: string) => `](${new URL(href, url).href}`);
}

/** Between what the page shows on lines of their own. */
const SEPARATOR = ' · ';

/** The same node in elements that Markdown knows. */
function plain(node: ElementContent | Root['children'][number], url: string): ElementContent[] {
  // Without where it stood in the file, which would be copied along.
  if (node.type !== 'element') return node.type === 'text' ? [text(node.value)] : [];
  if (isLeftOut(node)) return [];
  const children = node.children.flatMap((child) => plain(child, url));
  const { href } = node.properties;
  // What stands apart on the page for its layout alone has to be kept apart in words.
  if (hasClass(node, 'links'))
    return [element('p', between(children.filter(({ type }) => type === 'element')))];
  switch (node.tagName) {
    case 'td':
    case 'th':
      // A row of a table is one line.
      return [element(node.tagName, withoutLeading(children.flatMap(inLine)))];
    case 'p':
      return [
        element('p', withoutLeading(node.children.some(isMarked) ? compared(node.children) : children)),
      ];
    case 'a':
      return [element('a', children, { href: new URL(String(href), url).href })];
    case 'dl':
      return [element('ul', children)];
    case 'div':
      return node.children.some((child) => child.type === 'element' && child.tagName === 'dt')
        ? [element('li', children)]
        : children;
    case 'dt':
      return [element('strong', children), text(': ')];
    case 'dd':
      return [...withoutLeading(children), text(' ')];
    case 'summary':
      return [element('p', [element('strong', children)])];
    case 'span':
      return hasClass(node, 'line') ? [text(SEPARATOR), ...children] : [text(' '), ...children, text(' ')];
    case 'section':
    case 'article':
    case 'aside':
    case 'details':
    case 'time':
    case 'small':
      return children;
    default:
      return [element(node.tagName, withoutLeading(children), node.properties)];
  }
}

function between(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.flatMap((node, index) => (index === 0 ? [node] : [text(SEPARATOR), node]));
}

/** The entries of a list, and paragraphs, without a line of their own. */
function inLine(node: ElementContent): ElementContent[] {
  if (node.type !== 'element') return [node];
  if (node.tagName === 'ul' || node.tagName === 'ol') {
    const entries = node.children.filter((child) => child.type === 'element');
    return entries.flatMap((entry, index) => [...(index === 0 ? [] : [text(', ')]), ...entry.children]);
  }
  return node.tagName === 'p' ? [text(' '), ...node.children] : [node];
}

/** What came and went, as Markdown can mark it. */
function compared(children: readonly ElementContent[]): ElementContent[] {
  const pieces = children.flatMap((node): Compared[] => {
    if (node.type === 'text') return [{ change: 'same', text: node.value }];
    if (node.type !== 'element') return [];
    const change = node.tagName === 'ins' ? 'added' : node.tagName === 'del' ? 'removed' : 'same';
    return [{ change, text: textOf(node) }];
  });
  return inWholeWords(pieces).map((piece) => {
    if (piece.change === 'same') return text(piece.text);
    return element(piece.change === 'added' ? 'strong' : 'del', [text(piece.text)]);
  });
}

function isMarked(node: Element['children'][number]): boolean {
  return node.type === 'element' && (node.tagName === 'ins' || node.tagName === 'del');
}

/** A separator divides, so none comes first. */
function withoutLeading(children: ElementContent[]): ElementContent[] {
  const first = children.findIndex((node) => node.type !== 'text' || node.value.trim() !== '');
  const node = children[first];
  return node?.type === 'text' && node.value === SEPARATOR ? children.slice(first + 1) : children;
}

function isLeftOut(node: Element): boolean {
  return ['nav', 'svg', 'form', 'script'].includes(node.tagName) || node.properties.ariaHidden === 'true';
}

function hasClass({ properties }: Element, name: string): boolean {
  return Array.isArray(properties.className) && properties.className.includes(name);
}

function element(
  tagName: string,
  children: ElementContent[],
  properties: Element['properties'] = {},
): Element {
  return { type: 'element', tagName, properties, children };
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}
