import type { Change } from '../../schema/history/policy-history.ts';
import { code, type Html, html, text } from '../../words/html.ts';
import type { Messages } from './messages/en.ts';

/**
 * Who made a commit, which one it is, and what its signature is worth, for a sentence.
 *
 * @param change - the commit
 * @param page - the words of the page's language, and how it marks the company's own
 * @param recorded - whether the commit says only who recorded what somebody in a role did
 */
export function commitWords(
  change: Change,
  { m, own }: { m: Messages; own: (words: string) => Html },
  recorded = false,
): Html {
  const signature = text(m.signatures[change.signature]);
  const words = (recorded ? m.history.recordedBy : m.history.by)(
    own([change.author, ...change.coAuthors].join(', ')),
    code(change.commit.slice(0, 10)),
    change.signature === 'bad' ? html`<strong>${signature}</strong>` : signature,
  );
  // Proof to be read where it stands; nobody looks for it, here or elsewhere.
  return html`<span data-nosnippet>${words}</span>`;
}
