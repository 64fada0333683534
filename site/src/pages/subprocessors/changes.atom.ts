import { Feed } from 'feed';
import { company, subprocessorChanges, today } from '../../content.ts';
import { changeId, changeInWords, kindWords } from '../../subprocessor-words.ts';

const origin = company.trustOrigin ?? `https://${company.domain}`;
const PAGE = `${origin}/subprocessors/`;

/** Changes of subprocessors as an Atom feed (RFC 4287). The same content makes the same bytes. */
export function GET(): Response {
  const newest = subprocessorChanges[0]?.announced ?? today;
  const feed = new Feed({
    id: `tag:${company.domain},2026:subprocessors`,
    title: `${company.name}: changes of subprocessors`,
    link: PAGE,
    language: 'en',
    copyright: company.legalName,
    updated: new Date(newest),
    generator: 'Vitrine',
    feedLinks: { atom: `${PAGE}changes.atom` },
    author: { name: company.name },
  });
  for (const change of subprocessorChanges) {
    feed.addItem({
      id: changeId(change, company.domain),
      title: html(`${change.name}: ${kindWords(change)}`),
      link: `${PAGE}#changes`,
      date: new Date(change.announced),
      description: html(changeInWords(change)),
    });
  }
  return new Response(feed.atom1());
}

/** The library says of texts that they are HTML (RFC 4287, section 3.1.1.2), so they have to be. */
function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
