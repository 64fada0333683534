import { suggestion } from './explain.ts';
import type { Finding } from './finding.ts';

/** A link to a place of the site that a text of the content makes. */
export interface CrossLink {
  readonly file: string;
  /** Null in the body of a text. */
  readonly field: string | null;
  readonly href: string;
  /** Counted from 1; null where it could not be told. */
  readonly line: number | null;
}

/** The site as it was built. */
export interface BuiltPlaces {
  /** All paths that are served, as in `/policies/testing/` and `/trust.json`. */
  readonly paths: readonly string[];
  /** The ids on a page; empty for what is no page. */
  anchorsOf(path: string): Promise<readonly string[]>;
}

/** Pages of the Worker's that a text may send readers to. */
const WORKER_PAGES = ['/my-access', '/subscribe'];
/** What the Worker answers for a report: it does so where the report has a page. */
const ACCESS = /^\/access\/([^/]+)$/;
/** Above this an author is better served by the page itself. */
const MOST_ANCHORS_SHOWN = 20;

/**
 * Finds links that lead nowhere: to a page or a file that is not served, or to a place that its page does not have.
 *
 * @param links - the links of all texts
 * @param built - what there is
 * @param pageOf - the page on which a file's text stands: there a link that is only a fragment leads
 */
export async function brokenLinks(
  links: readonly CrossLink[],
  built: BuiltPlaces,
  pageOf: (file: string) => string,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const known = new Set([...built.paths, ...WORKER_PAGES]);
  for (const { file, field, href, line } of links) {
    const wrong = (message: string) =>
      findings.push({ file: line === null ? file : `${file}:${line}`, field, message });
    const { pathname, hash } = new URL(href, `https://site.invalid${pageOf(file)}`);
    const report = ACCESS.exec(pathname)?.[1];
    const path = decodeURI(report === undefined ? pathname : `/reports/${report}/`);
    if (!known.has(path)) {
      const hint = suggestion(path, built.paths);
      wrong(`expected a link to a page or file of the site, found "${href}"${hint ? `; ${hint}` : ''}`);
      continue;
    }
    const anchor = decodeURIComponent(hash.slice(1));
    if (anchor === '') continue;
    const anchors = await built.anchorsOf(path);
    if (anchors.includes(anchor)) continue;
    const there = anchors.map((id) => `#${id}`);
    const listed = there.length > MOST_ANCHORS_SHOWN ? [...there.slice(0, MOST_ANCHORS_SHOWN), '…'] : there;
    const hint = suggestion(`#${anchor}`, there) ?? `there are ${listed.join(', ') || 'none'}`;
    wrong(`expected a place on ${path}, found "${href}"; ${hint}`);
  }
  return findings;
}
