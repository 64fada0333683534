import { ErrorSummary } from '../../access/field.tsx';
import { Fact } from '../../access/nda-page.tsx';
import { seesContacts } from '../masked.ts';
import { Moment } from '../moment.tsx';
import { may, type Staff } from '../staff.ts';
import { REQUEST_STATES, titleOf } from '../words.ts';
import { whyUseless } from './decide.ts';
import { ApproveForm, DenyForm, type Rejected, Verdict } from './decision-forms.tsx';
import { Facts, isUnruled } from './facts.tsx';
import { isWaiting, type OtherRequest, type RequestFacts } from './store.ts';

/** What the page shows. */
interface RequestProps {
  readonly request: RequestFacts;
  readonly others: readonly OtherRequest[];
  readonly staff: Staff;
  readonly now: number;
  readonly rejected: Rejected | null;
}

/** `/console/requests/:id`: one request, with what is needed to decide it. Mails to staff lead here. */
export function RequestPage({ request, others, staff, now, rejected }: RequestProps) {
  const personId = staff.person.id;
  const mayDecide = may(staff, 'approver');
  const waits = isWaiting(request);
  const useless = whyUseless(request);
  const errors = Object.entries(rejected?.errors ?? {}).map(([field, error]) => [
    `${field}-${request.id}`,
    error,
  ]);
  return (
    <>
      <h1 id={`request-${request.id}`}>
        {titleOf(request.report_id)} for <bdi>{request.name}</bdi>
      </h1>
      <ErrorSummary errors={Object.fromEntries(errors)} />
      {waits ? null : <Decided request={request} />}
      {waits && useless !== null ? (
        <div class="notice warn">
          <p>{useless}</p>
        </div>
      ) : null}
      {waits && !mayDecide ? (
        <p class="hint">To decide you need the role of an approver: an administrator gives it.</p>
      ) : null}
      <Facts request={request} now={now} />
      {waits && mayDecide ? (
        <>
          {useless !== null ? null : (
            <>
              <Verdict request={request} />
              <ApproveForm request={request} personId={personId} rejected={rejected} />
            </>
          )}
          <section aria-labelledby="deny">
            <h2 id="deny">{useless !== null ? 'Deny it' : 'Or deny it'}</h2>
            <DenyForm request={request} personId={personId} rejected={rejected} />
          </section>
        </>
      ) : null}
      {others.length > 0 ? (
        <section aria-labelledby="others">
          <h2 id="others">The same person also asked for</h2>
          <ul>
            {others.map((other) => (
              <li>
                <a href={`/console/requests/${other.id}`}>{titleOf(other.report_id)}</a>,{' '}
                <Moment at={other.created_at} />: {REQUEST_STATES[other.state]}
                {other.reason ? <> (“{other.reason}”)</> : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section aria-labelledby="more">
        <h2 id="more">Also on record</h2>
        <dl class="facts">
          {request.person_id === null ? null : (
            <Fact name="Person">
              <a href={`/console/people/${request.person_id}`}>
                <bdi>{request.name}</bdi>
              </a>
            </Fact>
          )}
          <Fact name="Audit log">
            <a href={`/console/events?object=${request.id}`}>what happened to this request</a>
          </Fact>
          {request.rule === null ? null : (
            <Fact name="Decided by">
              {isUnruled(request.rule) ? 'the level of the report' : <>the rule “{request.rule}”</>}, rules{' '}
              <code>{request.rule_set?.slice(0, 12)}</code>
            </Fact>
          )}
          {seesContacts(staff) ? (
            <>
              <Fact name="Network address">{request.ip}</Fact>
              <Fact name="Browser">
                <bdi>{request.user_agent}</bdi>
              </Fact>
            </>
          ) : null}
        </dl>
      </section>
    </>
  );
}

function Decided({ request }: { request: RequestFacts }) {
  const by = request.decided_by_name;
  return (
    <div class="notice">
      <p>
        <strong>{REQUEST_STATES[request.state]}</strong>
        {by === null ? null : (
          <>
            {' '}
            by <bdi>{by}</bdi>
          </>
        )}
        , <Moment at={request.changed_at} />.
      </p>
      {request.reason ? <p>The reader was told: “{request.reason}”</p> : null}
    </div>
  );
}
