import { coverOf } from './cover.ts';
import { UNCOVERED } from './decide.ts';
import { DenyForm, type Rejected, ReleaseForm } from './decision-forms.tsx';
import { Facts } from './facts.tsx';
import { titleOf } from './request-page.tsx';
import type { WaitingRequest } from './store.ts';

/** Before the id of a request that is chosen together with others. */
export const CHOSEN = 'request.';

/** What the page shows. */
export interface QueueProps {
  readonly waiting: readonly WaitingRequest[];
  readonly personId: string;
  readonly mayDecide: boolean;
  readonly mail: { readonly late: number; readonly dead: number };
  /** Our own address for notices, where the last one to it did not arrive. */
  readonly noticesFail: string | null;
  readonly now: number;
  /** How many proposals wait for a second person. */
  readonly proposals: number;
  /** Whether deciding several at once needs a second person. */
  readonly two: boolean;
  /** A denial that came back, and why. */
  readonly rejected: Rejected | null;
}

/** `/console`: what waits for staff, with the facts to decide by. */
export function QueuePage(props: QueueProps) {
  const { waiting, personId, mayDecide, mail, noticesFail, now, proposals, two, rejected } = props;
  const several = mayDecide && waiting.length > 1;
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
      {noticesFail === null ? null : (
        <div class="notice warn" role="status">
          <p>
            The last notice to <bdi>{noticesFail}</bdi> did not arrive: nobody hears by mail of requests that
            wait. <a href="/console/mails?kind=notice">See what went wrong, and try again.</a>
          </p>
        </div>
      )}
      {proposals > 0 ? (
        <div class="notice">
          <p>
            <a href="/console/proposals?state=open">
              {proposals === 1 ? 'One proposal waits' : `${proposals} proposals wait`} for a second person.
            </a>
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
            <div class="decision">
              {coverOf(request) === null ? (
                <p class="hint">{UNCOVERED}</p>
              ) : (
                <ReleaseForm request={request} personId={personId} from="queue" />
              )}
              <details open={rejected?.requestId === request.id}>
                <summary>Deny</summary>
                <DenyForm
                  request={request}
                  personId={personId}
                  from="queue"
                  rejected={rejected?.requestId === request.id ? rejected : null}
                />
              </details>
              {several ? (
                <div class="choice">
                  <input
                    type="checkbox"
                    id={`choose-${request.id}`}
                    name={`${CHOSEN}${request.id}`}
                    value="chosen"
                    form="several"
                    autocomplete="off"
                  />
                  <label for={`choose-${request.id}`}>
                    With others<span class="visually-hidden">: {request.name}</span>
                  </label>
                </div>
              ) : null}
            </div>
          ) : null}
        </section>
      ))}
      {several ? (
        <Several personId={personId} two={two} rejected={rejected?.requestId === SEVERAL ? rejected : null} />
      ) : null}
    </>
  );
}

/** Stands for the id of a request where several are decided at once. */
export const SEVERAL = 'several';

/** One decision about all requests that are chosen above. */
function Several({ personId, two, rejected }: { personId: string; two: boolean; rejected: Rejected | null }) {
  const id = `reason-${SEVERAL}`;
  return (
    <section aria-labelledby="several-heading">
      <h2 id="several-heading">Decide the chosen ones at once</h2>
      {two ? <p class="hint">A second person has to approve it.</p> : null}
      <form id="several" method="post" action="/console/requests/several" novalidate>
        <input type="hidden" name="person" value={personId} />
        <div class="field">
          <label for={id}>Reason, if they are denied</label>
          <textarea
            id={id}
            name="reason"
            rows={2}
            aria-invalid={rejected ? 'true' : undefined}
            aria-describedby={rejected ? `${id}-error` : undefined}
          >
            {rejected?.reason ?? ''}
          </textarea>
          {rejected ? (
            <p class="error" id={`${id}-error`}>
              {rejected.error}
            </p>
          ) : null}
        </div>
        <p class="actions">
          <button type="submit" class="button" name="decision" value="release">
            {two ? 'Propose to release them' : 'Release them'}
          </button>{' '}
          <button type="submit" class="button quiet" name="decision" value="deny">
            {two ? 'Propose to deny them' : 'Deny them'}
          </button>
        </p>
      </form>
    </section>
  );
}
