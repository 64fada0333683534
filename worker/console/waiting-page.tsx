import { Fact } from '../access/nda-page.tsx';
import { content, reportOf } from '../content.ts';
import { minute } from './minute.ts';
import type { WaitingRequest } from './store.ts';

/** What the page shows. */
export interface WaitingProps {
  readonly waiting: readonly WaitingRequest[];
  readonly personId: string;
  readonly mail: { readonly late: number; readonly dead: number };
  /** A denial that came back, and why. */
  readonly rejected: { readonly requestId: string; readonly reason: string; readonly error: string } | null;
}

/** `/console`: what waits for staff, with the facts to decide by. */
export function WaitingPage({ waiting, personId, mail, rejected }: WaitingProps) {
  return (
    <>
      <h1>Requests that wait</h1>
      <p>
        <a href="/console/reports">Reports behind the gate</a>: what is live, and publishing a new version.
      </p>
      {mail.late + mail.dead > 0 ? (
        <div class="notice warn" role="status">
          <p>
            Mail: {mail.late} could not be sent yet and will be tried again, {mail.dead} given up.
          </p>
        </div>
      ) : null}
      {rejected ? (
        <div class="notice warn" role="alert">
          <p>
            <a href={`#reason-${rejected.requestId}`}>{rejected.error}</a>
          </p>
        </div>
      ) : null}
      {waiting.length === 0 ? <p class="lead">Nothing waits.</p> : null}
      {waiting.map((request) => (
        <Waiting
          request={request}
          personId={personId}
          rejected={rejected?.requestId === request.id ? rejected : null}
        />
      ))}
    </>
  );
}

function Waiting({
  request,
  personId,
  rejected,
}: {
  request: WaitingRequest;
  personId: string;
  rejected: WaitingProps['rejected'];
}) {
  const field = `reason-${request.id}`;
  const title = reportOf(request.report_id)?.title ?? request.report_id;
  return (
    <section aria-labelledby={`request-${request.id}`}>
      <h2 id={`request-${request.id}`}>
        {title} for <bdi>{request.name}</bdi>
      </h2>
      <dl class="facts">
        <Fact name="Company">
          <bdi>{request.company}</bdi>
        </Fact>
        <Fact name="Address">{request.address || 'not told by the identity provider'}</Fact>
        <Fact name="Who">
          {request.kind === 'customer'
            ? 'customer, signed in; the Terms of Service cover it'
            : `prospect, address confirmed; accepted the NDA, version ${request.nda_version ?? 'unknown'}`}
        </Fact>
        <Fact name="Since">{minute(request.created_at)}</Fact>
        <Fact name="From">
          {request.ip}, {request.user_agent}
        </Fact>
      </dl>
      <form method="post" action={`/console/requests/${request.id}/release`}>
        <input type="hidden" name="person" value={personId} />
        <p class="actions">
          <button type="submit" class="button" aria-describedby={`request-${request.id}`}>
            Release
          </button>
        </p>
      </form>
      <form method="post" action={`/console/requests/${request.id}/deny`} novalidate>
        <input type="hidden" name="person" value={personId} />
        <div class="field">
          <label for={field}>Reason for a denial</label>
          <p class="hint" id={`${field}-hint`}>
            It is mailed to the reader as you write it.
          </p>
          <textarea
            id={field}
            name="reason"
            rows={2}
            required
            aria-invalid={rejected ? 'true' : undefined}
            aria-describedby={rejected ? `${field}-hint ${field}-error` : `${field}-hint`}
          >
            {rejected?.reason ?? ''}
          </textarea>
          {rejected ? (
            <p class="error" id={`${field}-error`}>
              {rejected.error}
            </p>
          ) : null}
        </div>
        <p class="actions">
          <button type="submit" class="button quiet" aria-describedby={`request-${request.id}`}>
            Deny
          </button>
        </p>
      </form>
    </section>
  );
}

/** `/console` for somebody who is not signed in as staff. */
export function SignInPage({ signedInAs }: { signedInAs: string | null }) {
  return (
    <>
      <h1>Staff only</h1>
      <p class="lead">Here the people of {content.company.name} decide about requests.</p>
      {signedInAs === null ? null : (
        <p>
          You are signed in as <bdi>{signedInAs}</bdi>, who is not one of them. To sign in as staff ends that.
        </p>
      )}
      <form method="post" action="/login/staff">
        <input type="hidden" name="return_to" value="/console" />
        <button type="submit" class="button">
          Sign in
        </button>
      </form>
    </>
  );
}
