import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Element, Nodes } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';

/** A page as it was built. */
export interface BuiltPage {
  readonly path: string;
  /** The title without the company's name. */
  readonly title: string;
  /** The language of the title, as a tag: that of the heading that it is, else the page's. */
  readonly lang: string;
  /** Its text before the first part. */
  readonly text: string;
  readonly parts: readonly { id: string; heading: string; lang: string; text: string }[];
}

/** Elements between whose words a reader sees a space. */
const INLINE = new Set(['a', 'abbr', 'code', 'del', 'em', 'ins', 'mark', 'strong', 'time']);
/** What is not of the text: how to get about, and comparisons, whose words are those of the texts compared. */
const LEFT_OUT = new Set(['nav', 'form', 'script', 'noscript', 'details', 'svg']);

/**
 * Reads the pages that are to be found: all but those that ask not to be listed.
 *
 * @param folder - where they were built to
 */
export async function readBuiltPages(folder: string): Promise<BuiltPage[]> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((file) => file.endsWith('.html')).sort();
  const pages: BuiltPage[] = [];
  for (const file of files) {
    const html = await readFile(join(folder, file), 'utf8');
    if (html.includes('<meta name="robots" content="noindex">')) continue;
    pages.push(readPage(`/${file.replaceAll('\\', '/').replace(/index\.html$/, '')}`, html));
  }
  return pages;
}

const parser = unified().use(rehypeParse);

function readPage(path: string, html: string): BuiltPage {
  const tree = parser.parse(html);
  const main = find(tree, 'main');
  if (!main) throw new Error(`${path} has no main part.`);
  const title = oneLine(textOf(find(tree, 'title'))).replace(/ · [^·]*$/, '');
  const pageLang = langOf(find(tree, 'html')) ?? '';
  const parts: { id: string; heading: string; lang: string; text: string }[] = [];
  let text = '';
  const add = (more: string) => {
    const part = parts.at(-1);
    if (part) part.text += more;
    else text += more;
  };
  const visit = (node: Nodes, around: string) => {
    if (node.type === 'text') add(node.value);
    if (node.type !== 'element' || LEFT_OUT.has(node.tagName) || node.properties.ariaHidden === 'true')
      return;
    if (node.properties.dataNosnippet !== undefined) return;
    const lang = langOf(node) ?? around;
    if (/^h[1-6]$/.test(node.tagName)) {
      const { id } = node.properties;
      if (id) parts.push({ id: String(id), heading: oneLine(textOf(node)), lang, text: '' });
      else if (node.tagName !== 'h1') add(` ${textOf(node)} `);
      return;
    }
    if (!INLINE.has(node.tagName)) add(' ');
    for (const child of node.children) visit(child, lang);
    if (!INLINE.has(node.tagName)) add(' ');
  };
  visit(main, pageLang);
  return {
    path,
    title,
    lang: langOf(find(main, 'h1')) ?? pageLang,
    text: oneLine(text),
    parts: parts.map((part) => ({ ...part, text: oneLine(part.text) })),
  };
}

function find(node: Nodes, tagName: string): Element | undefined {
  if (node.type === 'element' && node.tagName === tagName) return node;
  if (!('children' in node)) return undefined;
  for (const child of node.children) {
    const found = find(child, tagName);
    if (found) return found;
  }
  return undefined;
}

function langOf(element: Element | undefined): string | undefined {
  const lang = element?.properties.lang;
  return lang === undefined ? undefined : String(lang);
}

function textOf(node: Nodes | undefined): string {
  if (!node) return '';
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
