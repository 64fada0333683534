import type { Finding } from './finding.ts';
import type { Heading } from './policies.ts';

/** A link that a text of the content makes. */
export interface CrossLink {
  readonly file: string;
  readonly field: string | null;
  readonly href: string;
}

/** What links can lead to. */
export interface LinkTargets {
  /** The policies that are sound. */
  readonly policies: readonly { readonly id: string; readonly headings: readonly Heading[] }[];
  /** The ids of all, those included in which something else is wrong. */
  readonly policyIds: readonly string[];
  readonly reports: readonly string[];
}

/**
 * Finds links to policies and reports, and to headings of policies, that lead nowhere. Where else a link may lead is
 * seen only in the built site.
 *
 * @param links - the links of all texts
 * @param targets - what there is
 */
export function brokenLinks(
  links: readonly CrossLink[],
  { policies, policyIds, reports }: LinkTargets,
): Finding[] {
  return links.flatMap(({ file, field, href }) => {
    const url = new URL(href, `https://site.invalid/${file.replace(/^content\//, '').replace(/\.md$/, '/')}`);
    if (url.host !== 'site.invalid') return [];
    const [, noun, id = ''] = url.pathname.split('/');
    if (id === '') return [];
    const broken = (expected: string) => [{ file, field, message: `expected ${expected}, found "${href}"` }];
    if (noun === 'reports' && !reports.includes(id)) {
      return broken(`a link to a report there is (${reports.join(', ')})`);
    }
    if (noun !== 'policies') return [];
    if (!policyIds.includes(id)) return broken(`a link to a policy there is (${policyIds.join(', ')})`);
    const policy = policies.find((one) => one.id === id);
    // One that is not sound is told by itself.
    if (!policy || policy.headings.length === 0) return [];
    const anchor = decodeURIComponent(url.hash.slice(1));
    if (anchor === '' || policy.headings.some((heading) => heading.id === anchor)) return [];
    return broken(`a heading of /policies/${id}/ (${policy.headings.map((one) => `#${one.id}`).join(', ')})`);
  });
}
