import type { Content } from '../../schema/content.ts';
import type { Report } from '../../schema/reports.ts';
import { trustedHtml } from '../shell.tsx';
import { TICKED } from './agreement.ts';
import { dayInWords } from './day.ts';
import { ErrorSummary } from './field.tsx';
import type { AccessRequest } from './store.ts';
import { TextChanges } from './text-changes.tsx';

/** What the page shows. */
export interface NdaProps {
  readonly report: Report;
  readonly nda: Content['nda'];
  readonly counterparty: string;
  readonly request: AccessRequest;
  readonly personId: string;
  /** SHA-256 of another text that the reader saw before: on the page they sent, or when they last agreed. */
  readonly seen: string | null;
  /** Until when that one still opens the report, in milliseconds; null where it does not. */
  readonly lastDay: number | null;
  readonly error: string | undefined;
}

/** `/access/:report/nda`: the whole agreement, one box that is not ticked, and two buttons. */
export function NdaPage({ report, nda, counterparty, request, personId, seen, lastDay, error }: NdaProps) {
  return (
    <>
      <h1>{nda.title}</h1>
      <p class="lead">
        This is the whole agreement, version {nda.version}. Read it, then agree or decline at its end.
      </p>
      <ErrorSummary errors={{ agree: error }} />
      {seen === null ? null : <Changes nda={nda} seen={seen} lastDay={lastDay} />}
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

/** What became of the text that the reader saw before, word by word where that text is on record. */
function Changes({ nda, seen, lastDay }: Pick<NdaProps, 'nda' | 'lastDay'> & { seen: string }) {
  const before = nda.versions.find(({ sha256 }) => sha256 === seen);
  return (
    <section aria-labelledby="changes">
      <div class="notice" role="status">
        <p>
          The agreement is a newer one than you saw before: version {nda.version}, since {nda.effective}. What
          changed: {nda.changes}
        </p>
        {lastDay === null ? null : (
          <p>
            What you accepted opens the report until{' '}
            <time datetime={new Date(lastDay).toISOString()}>{dayInWords(lastDay)}</time>; after that, only
            this version does. You need not decide today.
          </p>
        )}
      </div>
      <h2 id="changes">What changed, word by word</h2>
      {before?.toCurrent ? (
        <TextChanges
          diff={before.toCurrent}
          summary={`Version ${before.version} compared with version ${nda.version}`}
        />
      ) : (
        <p>
          The text that you saw before is not on record here word for word, so nothing can be compared: please
          read the whole of this one.
        </p>
      )}
    </section>
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
