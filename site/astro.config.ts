import sitemap from '@astrojs/sitemap';
import { defineConfig } from 'astro/config';
import content from '../.generated/public.json' with { type: 'json' };
import { DEFAULT_LOCALE, LOCALES } from '../words/locale.ts';
import { fromPages } from './integrations/from-pages.ts';
import { headersFile } from './integrations/headers-file.ts';
import { policyDownloads } from './integrations/policy-downloads.ts';
import { historiesWhenWanted } from './integrations/policy-histories.ts';
import { publicFiles } from './integrations/public-files.ts';
import { siteFont } from './integrations/site-font.ts';

export default defineConfig({
  ...(content.company.trustOrigin ? { site: content.company.trustOrigin } : {}),
  outDir: './dist',
  trailingSlash: 'always',
  // The policy allows stylesheets of our own and nothing inline.
  build: { inlineStylesheets: 'never' },
  vite: {
    // Nor does it allow scripts inside a page, however short.
    build: { assetsInlineLimit: 0 },
    worker: { format: 'es' },
    plugins: [historiesWhenWanted()],
  },
  // Whitespace between words stays, as HTML has it.
  compressHTML: true,
  devToolbar: { enabled: false },
  server: { host: '127.0.0.1' },
  integrations: [
    headersFile(),
    publicFiles(),
    policyDownloads(),
    siteFont(),
    fromPages(),
    // It needs to know where the site is reached. The shell is no page of its own, and a changed text that nobody approved is not listed.
    ...(content.company.trustOrigin
      ? [
          sitemap({
            filter: (page) => !page.includes('/shell/') && !/\/versions\/[^/]*-changed/.test(page),
            i18n: {
              defaultLocale: DEFAULT_LOCALE,
              locales: Object.fromEntries(LOCALES.map((locale) => [locale, locale])),
            },
          }),
        ]
      : []),
  ],
});
