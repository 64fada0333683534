import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import content from '../../.generated/public.json' with { type: 'json' };
import { type Company, publicOrigin } from '../../schema/company.ts';
import type { PolicyHistories } from '../../schema/history/policy-history.ts';
import { fillVariables } from '../../schema/variables.ts';
import { DEFAULT_LOCALE, localeOfPath } from '../../words/locale.ts';
import { twinPath } from '../../words/twin-path.ts';
import type { BuiltPage } from './built-pages.ts';
import { pageMarkdown, textMarkdown } from './page-markdown.ts';

/**
 * Writes the Markdown twin of every page that is meant to be found, made from the page itself: the two cannot differ. What
 * is for machines is there once, from the pages in English. Of a version of a policy, of which there may be thousands, the
 * twin has the text as it was written; what else is known of it stands in the twin of the policy's history.
 */
export class MarkdownTwins {
  readonly #origin = publicOrigin(content.company as Company);
  readonly #folder: string;
  readonly #texts: ReadonlyMap<string, string>;

  /**
   * @param folder - where the pages were built to
   * @param histories - what the policies said
   */
  constructor(folder: string, { policies }: PolicyHistories) {
    this.#folder = folder;
    this.#texts = new Map(
      policies.flatMap(({ id, versions }) =>
        versions.map(({ version, markdown }) => [`/policies/${id}/versions/${version}/`, markdown]),
      ),
    );
  }

  /** Writes the twin of a page. */
  async write(page: BuiltPage): Promise<void> {
    const { path } = page;
    if (!path.endsWith('/') || localeOfPath(path) !== DEFAULT_LOCALE) return;
    const url = `${this.#origin}${path}`;
    const text = this.#texts.get(path);
    const markdown =
      text === undefined
        ? pageMarkdown(page, url)
        : textMarkdown(page, url, fillVariables(text, content.company as Company));
    await writeFile(join(this.#folder, twinPath(path)), markdown);
  }
}
