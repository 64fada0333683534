import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes, Root } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';
import { LOCALES, localPath } from '../../words/locale.ts';

const parser = unified().use(rehypeParse, { fragment: true }).freeze();

/** A page as it was built. Its parts are read when they are asked for, and once: most pages are asked for their title alone. */
export class BuiltPage {
  readonly path: string;
  readonly html: string;
  #title: string | undefined;
  #main: Root | undefined;

  /**
   * @param path - where it is, with the slash at its end
   * @param html - the whole page
   */
  constructor(path: string, html: string) {
    this.path = path;
    this.html = html;
  }

  /** The title without the company's name. */
  get title(): string {
    this.#title ??= oneLine(textOf(parse(this.#between('title')))).replace(/ · [^·]*$/, '');
    return this.#title;
  }

  /** The page's language, as a tag. */
  get lang(): string {
    return /^[^>]*<html[^>]* lang="([^"]*)"/s.exec(this.html)?.[1] ?? '';
  }

  /** What stands in the main part, as HTML. */
  get mainHtml(): string {
    return this.#between('main');
  }

  /** What stands in the main part. Whoever reads it leaves it as it is. */
  get main(): Root {
    this.#main ??= parse(this.mainHtml);
    return this.#main;
  }

  #between(tag: string): string {
    const start = this.html.search(new RegExp(`<${tag}[\\s>]`));
    const end = this.html.lastIndexOf(`</${tag}>`);
    if (start === -1 || end === -1) throw new Error(`There is no <${tag}> in ${this.path}.`);
    return this.html.slice(this.html.indexOf('>', start) + 1, end);
  }
}

/**
 * Reads the pages that are to be found, one by one: all but those that ask not to be listed. The search pages come last,
 * for they list the others.
 *
 * @param folder - where they were built to
 */
export function* builtPages(folder: string): Generator<BuiltPage> {
  const last = new Set(LOCALES.map((locale) => localPath('/search/', locale)));
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .sort()
    .map((file) => `/${file.replaceAll('\\', '/').replace(/index\.html$/, '')}`);
  for (const path of [...paths.filter((one) => !last.has(one)), ...paths.filter((one) => last.has(one))]) {
    const html = readFileSync(join(folder, fileOf(path)), 'utf8');
    if (!html.includes('<meta name="robots" content="noindex">')) yield new BuiltPage(path, html);
  }
}

/** The file of a page, below the folder it was built to. */
export function fileOf(path: string): string {
  return path.endsWith('/') ? `${path}index.html` : path;
}

/** HTML as a tree. */
export function parse(html: string): Root {
  return parser.parse(html);
}

/** All text below a node. */
export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** Text with one space wherever there is room between words. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
