import MiniSearch from 'minisearch';
import { indexOptions, type Place } from '../../core/search/index-options.ts';
import { publicOrigin } from '../../schema/company.ts';
import type { TrustDocument } from '../../schema/trust-schema.ts';
import { indexPath } from '../../words/index-path.ts';
import { DEFAULT_LOCALE, plainPath } from '../../words/locale.ts';
import { twinPath } from '../../words/twin-path.ts';
import { content } from '../content.ts';
import { Failure } from '../problem.ts';

/**
 * The built site, as a program reads it: the files that lie beside the pages and were made from them. Nothing here knows a fact that is
 * not in one of them.
 */
export interface Site {
  /** Scheme and host of the addresses that the files name. */
  readonly origin: string;
  /** `trust.json`. */
  trust(): Promise<TrustDocument>;
  /** What the search page reads, in English. */
  index(): Promise<MiniSearch<Place>>;
  /** The pages in English that search knows, by path. */
  pages(): Promise<readonly PublicPage[]>;
  /**
   * Finds a page by what somebody calls its address: that of the page in any language, that of its Markdown, with or without scheme and host.
   *
   * @returns the path of the page in English, or null where there is no such page
   */
  find(address: string): Promise<string | null>;
  /**
   * The Markdown of a page.
   *
   * @param path - what {@link find} found
   * @returns null where it is not there after all: only the number of a version of a policy is not known before it is asked for
   */
  markdown(path: string): Promise<string | null>;
}

/** A page, as search knows it. */
interface PublicPage {
  readonly path: string;
  readonly title: string;
}

/** The page of a version of a policy: search leaves these to the policy's history. */
const VERSION = /^\/policies\/([a-z0-9-]+)\/versions\/[\w.-]+\/$/;

/** What was read, as long as the isolate lives: a deployment brings another one. Never a promise, which would belong to one request. */
interface Read {
  trust?: TrustDocument;
  index?: MiniSearch<Place>;
  pages?: readonly PublicPage[];
}
const kept = new WeakMap<Env, Read>();

/**
 * Opens the site that was deployed with this Worker.
 *
 * @param env - whose assets they are
 * @param served - scheme and host under which this deployment is reached: also taken for those of the site
 */
export function openSite(env: Env, served: string): Site {
  const read = kept.get(env) ?? {};
  kept.set(env, read);
  const origin = publicOrigin(content.company);

  const fetchFile = (path: string) => env.ASSETS.fetch(new URL(path, served));
  async function textOf(path: string): Promise<string> {
    const response = await fetchFile(path);
    if (!response.ok)
      throw new Failure('storage-unavailable', { cause: `${path} answers ${response.status}` });
    return await response.text();
  }

  const site: Site = {
    origin,
    async trust() {
      read.trust ??= JSON.parse(await textOf('/trust.json')) as TrustDocument;
      return read.trust;
    },
    async index() {
      read.index ??= MiniSearch.loadJSON<Place>(await textOf(indexPath(DEFAULT_LOCALE)), indexOptions);
      return read.index;
    },
    async pages() {
      read.pages ??= (await site.index())
        .search(MiniSearch.wildcard)
        .filter(({ id }) => !String(id).includes('#'))
        .map(({ id, page }) => ({ path: String(id), title: String(page) }))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1));
      return read.pages;
    },
    async find(address) {
      const url = URL.parse(address, origin);
      if (url === null || ![origin, served].includes(url.origin)) return null;
      const path = plainPath(`${url.pathname.replace(/\.md$|\/$/, '').replace(/^\/index$/, '')}/`);
      if ((await site.pages()).some((page) => page.path === path)) return path;
      const policy = VERSION.exec(path)?.[1];
      return policy !== undefined && (await site.trust()).policies.some(({ id }) => id === policy)
        ? path
        : null;
    },
    async markdown(path) {
      const response = await fetchFile(twinPath(path));
      if (response.ok) return await response.text();
      if (response.status === 404 && VERSION.test(path)) return null;
      throw new Failure('storage-unavailable', { cause: `${twinPath(path)} answers ${response.status}` });
    },
  };
  return site;
}
