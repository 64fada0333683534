import type { Evidence } from '../access/evidence.ts';
import { Fact } from '../access/nda-page.tsx';
import type { Acknowledgement } from '../companies/acknowledgement.ts';
import { content } from '../content.ts';
import { titleOf } from './words.ts';

/** `/my-access/receipts/:id`: what was recorded when the reader agreed, fact by fact. */
export function ReceiptPage({ evidence }: { evidence: Evidence | Acknowledgement }) {
  const { nda, counterparty } = evidence;
  const isAcceptance = 'signer' in evidence;
  const who = isAcceptance ? evidence.signer : evidence.colleague;
  return (
    <>
      <p class="above">
        <a href="/my-access">My access</a>
      </p>
      <h1>Receipt</h1>
      <p class="lead">
        {isAcceptance
          ? 'What we recorded when you accepted the agreement.'
          : 'What we recorded when you acknowledged the agreement that covers you.'}{' '}
        The same was mailed to you.
      </p>
      <dl class="facts">
        <Fact name="Agreement">
          <a href={nda.path}>
            {content.nda.title}, version {nda.version}
          </a>
          , in force since {nda.effective}
        </Fact>
        <Fact name="SHA-256 of its text">
          <code>{nda.sha256}</code>
        </Fact>
        <Fact name={isAcceptance ? 'Accepted' : 'Acknowledged'}>
          {isAcceptance ? evidence.acceptedAt : evidence.acknowledgedAt}
        </Fact>
        <Fact name="By">
          <bdi>{who.name}</bdi>, for <bdi>{who.company}</bdi>, {who.address}
        </Fact>
        <Fact name="With">{counterparty}</Fact>
        <Fact name="For">{titleOf(evidence.report)}</Fact>
        {isAcceptance ? (
          <>
            <Fact name="You ticked">{evidence.shown.consent}</Fact>
            <Fact name="And declared">{evidence.shown.authority}</Fact>
          </>
        ) : (
          <>
            <Fact name="Accepted for your company by">
              <bdi>{evidence.acceptedBy.name}</bdi>, {evidence.acceptedBy.at}
            </Fact>
            <Fact name="You ticked">{evidence.shown.acknowledge}</Fact>
          </>
        )}
        <Fact name="And pressed">{evidence.shown.button}</Fact>
        <Fact name="Address confirmed">
          {evidence.confirmation
            ? `${evidence.confirmation.confirmedAt}, by ${evidence.confirmation.by}`
            : 'not by mail'}
        </Fact>
        <Fact name="From">
          {who.ip}, {who.userAgent}
        </Fact>
        <Fact name="Build of our site">{evidence.build}</Fact>
        <Fact name="Number">
          <code>{isAcceptance ? evidence.acceptance : evidence.invitation}</code>
        </Fact>
      </dl>
    </>
  );
}
