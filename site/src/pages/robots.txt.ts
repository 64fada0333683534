import { company, origin } from '../content.ts';

/** Everything static may be read by everybody, models included. */
export function GET(): Response {
  const sitemap = company.trustOrigin ? `\nSitemap: ${origin}/sitemap-index.xml\n` : '';
  return new Response(
    `User-agent: *\nDisallow: /access/\nDisallow: /console\nDisallow: /subscribe\n${sitemap}`,
  );
}
