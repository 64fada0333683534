import type { WorkerContent } from '../../schema/content.ts';
import type { Report } from '../../schema/reports.ts';
import { html, text } from '../../words/html.ts';
import { Own, useWords, written } from '../localised.tsx';
import { trustedHtml } from '../shell.tsx';
import { TICKED } from './agreement.ts';
import { ErrorSummary } from './field.tsx';
import type { AccessRequest } from './request-store.ts';
import { TextChanges } from './text-changes.tsx';

/** What the page shows. */
export interface NdaProps {
  readonly report: Report;
  readonly nda: WorkerContent['nda'];
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
  const { m, locale, languageName } = useWords();
  const words = m.agreement;
  /** The language of the text that binds, where that is not the page's. */
  const lang = nda.locale === locale ? undefined : nda.locale;
  const translation = nda.translations.find((one) => one.locale === locale);
  const language = languageName(nda.locale);
  return (
    <>
      <h1 lang={lang}>{nda.title}</h1>
      <p class="lead">{words.lead(nda.version)}</p>
      {lang === undefined ? null : (
        <div class="notice">
          <p>
            {translation
              ? written(words.bindingWithTranslation(language, text('/nda/')))
              : words.binding(language)}
          </p>
        </div>
      )}
      <ErrorSummary errors={{ agree: error }} />
      {seen === null ? null : <Changes nda={nda} seen={seen} lastDay={lastDay} />}
      <dl class="facts">
        <Fact name={words.between}>{counterparty}</Fact>
        <Fact name={words.and}>{written(words.party(text(request.company), text(request.name)))}</Fact>
        <Fact name={words.confirmedAddress}>{request.address}</Fact>
        <Fact name={words.for}>
          <Own>{report.title}</Own>
        </Fact>
        <Fact name={words.law}>
          {translation ? translation.governingLaw : <Own>{nda.governingLaw}</Own>};{' '}
          {lang === undefined ? nda.governingLanguage : language}
        </Fact>
        <Fact name={words.keep}>{written(words.exact(text(nda.path)))}</Fact>
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
            aria-describedby={
              [translation ? 'agree-translated' : '', error ? 'agree-error' : ''].filter(Boolean).join(' ') ||
              undefined
            }
          />
          <label for="agree" lang={lang}>
            {nda.consentSentence} {nda.authoritySentence}
          </label>
          {translation ? (
            <p class="hint" id="agree-translated">
              {words.translated} {translation.consentSentence} {translation.authoritySentence}
            </p>
          ) : null}
          {error ? (
            <p class="error" id="agree-error">
              {error}
            </p>
          ) : null}
        </div>
        <p class="actions">
          <button type="submit" class="button" name="decision" value="agree" lang={lang}>
            {nda.agreeLabel}
          </button>{' '}
          <button type="submit" class="button quiet" name="decision" value="decline" lang={lang}>
            {nda.declineLabel}
          </button>
        </p>
        {translation ? (
          <p class="hint">
            {words.translated} {translation.agreeLabel} / {translation.declineLabel}
          </p>
        ) : null}
      </form>
      <p class="hint">{written(words.wrong(html`/access/${text(report.id)}?again`))}</p>
    </>
  );
}

/** What became of the text that the reader saw before, word by word where that text is on record. */
function Changes({ nda, seen, lastDay }: Pick<NdaProps, 'nda' | 'lastDay'> & { seen: string }) {
  const before = nda.versions.find(({ sha256 }) => sha256 === seen);
  const { m, own, time } = useWords();
  const words = m.agreement;
  return (
    <section aria-labelledby="changes">
      <div class="notice" role="status">
        <p>{written(words.newer(text(nda.version), time(Date.parse(nda.effective)), own(nda.changes)))}</p>
        {lastDay === null ? null : <p>{written(words.until(time(lastDay)))}</p>}
      </div>
      <h2 id="changes">{words.changes}</h2>
      {before?.toCurrent ? (
        <TextChanges diff={before.toCurrent} summary={words.compared(before.version, nda.version)} />
      ) : (
        <p>{words.notOnRecord}</p>
      )}
    </section>
  );
}

/** After "Decline". */
export function DeclinedPage({ report }: { report: Report }) {
  const words = useWords().m.agreement;
  return (
    <>
      <h1>{words.declined}</h1>
      <p class="lead">{words.declinedLead}</p>
      <p class="actions">
        <a class="button" href={`/access/${report.id}/nda`}>
          {words.back}
        </a>{' '}
        <a class="button quiet" href={`/reports/${report.id}/`}>
          {words.about}
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
