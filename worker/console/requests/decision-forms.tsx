import { content } from '../../content.ts';
import { MOST_DAYS } from './decide.ts';
import type { RequestFacts } from './store.ts';

/** What came back of a decision that could not be made. */
export interface Rejected {
  readonly requestId: string;
  readonly reason: string;
  readonly error: string;
}

/** Releases a request with one click; on its own page also from a day on, and for some days. */
export function ReleaseForm({
  request,
  personId,
  from,
}: {
  request: RequestFacts;
  personId: string;
  from?: 'queue';
}) {
  return (
    <form method="post" action={`/console/requests/${request.id}/release`}>
      <input type="hidden" name="person" value={personId} />
      {from ? <input type="hidden" name="from" value={from} /> : null}
      {from ? null : (
        <>
          <div class="field">
            <label for={`begins-${request.id}`}>Not before (optional)</label>
            <p class="hint" id={`begins-${request.id}-hint`}>
              The reader is told the day, and can download from 00:00 UTC on.
            </p>
            <input
              type="date"
              id={`begins-${request.id}`}
              name="begins"
              aria-describedby={`begins-${request.id}-hint`}
            />
          </div>
          <div class="field">
            <label for={`days-${request.id}`}>For how many days (optional)</label>
            <p class="hint" id={`days-${request.id}-hint`}>
              {request.grant_days ?? content.access.grantDays} if you enter none.
            </p>
            <input
              type="number"
              id={`days-${request.id}`}
              name="days"
              min="1"
              max={String(MOST_DAYS)}
              inputmode="numeric"
              aria-describedby={`days-${request.id}-hint`}
            />
          </div>
        </>
      )}
      <button type="submit" class="button" aria-describedby={`request-${request.id}`}>
        Release
      </button>
    </form>
  );
}

/** Denies a request, with a reason. */
export function DenyForm({
  request,
  personId,
  rejected,
  from,
}: {
  request: RequestFacts;
  personId: string;
  rejected: Rejected | null;
  from?: 'queue';
}) {
  const field = `reason-${request.id}`;
  return (
    <form method="post" action={`/console/requests/${request.id}/deny`} novalidate>
      <input type="hidden" name="person" value={personId} />
      {from ? <input type="hidden" name="from" value={from} /> : null}
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
  );
}
