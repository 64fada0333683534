import { html, text } from '../../words/html.ts';
import { content } from '../content.ts';
import { useWords, written } from '../localised.tsx';
import { AboveMyAccess } from './leaving-pages.tsx';

/** `/my-access/agreement/end`: what it means, and one button. */
export function EndAgreementPage({ personId }: { personId: string }) {
  const { nda, company } = content;
  const { m, ndaTitle } = useWords();
  const words = m.endingAgreement;
  return (
    <>
      <AboveMyAccess />
      <h1>{words.title}</h1>
      <p class="lead">
        {written(words.lead(html`<a href="${text(nda.path)}">${ndaTitle}</a>`, text(company.legalName)))}
      </p>
      <ul>
        <li>{words.access}</li>
        <li>{words.copies(nda.termMonths)}</li>
        <li>{words.receipts}</li>
        <li>{words.again}</li>
      </ul>
      <form method="post" action="/my-access/agreement/end">
        <input type="hidden" name="person" value={personId} />
        <p class="actions">
          <button type="submit" class="button">
            {words.title}
          </button>{' '}
          <a class="button quiet" href="/my-access">
            {words.keep}
          </a>
        </p>
      </form>
    </>
  );
}
