import type { ReportPromise } from '../../schema/promise.ts';
import type { Report } from '../../schema/reports.ts';
import { mailLink, text } from '../../words/html.ts';
import { content } from '../content.ts';
import { Own, useWords, written } from '../localised.tsx';
import { loginPath, type Registration } from '../login/provider.ts';
import type { Session } from '../login/session.ts';
import { Earlier } from './earlier.tsx';
import { ErrorSummary, Field } from './field.tsx';
import { PromiseLine } from './promise-line.tsx';
import type { Entries, Field as FieldName } from './request.ts';
import type { RequestRow } from './request-store.ts';

/** What the first page shows. */
export interface ChooseProps {
  readonly report: Report;
  readonly session: Session | null;
  /** Where customers sign in. */
  readonly providers: readonly Pick<Registration, 'id' | 'name'>[];
  /** Ties a doubled click together; see submit.ts. */
  readonly attempt: string;
  readonly entries: Entries;
  readonly errors: Partial<Record<FieldName, string>>;
  /** How long others took to have it; undefined where there is nothing to count. */
  readonly figures: ReportPromise | undefined;
  /** The reader's last request, where it ended without an answer. */
  readonly earlier: RequestRow | null;
}

/** `/access/:report`: the two ways to a report, customer or not. */
export function ChoosePage({
  report,
  session,
  providers,
  attempt,
  entries,
  errors,
  figures,
  earlier,
}: ChooseProps) {
  const { m, own } = useWords();
  return (
    <>
      <AboveReport report={report} />
      <h1>{m.choose.heading}</h1>
      <p class="lead">
        {report.decision
          ? written(m.choose.decided(own(report.decision.by), own(report.decision.usualTime)))
          : report.access === 'customers'
            ? m.choose.atOnce
            : m.choose.aMinute}
      </p>
      {figures ? <PromiseLine figures={figures} /> : null}
      <Earlier request={earlier} />
      <ErrorSummary errors={errors} />
      <div class="choices">
        <CustomerChoice report={report} session={session} providers={providers} />
        {report.access === 'customers' ? (
          <NoChoice report={report} />
        ) : (
          <ProspectChoice
            report={report}
            session={session}
            attempt={attempt}
            entries={entries}
            errors={errors}
          />
        )}
      </div>
    </>
  );
}

/** Which report the page is about, with the way back to what is public about it. */
export function AboveReport({ report: { id, title } }: { report: Report }) {
  return (
    <p class="above">
      <a href={`/reports/${id}/`}>
        <Own>{title}</Own>
      </a>
    </p>
  );
}

function CustomerChoice({
  report,
  session,
  providers,
}: Pick<ChooseProps, 'report' | 'session' | 'providers'>) {
  const { company } = content;
  const { terms } = company;
  const { m, lang } = useWords();
  const signedIn = session?.kind === 'customer';
  return (
    <section>
      <h2>{m.choose.customer}</h2>
      <p>{written(m.choose.covered(text('/terms/'), text(terms.version), text(terms.clause)))}</p>
      <p class="hint" lang={lang}>
        {terms.allowed}
      </p>
      {signedIn ? (
        <form method="post" action={`/access/${report.id}/customer`}>
          <input type="hidden" name="person" value={session.person.id} />
          <button type="submit" class="button">
            {report.access === 'on-request' ? m.choose.ask : m.choose.get}
          </button>
        </form>
      ) : (
        providers.map(({ id, name }) => (
          <form method="post" action={loginPath(id)}>
            <input type="hidden" name="report" value={report.id} />
            <button type="submit" class="button">
              {m.choose.signIn(name ?? company.name)}
            </button>
          </form>
        ))
      )}
    </section>
  );
}

/** Said before anything is asked for: whoever is no customer does not fill in a form in vain. */
function NoChoice({ report }: { report: Report }) {
  const { m, lang } = useWords();
  return (
    <section>
      <h2>{m.choose.noCustomer}</h2>
      <p>
        {m.choose.customersOnly} {m.choose.noForm}
      </p>
      {report.whyGated ? <p lang={lang}>{report.whyGated}</p> : null}
      <p>{written(m.choose.elsewhere(mailLink(content.company.contacts.access)))}</p>
    </section>
  );
}

function ProspectChoice({
  report,
  session,
  attempt,
  entries,
  errors,
}: Omit<ChooseProps, 'providers' | 'figures' | 'earlier'>) {
  const { company } = content;
  const { m } = useWords();
  const form = (
    <form method="post" action={`/access/${report.id}`} novalidate>
      <input type="hidden" name="attempt" value={attempt} />
      <Field name="name" label={m.fields.name} value={entries.name} error={errors.name} autocomplete="name" />
      <Field
        name="company"
        label={m.fields.company}
        value={entries.company}
        error={errors.company}
        autocomplete="organization"
      />
      <Field
        name="address"
        label={m.fields.address}
        hint={m.choose.addressHint}
        value={entries.address}
        error={errors.address}
        autocomplete="email"
        type="email"
        inputmode="email"
      />
      <button type="submit" class="button">
        {m.send}
      </button>
    </form>
  );
  const known = session?.kind === 'prospect' ? session.person : null;
  return (
    <section>
      <h2>{m.choose.evaluating(company.name)}</h2>
      {known ? (
        <>
          <p>{m.choose.known(known.address ?? '')}</p>
          <form method="post" action={`/access/${report.id}/prospect`}>
            <input type="hidden" name="person" value={known.id} />
            <button type="submit" class="button">
              {m.choose.goOn(known.name, known.company)}
            </button>
          </form>
          <details open={Object.keys(errors).length > 0}>
            <summary>{m.choose.another}</summary>
            {form}
          </details>
        </>
      ) : (
        <>
          <p>{report.access === 'on-request' ? m.choose.stepsOnRequest : m.choose.steps}</p>
          {form}
        </>
      )}
    </section>
  );
}
