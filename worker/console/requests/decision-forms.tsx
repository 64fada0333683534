import { content } from '../../content.ts';
import { Control } from '../control.tsx';
import { MOST_DAYS } from './decide.ts';
import type { RequestFacts } from './store.ts';

/** A decision that came back, as it was entered, and what is wrong with it by field. */
export interface Rejected {
  readonly requestId: string;
  readonly entries: Readonly<Partial<Record<DecisionField, string>>>;
  readonly errors: Readonly<Partial<Record<DecisionField, string>>>;
}

/** What staff may enter with a decision. */
type DecisionField = 'begins' | 'days' | 'reason';

/** What each form is made from. */
interface DecisionProps {
  readonly request: RequestFacts;
  readonly personId: string;
  /** What came back of this request's form. */
  readonly rejected: Rejected | null;
  readonly from?: 'queue';
}

/** Approves a request of the queue with one click. */
export function ApproveAtOnce({ request, personId }: { request: RequestFacts; personId: string }) {
  return (
    <form method="post" action={`/console/requests/${request.id}/release`}>
      <input type="hidden" name="person" value={personId} />
      <input type="hidden" name="from" value="queue" />
      <button type="submit" class="button" aria-describedby={`request-${request.id}`}>
        Approve
      </button>
    </form>
  );
}

/** The form by which a request's own page approves it; {@link Verdict} has its button. */
export function ApproveForm({ request, personId, rejected }: DecisionProps) {
  const { begins, days } = rejected?.errors ?? {};
  return (
    <form
      id={`approve-${request.id}`}
      method="post"
      action={`/console/requests/${request.id}/release`}
      novalidate
    >
      <input type="hidden" name="person" value={personId} />
      <details open={Boolean(begins ?? days ?? rejected?.entries.begins ?? rejected?.entries.days)}>
        <summary>Approve from a later day, or for another time</summary>
        <Control
          id={`begins-${request.id}`}
          label="Not before (may stay empty)"
          hint="The reader is told the day, and can download from 00:00 UTC on."
          error={begins}
        >
          {(described, invalid) => (
            <input
              type="date"
              id={`begins-${request.id}`}
              name="begins"
              value={rejected?.entries.begins ?? ''}
              aria-invalid={invalid}
              aria-describedby={described}
            />
          )}
        </Control>
        <Control
          id={`days-${request.id}`}
          label="For how many days (may stay empty)"
          hint={`${request.grant_days ?? content.access.grantDays} if you enter none; at most ${MOST_DAYS}.`}
          error={days}
        >
          {(described, invalid) => (
            <input
              type="text"
              id={`days-${request.id}`}
              name="days"
              inputmode="numeric"
              autocomplete="off"
              value={rejected?.entries.days ?? ''}
              aria-invalid={invalid}
              aria-describedby={described}
            />
          )}
        </Control>
      </details>
    </form>
  );
}

/** The two ways to decide, which a phone keeps in reach of the thumb. */
export function Verdict({ request }: { request: RequestFacts }) {
  return (
    <p class="verdict">
      <button
        type="submit"
        class="button"
        form={`approve-${request.id}`}
        aria-describedby={`request-${request.id}`}
      >
        Approve
      </button>
      <a class="button quiet" href={`#reason-${request.id}`}>
        Deny…
      </a>
    </p>
  );
}

/** Denies a request, with a reason. */
export function DenyForm({ request, personId, rejected, from }: DecisionProps) {
  const field = `reason-${request.id}`;
  return (
    <form method="post" action={`/console/requests/${request.id}/deny`} novalidate>
      <input type="hidden" name="person" value={personId} />
      {from ? <input type="hidden" name="from" value={from} /> : null}
      <Control
        id={field}
        label="Reason for a denial"
        hint="It is mailed to the reader as you write it."
        error={rejected?.errors.reason}
      >
        {(described, invalid) => (
          <textarea
            id={field}
            name="reason"
            rows={2}
            required
            aria-invalid={invalid}
            aria-describedby={described}
          >
            {rejected?.entries.reason ?? ''}
          </textarea>
        )}
      </Control>
      <p class="actions">
        <button type="submit" class="button quiet" aria-describedby={`request-${request.id}`}>
          Deny
        </button>
      </p>
    </form>
  );
}
