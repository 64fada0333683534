import { Control } from '../control.tsx';
import { may, type Staff } from '../staff.ts';
import { titleOf } from '../words.ts';
import { whyUseless } from './decide.ts';
import { ApproveAtOnce, DenyForm, type Rejected } from './decision-forms.tsx';
import { Facts } from './facts.tsx';
import type { WaitingRequest } from './store.ts';

/** Before the id of a request that is chosen together with others. */
export const CHOSEN = 'request.';

/** What the page shows. */
export interface QueueProps {
  readonly waiting: readonly WaitingRequest[];
  readonly staff: Staff;
  readonly mail: { readonly late: number; readonly dead: number };
  /** Our own address for notices, where the last one to it did not arrive. */
  readonly noticesFail: string | null;
  readonly now: number;
  /** Whether deciding several at once needs a second person. */
  readonly two: boolean;
  /** What was entered about several before a sign-in; null where nothing was. */
  readonly held: ReadonlyMap<string, string> | null;
  /** A denial that came back, and why. */
  readonly rejected: Rejected | null;
}

/** `/console`: what waits for staff, with the facts to decide by. */
export function QueuePage(props: QueueProps) {
  const { waiting, staff, mail, noticesFail, now, two, held, rejected } = props;
  const personId = staff.person.id;
  const mayDecide = may(staff, 'approver');
  const several = mayDecide && waiting.length > 1;
  return (
    <>
      <h1>Requests that wait</h1>
      {mail.late + mail.dead > 0 ? (
        <div class="notice warn" role="status">
          <p>
            Mail:{' '}
            <a href={mail.dead > 0 ? '/console/mails?state=dead' : '/console/mails?state=queued'}>
              {mail.late} could not be sent yet and will be tried again, {mail.dead} given up.
            </a>
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
      {rejected ? (
        <div class="notice warn" role="alert">
          <p>
            <a href={`#reason-${rejected.requestId}`}>{rejected.errors.reason}</a>
          </p>
        </div>
      ) : null}
      {waiting.length === 0 ? (
        <p class="lead">Nothing waits for you. Whoever asks next is here, and in your mail.</p>
      ) : null}
      {mayDecide ? null : (
        <p class="hint">
          You may look. To decide you need the role of an approver: an administrator gives it.
        </p>
      )}
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
              {whyUseless(request) === null ? (
                <ApproveAtOnce request={request} personId={personId} />
              ) : (
                <p class="hint">{whyUseless(request)}</p>
              )}
              <details open={rejected?.requestId === request.id}>
                <summary>Deny…</summary>
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
                    checked={held?.has(`${CHOSEN}${request.id}`)}
                    autocomplete="off"
                  />
                  <label for={`choose-${request.id}`}>
                    Select<span class="visually-hidden">: {request.name}</span>
                  </label>
                </div>
              ) : null}
            </div>
          ) : null}
        </section>
      ))}
      {several ? (
        <Several
          personId={personId}
          two={two}
          reason={held?.get('reason') ?? ''}
          rejected={rejected?.requestId === SEVERAL ? rejected : null}
        />
      ) : null}
    </>
  );
}

/** Stands for the id of a request where several are decided at once. */
export const SEVERAL = 'several';

/** One decision about all requests that are chosen above. */
function Several({
  personId,
  two,
  reason,
  rejected,
}: {
  personId: string;
  two: boolean;
  reason: string;
  rejected: Rejected | null;
}) {
  const id = `reason-${SEVERAL}`;
  return (
    <section aria-labelledby="several-heading">
      <h2 id="several-heading">Decide the selected ones at once</h2>
      {two ? <p class="hint">A second person has to approve it.</p> : null}
      <form id="several" method="post" action="/console/requests/several" novalidate>
        <input type="hidden" name="person" value={personId} />
        <Control id={id} label="Reason, if they are denied" error={rejected?.errors.reason}>
          {(described, invalid) => (
            <textarea id={id} name="reason" rows={2} aria-invalid={invalid} aria-describedby={described}>
              {rejected?.entries.reason ?? reason}
            </textarea>
          )}
        </Control>
        <p class="actions">
          <button type="submit" class="button" name="decision" value="release">
            {two ? 'Propose to approve them' : 'Approve them'}
          </button>{' '}
          <button type="submit" class="button quiet" name="decision" value="deny">
            {two ? 'Propose to deny them' : 'Deny them'}
          </button>
        </p>
      </form>
    </section>
  );
}
