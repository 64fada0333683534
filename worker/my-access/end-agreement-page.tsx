import { content } from '../content.ts';

/** `/my-access/agreement/end`: what it means, and one button. */
export function EndAgreementPage({ personId }: { personId: string }) {
  const { nda, company } = content;
  return (
    <>
      <p class="above">
        <a href="/my-access">My access</a>
      </p>
      <h1>End the agreement</h1>
      <p class="lead">
        You can end the <a href={nda.path}>{nda.title}</a> with {company.legalName} at any time. It takes
        effect at once.
      </p>
      <ul>
        <li>Your access to our reports ends, and that of colleagues whom you brought in under it.</li>
        <li>
          The copies that you have stay confidential for as long as the agreement says: {nda.termMonths}{' '}
          months from the day on which you received them.
        </li>
        <li>Your receipts stay, and stay valid for what happened until now.</li>
        <li>You can accept the agreement again whenever you like.</li>
      </ul>
      <form method="post" action="/my-access/agreement/end">
        <input type="hidden" name="person" value={personId} />
        <p class="actions">
          <button type="submit" class="button">
            End the agreement
          </button>{' '}
          <a class="button quiet" href="/my-access">
            Keep it
          </a>
        </p>
      </form>
    </>
  );
}
