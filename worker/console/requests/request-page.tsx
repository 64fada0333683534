import { Fact } from '../../access/nda-page.tsx';
import { reportOf } from '../../content.ts';
import { minute } from '../minute.ts';
import { coverOf } from './cover.ts';
import { UNCOVERED } from './decide.ts';
import { DenyForm, type Rejected, ReleaseForm } from './decision-forms.tsx';
import { Facts } from './facts.tsx';
import { isWaiting, type OtherRequest, type RequestFacts } from './store.ts';

/** What the page shows. */
interface RequestProps {
  readonly request: RequestFacts;
  readonly others: readonly OtherRequest[];
  readonly personId: string;
  readonly mayDecide: boolean;
  readonly now: number;
  readonly rejected: Rejected | null;
}

/** `/console/requests/:id`: one request, with what is needed to decide it. Mails to staff lead here. */
export function RequestPage({ request, others, personId, mayDecide, now, rejected }: RequestProps) {
  const waits = isWaiting(request);
  return (
    <>
      <h1 id={`request-${request.id}`}>
        {titleOf(request.report_id)} for <bdi>{request.name}</bdi>
      </h1>
      {rejected ? (
        <div class="notice warn" role="alert">
          <p>
            <a href={`#reason-${request.id}`}>{rejected.error}</a>
          </p>
        </div>
      ) : null}
      {waits ? null : <Decided request={request} />}
      {waits && coverOf(request) === null ? (
        <div class="notice warn">
          <p>{UNCOVERED}</p>
        </div>
      ) : waits && mayDecide ? (
        <div class="actions">
          <ReleaseForm request={request} personId={personId} />
        </div>
      ) : null}
      {waits && !mayDecide ? <p class="hint">To decide you need the role approver.</p> : null}
      <Facts request={request} now={now} />
      {waits && mayDecide ? <DenyForm request={request} personId={personId} rejected={rejected} /> : null}
      {others.length > 0 ? (
        <section aria-labelledby="others">
          <h2 id="others">The same person also asked for</h2>
          <ul>
            {others.map((other) => (
              <li>
                <a href={`/console/requests/${other.id}`}>{titleOf(other.report_id)}</a>,{' '}
                {minute(other.created_at)}: {other.state}
                {other.reason ? <> (“{other.reason}”)</> : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section aria-labelledby="more">
        <h2 id="more">Also on record</h2>
        <dl class="facts">
          <Fact name="Request">
            <code>{request.id}</code>, <a href={`/console/events?object=${request.id}`}>its events</a>
          </Fact>
          <Fact name="Network address">{request.ip}</Fact>
          <Fact name="Browser">
            <bdi>{request.user_agent}</bdi>
          </Fact>
        </dl>
      </section>
    </>
  );
}

function Decided({ request }: { request: RequestFacts }) {
  const by = request.decided_by_name ?? request.decided_by;
  return (
    <div class="notice" role="status">
      <p>
        This request is {request.state}
        {by === null ? null : (
          <>
            {' '}
            by <bdi>{by}</bdi>
          </>
        )}
        , since {minute(request.changed_at)}.
      </p>
      {request.reason ? <p>The reader was told: “{request.reason}”</p> : null}
    </div>
  );
}

/** The title of a report, or its id where the catalogue has it no longer. */
export function titleOf(reportId: string): string {
  return reportOf(reportId)?.title ?? reportId;
}
