import { DenyForm, type Rejected, ReleaseForm } from './decision-forms.tsx';
import { Facts } from './facts.tsx';
import { titleOf } from './request-page.tsx';
import type { WaitingRequest } from './store.ts';

/** What the page shows. */
export interface QueueProps {
  readonly waiting: readonly WaitingRequest[];
  readonly personId: string;
  readonly mayDecide: boolean;
  readonly mail: { readonly late: number; readonly dead: number };
  readonly now: number;
  /** A denial that came back, and why. */
  readonly rejected: Rejected | null;
}

/** `/console`: what waits for staff, with the facts to decide by. */
export function QueuePage({ waiting, personId, mayDecide, mail, now, rejected }: QueueProps) {
  return (
    <>
      <h1>Requests that wait</h1>
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
      {mayDecide ? null : <p class="hint">You may look. To decide you need the role approver.</p>}
      {waiting.map((request) => (
        <section class="deciding" aria-labelledby={`request-${request.id}`}>
          <h2 id={`request-${request.id}`}>
            <a href={`/console/requests/${request.id}`}>
              {titleOf(request.report_id)} for <bdi>{request.name}</bdi>
            </a>
          </h2>
          <Facts request={request} now={now} />
          {mayDecide ? (
            <>
              <div class="actions">
                <ReleaseForm request={request} personId={personId} from="queue" />
              </div>
              <details open={rejected?.requestId === request.id}>
                <summary>Deny</summary>
                <DenyForm
                  request={request}
                  personId={personId}
                  from="queue"
                  rejected={rejected?.requestId === request.id ? rejected : null}
                />
              </details>
            </>
          ) : null}
        </section>
      ))}
    </>
  );
}
