import { glob, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import content from '../../.generated/public.json' with { type: 'json' };
import { DEFAULT_LOCALE, localeOfPath } from '../../words/locale.ts';
import { twinPath } from '../src/twin-path.ts';
import { pageMarkdown } from './page-markdown.ts';

/**
 * Writes the Markdown twin of every page that is meant to be found, made from the page itself: the two cannot differ. What
 * is for machines is there once, from the pages in English.
 */
export function markdownTwins(): AstroIntegration {
  return {
    name: 'markdown-twins',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const origin = content.company.trustOrigin ?? `https://${content.company.domain}`;
        for await (const file of glob('**/index.html', { cwd: fileURLToPath(dir) })) {
          const html = await readFile(new URL(file, dir), 'utf8');
          if (html.includes('<meta name="robots" content="noindex">')) continue;
          const path = `/${file.replaceAll('\\', '/').replace(/index\.html$/, '')}`;
          if (localeOfPath(path) !== DEFAULT_LOCALE) continue;
          await writeFile(new URL(`.${twinPath(path)}`, dir), pageMarkdown(html, `${origin}${path}`));
        }
      },
    },
  };
}
