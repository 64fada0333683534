import { LOCALES, localPath } from '../../../words/locale.ts';
import { company, origin } from '../content.ts';

/** Everything static may be read by everybody, models included. */
export function GET(): Response {
  const closed = ['/access/', '/subscribe'].flatMap((path) => [
    path,
    ...LOCALES.map((locale) => localPath(path, locale)),
  ]);
  const lines = [...closed, '/console'].map((path) => `Disallow: ${path}\n`).join('');
  const sitemap = company.trustOrigin ? `\nSitemap: ${origin}/sitemap-index.xml\n` : '';
  return new Response(`User-agent: *\n${lines}${sitemap}`);
}
