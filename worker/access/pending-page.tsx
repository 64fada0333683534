import type { Report } from '../../schema/reports.ts';
import { content } from '../content.ts';
import { Earlier } from './earlier.tsx';
import type { RequestRow } from './store.ts';

/** What both pages show. */
interface Props {
  readonly report: Report;
  readonly request: RequestRow;
  /** The request of the same person before this one. */
  readonly earlier: RequestRow | null;
}

/** `/access/:report/pending`: a person decides; who, how long that usually takes, and how to take the request back. */
export function PendingPage({ report, request, earlier, personId }: Props & { personId: string }) {
  const { waitingDays } = content.access;
  return (
    <>
      <p class="above">
        <a href={`/reports/${report.id}/`}>{report.title}</a>
      </p>
      <h1>Your request is with us</h1>
      <p class="lead">
        {report.decision
          ? `The ${report.decision.by} decides, usually ${report.decision.usualTime}.`
          : 'A person decides.'}{' '}
        {request.address === ''
          ? 'Come back to this page to see the answer.'
          : `The answer comes by mail to ${request.address}.`}
      </p>
      <Earlier request={earlier} />
      <p class="hint">
        You can close this page. Where things stand: <a href="/my-access">My access</a>. If nobody has decided
        after {waitingDays} {waitingDays === 1 ? 'day' : 'days'}, the request ends and you are told.
        Questions: <a href={`mailto:${content.company.contacts.access}`}>{content.company.contacts.access}</a>
      </p>
      <form method="post" action={`/access/${report.id}/withdraw`}>
        <input type="hidden" name="person" value={personId} />
        <input type="hidden" name="request" value={request.id} />
        <p class="actions">
          <button type="submit" class="button quiet">
            Withdraw the request
          </button>
        </p>
      </form>
    </>
  );
}

/** After a no, of staff or of a rule: why, and whom to answer. */
export function DeniedPage({ report, request, earlier }: Props) {
  const { access } = content.company.contacts;
  return (
    <>
      <p class="above">
        <a href={`/reports/${report.id}/`}>{report.title}</a>
      </p>
      <h1>We cannot give you this report</h1>
      <p class="lead">{request.reason}</p>
      <p>
        If that is wrong, or something has changed, write to <a href={`mailto:${access}`}>{access}</a>, or{' '}
        <a href={`/access/${report.id}?again`}>ask again</a>.
      </p>
      <Earlier request={earlier} />
    </>
  );
}
