import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Nodes } from 'hast';
import MiniSearch from 'minisearch';
import { indexOptions, type Place } from '../../core/search/index-options.ts';
import { indexPath } from '../../words/index-path.ts';
import { LOCALES, type Locale, localPath, plainPath } from '../../words/locale.ts';
import { BuiltPage, fileOf, oneLine, textOf } from './built-pages.ts';

/** Pages whose words are those of a policy of today, mostly: they are found by name, so that they do not crowd it out. */
const BY_NAME = /^\/policies\/[^/]+\/history\//;
/** Texts of a version: whoever wants one finds it in the history. */
const VERSION = /^\/policies\/[^/]+\/versions\//;
const LIST = /(<ul id="everything-list"[^>]*>).*?<\/ul>/s;

/** Elements between whose words a reader sees a space. */
const INLINE = new Set(['a', 'abbr', 'code', 'del', 'em', 'ins', 'mark', 'strong', 'time']);
/** What is not of the text: how to get about, and comparisons, whose words are those of the texts compared. */
const LEFT_OUT = new Set(['nav', 'form', 'script', 'noscript', 'details', 'svg']);

/** A page with its places, itself first; the languages of title and headings are as the page has them. */
interface Entry {
  readonly path: string;
  readonly title: string;
  readonly lang: string;
  readonly places: readonly (Place & { readonly headingLang: string })[];
}

/**
 * Makes everything public findable, from the pages as they were built: what is not on a public page cannot get in.
 * For each language there is an index, which its search page reads, and in that page the list from A to Z for whoever runs no script.
 */
export class SearchIndex {
  readonly #folder: string;
  readonly #entries: Entry[] = [];

  /** @param folder - where the pages were built to */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Takes a page. The search page of a language is completed, and its index written, with the pages taken before it.
   *
   * @returns the page as it is now
   */
  async take(page: BuiltPage): Promise<BuiltPage> {
    const locale = LOCALES.find((one) => localPath('/search/', one) === page.path);
    if (locale) return this.#complete(page, locale);
    if (!VERSION.test(page.path)) this.#entries.push(entryOf(page));
    return page;
  }

  async #complete({ path, html }: BuiltPage, locale: Locale): Promise<BuiltPage> {
    // What is there in English alone is found in every language.
    const entries = this.#entries.filter((entry) => localPath(plainPath(entry.path), locale) === entry.path);
    const index = new MiniSearch<Place>(indexOptions);
    index.addAll(
      entries.flatMap(({ lang, places }) =>
        places.map((place) => ({
          ...place,
          pageLang: foreign(lang, locale),
          headingLang: foreign(place.headingLang, locale),
        })),
      ),
    );
    await writeFile(join(this.#folder, indexPath(locale)), JSON.stringify(index));
    if (!LIST.test(html)) throw new Error(`${path} has no #everything-list to write the list into.`);
    const completed = html.replace(LIST, (_, open: string) => `${open}${everything(entries, locale)}</ul>`);
    await writeFile(join(this.#folder, fileOf(path)), completed);
    return new BuiltPage(path, completed);
  }
}

function entryOf(page: BuiltPage): Entry {
  const { path, title } = page;
  let lang = page.lang;
  const places = [{ id: path, page: title, heading: '', headingLang: lang, text: '' }];
  // The title of a page is that of its first heading, and so is its language; only where nothing else is wanted is the main part not read.
  if (BY_NAME.test(path))
    return { path, title, lang: /<h1[^>]* lang="([^"]*)"/.exec(page.mainHtml)?.[1] ?? lang, places };
  const add = (more: string) => {
    const place = places.at(-1);
    if (place) place.text += more;
  };
  const visit = (node: Nodes, around: string) => {
    if (node.type === 'text') add(node.value);
    if (node.type !== 'element' || LEFT_OUT.has(node.tagName) || node.properties.ariaHidden === 'true')
      return;
    if (node.properties.dataNosnippet !== undefined) return;
    const here = node.properties.lang === undefined ? around : String(node.properties.lang);
    if (/^h[1-6]$/.test(node.tagName)) {
      const { id } = node.properties;
      if (node.tagName === 'h1') lang = here;
      if (id)
        places.push({
          id: `${path}#${id}`,
          page: title,
          heading: oneLine(textOf(node)),
          headingLang: here,
          text: '',
        });
      else if (node.tagName !== 'h1') add(` ${textOf(node)} `);
      return;
    }
    if (!INLINE.has(node.tagName)) add(' ');
    for (const child of node.children) visit(child, here);
    if (!INLINE.has(node.tagName)) add(' ');
  };
  for (const child of page.main.children) visit(child, lang);
  return { path, title, lang, places: places.map((place) => ({ ...place, text: oneLine(place.text) })) };
}

function everything(entries: readonly Entry[], locale: Locale): string {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return entries
    .toSorted((a, b) => compare(a.title, b.title))
    .map(({ path, title, lang, places: [, ...parts] }) => {
      const links = parts
        .map(({ id, heading, headingLang }) => link(id, heading, foreign(headingLang, locale)))
        .join(' ');
      return `<li>${link(path, title, foreign(lang, locale))}${links && `<span class="hint">${links}</span>`}</li>`;
    })
    .join('\n');
}

/** A language, where it is not that of the search page. */
function foreign(lang: string, locale: Locale): string | undefined {
  return lang === locale ? undefined : lang;
}

function link(to: string, text: string, lang: string | undefined): string {
  return `<a href="${escaped(to)}"${lang ? ` lang="${escaped(lang)}"` : ''}>${escaped(text)}</a>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
