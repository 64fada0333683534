import { CUSTOMERS_ONLY } from '../../core/access/decide.ts';
import type { ReportPromise } from '../../schema/promise.ts';
import type { Report } from '../../schema/reports.ts';
import { content } from '../content.ts';
import { loginPath, type Registration } from '../login/provider.ts';
import type { Session } from '../login/session.ts';
import { Earlier } from './earlier.tsx';
import { ErrorSummary, Field } from './field.tsx';
import { PromiseLine } from './promise-line.tsx';
import type { Entries, Field as FieldName } from './request.ts';
import type { RequestRow } from './store.ts';

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
  return (
    <>
      <p class="above">
        <a href={`/reports/${report.id}/`}>{report.title}</a>
      </p>
      <h1>Get the report</h1>
      {report.decision ? (
        <p class="lead">
          A person looks at each request for this report: the {report.decision.by}, usually{' '}
          {report.decision.usualTime}.
        </p>
      ) : (
        <p class="lead">
          {report.access === 'customers'
            ? 'Customers have it at once, and no person has to act.'
            : 'It takes about a minute, and no person has to act.'}
        </p>
      )}
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

function CustomerChoice({
  report,
  session,
  providers,
}: Pick<ChooseProps, 'report' | 'session' | 'providers'>) {
  const { company } = content;
  const { terms } = company;
  const signedIn = session?.kind === 'customer';
  return (
    <section>
      <h2>I am a customer</h2>
      <p>
        Our <a href={terms.url}>Terms of Service</a> cover it (version {terms.version}, clause {terms.clause}
        ): no NDA is needed.
      </p>
      <p class="hint">{terms.allowed}</p>
      {signedIn ? (
        <form method="post" action={`/access/${report.id}/customer`}>
          <input type="hidden" name="person" value={session.person.id} />
          <button type="submit" class="button">
            {report.access === 'on-request' ? 'Ask for the report' : 'Get the report'}
          </button>
        </form>
      ) : (
        providers.map(({ id, name }) => (
          <form method="post" action={loginPath(id)}>
            <input type="hidden" name="report" value={report.id} />
            <button type="submit" class="button">
              Sign in with {name ?? company.name}
            </button>
          </form>
        ))
      )}
    </section>
  );
}

/** Said before anything is asked for: whoever is no customer does not fill in a form in vain. */
function NoChoice({ report }: { report: Report }) {
  const { access } = content.company.contacts;
  return (
    <section>
      <h2>I am no customer</h2>
      <p>{CUSTOMERS_ONLY} There is no form for anybody else, and no NDA opens it.</p>
      {report.whyGated ? <p>{report.whyGated}</p> : null}
      <p>
        See <a href="/reports/">what else there is</a>, or write to <a href={`mailto:${access}`}>{access}</a>.
      </p>
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
  const form = (
    <form method="post" action={`/access/${report.id}`} novalidate>
      <input type="hidden" name="attempt" value={attempt} />
      <Field name="name" label="Full name" value={entries.name} error={errors.name} autocomplete="name" />
      <Field
        name="company"
        label="Company"
        value={entries.company}
        error={errors.company}
        autocomplete="organization"
      />
      <Field
        name="address"
        label="Work e-mail"
        hint="Your copy carries it, with your name. We write to it only about this request."
        value={entries.address}
        error={errors.address}
        autocomplete="email"
        type="email"
        inputmode="email"
      />
      <button type="submit" class="button">
        Send
      </button>
    </form>
  );
  const known = session?.kind === 'prospect' ? session.person : null;
  return (
    <section>
      <h2>I am evaluating {company.name}</h2>
      {known ? (
        <>
          <p>
            You confirmed {known.address}, and need not do so again. An NDA that you accepted covers this
            report as well.
          </p>
          <form method="post" action={`/access/${report.id}/prospect`}>
            <input type="hidden" name="person" value={known.id} />
            <button type="submit" class="button">
              Go on as {known.name}, {known.company}
            </button>
          </form>
          <details open={Object.keys(errors).length > 0}>
            <summary>For another person, company or address</summary>
            {form}
          </details>
        </>
      ) : (
        <>
          <p>
            We send a mail to confirm your address. Then you read our NDA
            {report.access === 'on-request' ? ', and your request goes to us.' : ', and get the report.'}
          </p>
          {form}
        </>
      )}
    </section>
  );
}
