import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { builtPages } from './built-pages.ts';
import { MarkdownTwins } from './markdown-twins.ts';
import { PagePictures } from './page-pictures.ts';
import { readHistories } from './policy-histories.ts';
import { SearchIndex } from './search-index.ts';

/** Writes what is made from the pages: the search index, the Markdown twins, and the pictures. Each page is read once. */
export function fromPages(): AstroIntegration {
  return {
    name: 'from-pages',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const search = new SearchIndex(folder);
        const twins = new MarkdownTwins(folder, await readHistories());
        const pictures = new PagePictures(folder);
        for (const built of builtPages(folder)) {
          const page = await search.take(built);
          await twins.write(page);
          pictures.take(page);
        }
        await pictures.finish();
      },
    },
  };
}
