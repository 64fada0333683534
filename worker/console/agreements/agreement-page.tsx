import { Fact } from '../../access/nda-page.tsx';
import { content } from '../../content.ts';
import { InvitationRecords } from '../companies/invitations.tsx';
import { grantState } from '../grants/state.ts';
import { seesContacts } from '../masked.ts';
import { Day, Moment } from '../moment.tsx';
import { Records } from '../records.tsx';
import { domainOf, isPlainDomain } from '../requests/facts.tsx';
import type { Staff } from '../staff.ts';
import { AGREEMENT_STATES, GRANT_STATES, MAIL_STATES, titleOf } from '../words.ts';
import { agreementState } from './state.ts';
import type { Agreement, AgreementRecord, Receipt } from './store.ts';

/** `/console/agreements/:id`: one acceptance of the NDA, with all that proves it and all that stands on it. */
export function AgreementPage({
  record,
  staff,
  now,
}: {
  record: AgreementRecord;
  staff: Staff;
  now: number;
}) {
  const { agreement, receipt, grants, invitations } = record;
  const { evidence } = agreement;
  const { nda, signer, shown, confirmation } = evidence;
  const state = agreementState(agreement, now);
  const domain = domainOf(signer.address);
  const whole = seesContacts(staff);
  return (
    <>
      <p class="above">
        <a href="/console/agreements">Agreements</a>
      </p>
      <h1>
        NDA accepted by <bdi>{signer.name}</bdi>
      </h1>
      <dl class="facts">
        <Fact name="State">
          <strong class={state === 'in-force' ? 'tag' : 'tag warn'}>{AGREEMENT_STATES[state]}</strong>
          <Ended agreement={agreement} />
        </Fact>
        <Fact name="Who">
          <a href={`/console/people/${agreement.person_id}`}>
            <bdi>{signer.name}</bdi>
          </a>
          , <bdi>{signer.address}</bdi>
        </Fact>
        <Fact name="For the company">
          <bdi>{signer.company}</bdi>
          {isPlainDomain(domain) ? (
            <>
              {' '}
              (<a href={`/console/companies/${domain}`}>{domain}</a>)
            </>
          ) : null}
        </Fact>
        <Fact name="With">{evidence.counterparty}</Fact>
        <Fact name="When">
          <Moment at={agreement.accepted_at} />
          {agreement.ends_at === null ? null : (
            <>
              ; its term ends <Moment at={agreement.ends_at} />
            </>
          )}
        </Fact>
        <Fact name="Agreement">
          <a href={nda.path}>
            {nda.id} {nda.version}
          </a>
          , the text as it was accepted, in force from {nda.effective}
        </Fact>
        <Fact name="SHA-256 of the text">
          <code>{nda.sha256}</code>
          {isKept(agreement) ? null : ', which this site no longer has'}
        </Fact>
        <Fact name="On the way to">
          <a href={`/console/requests/${agreement.request_id}`}>{titleOf(evidence.report)}</a>
        </Fact>
      </dl>
      <p class="actions">
        {whole && (state === 'in-force' || state === 'superseded') ? (
          <a
            class="button quiet"
            href={`/console/revocations/new?scope=person&target=${agreement.person_id}&end_nda=yes`}
          >
            End this agreement
          </a>
        ) : null}
        {whole ? (
          <a class="button quiet" href={`/console/agreements/${agreement.id}/evidence`}>
            Evidence as JSON
          </a>
        ) : null}
      </p>
      <section aria-labelledby="evidence">
        <h2 id="evidence">Evidence</h2>
        <dl class="facts">
          <Fact name="Ticked">
            <q lang={nda.locale}>{shown.consent}</q>
          </Fact>
          <Fact name="Declared">
            <q lang={nda.locale}>{shown.authority}</q>
          </Fact>
          <Fact name="Pressed">
            <q lang={nda.locale}>{shown.button}</q>
          </Fact>
          <Fact name="Address confirmed">
            {confirmation === null ? 'not by mail' : `${confirmation.confirmedAt}, by ${BY[confirmation.by]}`}
          </Fact>
          {whole ? (
            <>
              <Fact name="Network address">{signer.ip}</Fact>
              <Fact name="Browser">
                <bdi>{signer.userAgent}</bdi>
              </Fact>
            </>
          ) : null}
          <Fact name="SHA-256 of the page">
            <code>{nda.shownSha256}</code>
          </Fact>
          <Fact name="Build">{evidence.build}</Fact>
          <Fact name="Receipt">
            <ReceiptFact receipt={receipt} />
          </Fact>
          <Fact name="Number">
            <code>{agreement.id}</code>
          </Fact>
          <Fact name="Audit log">
            <a href={`/console/events?object=${agreement.id}`}>what happened to this agreement</a>
          </Fact>
        </dl>
      </section>
      <Records
        id="grants"
        title="What was given under it"
        head={['Report', 'To', 'State', 'From', 'Until', 'Copy id']}
        rows={grants.map((grant) => [
          <a href={`/console/grants/${grant.id}`}>{titleOf(grant.report_id)}</a>,
          <bdi>{grant.name}</bdi>,
          GRANT_STATES[grantState(grant, now)],
          <Day at={grant.starts_at} />,
          <Day at={grant.expires_at} />,
          <code>{grant.copy_id}</code>,
        ])}
        empty="Nothing."
      />
      <InvitationRecords invitations={invitations} title="Colleagues under it" now={now} />
    </>
  );
}

const BY = { link: 'the link in a mail', code: 'the code in a mail' } as const;

/** Whether the very text is among those that the site has. */
function isKept({ nda_sha256, evidence }: Agreement): boolean {
  return content.nda.versions.some(({ sha256, path }) => sha256 === nda_sha256 && path === evidence.nda.path);
}

function Ended({ agreement }: { agreement: Agreement }) {
  const { ended_at, ended_by, ended_by_name, revocation } = agreement;
  if (ended_at === null) return null;
  return (
    <>
      {ended_by === 'us' && ended_by_name !== null ? (
        <>
          {' '}
          (<bdi>{ended_by_name}</bdi>)
        </>
      ) : null}
      , <Moment at={ended_at} />
      {revocation === null ? null : (
        <>
          {' '}
          (<a href={`/console/revocations/${revocation}`}>why</a>)
        </>
      )}
    </>
  );
}

function ReceiptFact({ receipt }: { receipt: Receipt | null }) {
  if (receipt === null) return <>the mail is no longer in the log</>;
  return (
    <>
      {MAIL_STATES[receipt.state]}
      {receipt.sent_at === null ? null : (
        <>
          , <Moment at={receipt.sent_at} />
        </>
      )}
      {receipt.message_id === null ? null : (
        <>
          , <code>{receipt.message_id}</code>
        </>
      )}
    </>
  );
}
