import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import MiniSearch from 'minisearch';
import { LOCALES, type Locale, localPath, plainPath } from '../../words/locale.ts';
import { indexOptions, type Place } from '../src/search/index-options.ts';
import { indexPath } from '../src/search/index-path.ts';
import { type BuiltPage, readBuiltPages } from './built-pages.ts';

/** Pages whose words are those of a policy of today, mostly: they are found by name, so that they do not crowd it out. */
const BY_NAME = /^\/policies\/[^/]+\/(history|versions)\//;
const LIST = /(<ul id="everything-list"[^>]*>).*?<\/ul>/s;

/**
 * Makes everything public findable, from the pages as they were built: what is not on a public page cannot get in.
 * For each language, writes the index that its search page reads, and into that page the list from A to Z for whoever runs no script.
 */
export function searchIndex(): AstroIntegration {
  return {
    name: 'search-index',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const all = await readBuiltPages(folder);
        for (const locale of LOCALES) {
          const here = localPath('/search/', locale);
          // What is there in English alone is found in every language.
          const pages = all.filter(
            ({ path }) => path !== here && localPath(plainPath(path), locale) === path,
          );
          const index = new MiniSearch<Place>(indexOptions);
          index.addAll(pages.flatMap((page) => places(page, locale)));
          await writeFile(join(folder, indexPath(locale)), JSON.stringify(index));
          const file = join(folder, here, 'index.html');
          const html = await readFile(file, 'utf8');
          if (!LIST.test(html)) throw new Error(`${here} has no #everything-list to write the list into.`);
          await writeFile(
            file,
            html.replace(LIST, (_, open: string) => `${open}${everything(pages, locale)}</ul>`),
          );
        }
      },
    },
  };
}

function places({ path, title, lang, text, parts }: BuiltPage, locale: Locale): Place[] {
  const byName = BY_NAME.test(path);
  const page = { page: title, pageLang: foreign(lang, locale) };
  return [
    { id: path, ...page, heading: '', text: byName ? '' : text },
    ...(byName ? [] : parts).map((part) => ({
      id: `${path}#${part.id}`,
      ...page,
      heading: part.heading,
      headingLang: foreign(part.lang, locale),
      text: part.text,
    })),
  ];
}

function everything(pages: readonly BuiltPage[], locale: Locale): string {
  return pages
    .toSorted((a, b) => a.title.localeCompare(b.title, locale, { numeric: true }))
    .map(({ path, title, lang, parts }) => {
      const below = BY_NAME.test(path) ? [] : parts;
      const links = below
        .map((part) => link(`${path}#${part.id}`, part.heading, foreign(part.lang, locale)))
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
