import { link, text } from '../../words/html.ts';
import type { Evidence } from '../access/evidence.ts';
import { Fact } from '../access/nda-page.tsx';
import type { Acknowledgement } from '../companies/acknowledgement.ts';
import { isolated, Own, useWords, written } from '../localised.tsx';
import { AboveMyAccess } from './leaving-pages.tsx';
import { titleOf } from './words.ts';

/**
 * `/my-access/receipts/:id`: what was recorded when the reader agreed, fact by fact. What was recorded stands as it is, in the
 * language in which it was shown then.
 */
export function ReceiptPage({ evidence }: { evidence: Evidence | Acknowledgement }) {
  const { nda, counterparty } = evidence;
  const { m, ndaTitle, time } = useWords();
  const words = m.receipt;
  const isAcceptance = 'signer' in evidence;
  const who = isAcceptance ? evidence.signer : evidence.colleague;
  const title = link(nda.path, m.myAccess.nda(ndaTitle, text(nda.version)));
  const { confirmation } = evidence;
  return (
    <>
      <AboveMyAccess />
      <h1>{words.title}</h1>
      <p class="lead">{isAcceptance ? words.accepted : words.acknowledged}</p>
      <dl class="facts">
        <Fact name={words.agreement}>{written(words.inForce(title, time(Date.parse(nda.effective))))}</Fact>
        <Fact name={words.hash}>
          <code>{nda.sha256}</code>
        </Fact>
        <Fact name={isAcceptance ? words.acceptedAt : words.acknowledgedAt}>
          {isAcceptance ? evidence.acceptedAt : evidence.acknowledgedAt}
        </Fact>
        <Fact name={words.by}>
          {written(words.signer(isolated(who.name), isolated(who.company)))}, {who.address}
        </Fact>
        <Fact name={words.with}>{counterparty}</Fact>
        <Fact name={words.for}>
          <Own>{titleOf(evidence.report)}</Own>
        </Fact>
        {isAcceptance ? (
          <>
            <Fact name={words.ticked}>
              <span lang={nda.locale}>{evidence.shown.consent}</span>
            </Fact>
            <Fact name={words.declared}>
              <span lang={nda.locale}>{evidence.shown.authority}</span>
            </Fact>
            <Fact name={words.pressed}>
              <span lang={nda.locale}>{evidence.shown.button}</span>
            </Fact>
          </>
        ) : (
          <>
            <Fact name={words.companyBy}>
              <bdi>{evidence.acceptedBy.name}</bdi>, {evidence.acceptedBy.at}
            </Fact>
            <Fact name={words.ticked}>
              <span lang={evidence.shown.locale}>{evidence.shown.acknowledge}</span>
            </Fact>
            <Fact name={words.pressed}>
              <span lang={evidence.shown.locale}>{evidence.shown.button}</span>
            </Fact>
          </>
        )}
        <Fact name={words.confirmed}>
          {confirmation
            ? words.confirmedAt(confirmation.confirmedAt, words.ways[confirmation.by])
            : words.notByMail}
        </Fact>
        <Fact name={words.from}>
          {who.ip}, {who.userAgent}
        </Fact>
        <Fact name={words.build}>{evidence.build}</Fact>
        <Fact name={words.number}>
          <code>{isAcceptance ? evidence.acceptance : evidence.invitation}</code>
        </Fact>
      </dl>
    </>
  );
}
