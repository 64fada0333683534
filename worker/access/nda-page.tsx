import type { Content } from '../../schema/content.ts';
import type { Report } from '../../schema/reports.ts';
import { trustedHtml } from '../shell.tsx';
import { TICKED } from './agreement.ts';
import { ErrorSummary } from './field.tsx';
import type { AccessRequest } from './store.ts';

/** What the page shows. */
export interface NdaProps {
  readonly report: Report;
  readonly nda: Content['nda'];
  readonly counterparty: string;
  readonly request: AccessRequest;
  readonly personId: string;
  /** Another text than the reader saw before: on the page they sent, or when they last agreed. */
  readonly changed: boolean;
  readonly error: string | undefined;
}

/** `/access/:report/nda`: the whole agreement, one box that is not ticked, and two buttons. */
export function NdaPage({ report, nda, counterparty, request, personId, changed, error }: NdaProps) {
  return (
    <>
      <h1>{nda.title}</h1>
      <p class="lead">
        This is the whole agreement, version {nda.version}. Read it, then agree or decline at its end.
      </p>
      <ErrorSummary errors={{ agree: error }} />
      {changed ? (
        <div class="notice" role="status">
          <p>
            The agreement is a newer one than you saw before: version {nda.version}, since {nda.effective}.
            What changed: {nda.changes}
          </p>
        </div>
      ) : null}
      <dl class="facts">
        <Fact name="Between">{counterparty}</Fact>
        <Fact name="And">
          {request.company}, by {request.name}
        </Fact>
        <Fact name="Confirmed address">{request.address}</Fact>
        <Fact name="For">{report.title}</Fact>
        <Fact name="Law and language">
          {nda.governingLaw}; {nda.governingLanguage}
        </Fact>
        <Fact name="To keep">
          <a href={nda.path}>The exact text</a>; a copy is mailed to you when you agree
        </Fact>
      </dl>
      <article class="agreement" lang={nda.locale}>
        {trustedHtml(nda.html)}
      </article>
      <form method="post" action={`/access/${report.id}/nda`} novalidate>
        <input type="hidden" name="person" value={personId} />
        <input type="hidden" name="request" value={request.id} />
        <input type="hidden" name="nda" value={nda.id} />
        <input type="hidden" name="version" value={nda.version} />
        <input type="hidden" name="sha256" value={nda.sha256} />
        <input type="hidden" name="consent" value={nda.consentSentence} />
        <input type="hidden" name="authority" value={nda.authoritySentence} />
        <div class="choice">
          <input
            type="checkbox"
            id="agree"
            name="agree"
            value={TICKED}
            required
            autocomplete="off"
            aria-invalid={error ? 'true' : undefined}
            aria-describedby={error ? 'agree-error' : undefined}
          />
          <label for="agree">
            {nda.consentSentence} {nda.authoritySentence}
          </label>
          {error ? (
            <p class="error" id="agree-error">
              {error}
            </p>
          ) : null}
        </div>
        <p class="actions">
          <button type="submit" class="button" name="decision" value="agree">
            {nda.agreeLabel}
          </button>{' '}
          <button type="submit" class="button quiet" name="decision" value="decline">
            {nda.declineLabel}
          </button>
        </p>
      </form>
      <p class="hint">
        Is your name or company wrong? <a href={`/access/${report.id}?again`}>Start again</a> before you
        agree.
      </p>
    </>
  );
}

/** After "Decline". */
export function DeclinedPage({ report }: { report: Report }) {
  return (
    <>
      <h1>You declined</h1>
      <p class="lead">Nothing was agreed, and no access was given. You can come back whenever you like.</p>
      <p class="actions">
        <a class="button" href={`/access/${report.id}/nda`}>
          Back to the agreement
        </a>{' '}
        <a class="button quiet" href={`/reports/${report.id}/`}>
          About the report
        </a>
      </p>
    </>
  );
}

/** A row of the facts. */
export function Fact({ name, children }: { name: string; children?: unknown }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
