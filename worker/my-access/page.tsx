import { Fact } from '../access/nda-page.tsx';
import { minute } from '../console/minute.ts';
import { content } from '../content.ts';
import type { Session } from '../login/session.ts';
import { titlesOf, topicsOf } from '../subscriptions/topics.ts';
import type { Held } from './holdings.ts';
import {
  basisInWords,
  dayInWords,
  downloadOutcome,
  mailKind,
  mailState,
  requestState,
  titleOf,
} from './words.ts';

/** How many rows of a part the page shows; the export has all. */
export const MOST_SHOWN = 100;

/** What the page shows. */
export interface MyAccessProps {
  readonly session: Session;
  readonly held: Held;
  /** What the reader just did, in one sentence. */
  readonly done: string | undefined;
  readonly now: number;
  /** The part about the reader's company. */
  readonly company: unknown;
}

/** `/my-access`: everything that is held about whoever is signed in. */
export function MyAccessPage({ session, held, done, now, company }: MyAccessProps) {
  const { person } = session;
  return (
    <>
      <h1>My access</h1>
      <p class="lead">
        Everything that {content.company.name} holds about <bdi>{person.name}</bdi>.
      </p>
      {done ? (
        <div class="notice" role="status">
          <p>{done}</p>
        </div>
      ) : null}
      <Reports held={held} now={now} />
      {company}
      <Agreements held={held} />
      <Downloads held={held} />
      <Requests held={held} />
      <You session={session} held={held} />
      <Sessions session={session} held={held} />
      <Mails held={held} />
      <Leaving />
    </>
  );
}

interface Grant {
  readonly id: string;
  readonly report: string;
  readonly basis: string;
  readonly basisDetail: string;
  readonly acceptance: string | null;
  readonly copyId: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly revokedAt: number | null;
}

function Reports({ held, now }: { held: Held; now: number }) {
  const grants = held.grants as unknown as readonly Grant[];
  const live = grants.filter(
    ({ revokedAt, startsAt, endsAt }) => revokedAt === null && startsAt <= now && endsAt > now,
  );
  return (
    <section class="held" aria-labelledby="reports">
      <h2 id="reports">Reports</h2>
      {grants.length === 0 ? (
        <p>
          You have none. <a href="/reports/">Which there are</a>
        </p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">Report</th>
              <th scope="col">Access</th>
              <th scope="col">Because of</th>
              <th scope="col">Copy</th>
            </tr>
          </thead>
          <tbody>
            {grants.map((grant) => (
              <tr>
                <th scope="row">
                  {live.includes(grant) ? (
                    <a href={`/access/${grant.report}/copy`}>Get {titleOf(grant.report)}</a>
                  ) : (
                    titleOf(grant.report)
                  )}
                </th>
                <td data-label="Access">{standing(grant, now)}</td>
                <td data-label="Because of">
                  {basisInWords(grant.basis, grant.basisDetail)}
                  {isColleagues(grant, held) ? ', accepted for your company' : ''}
                </td>
                <td data-label="Copy">
                  <code class="digits">{grant.copyId}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Whether a grant stands on an acceptance that is not the reader's own. */
function isColleagues({ acceptance }: Grant, held: Held): boolean {
  return acceptance !== null && !held.acceptances.some(({ id }) => id === acceptance);
}

function standing({ revokedAt, startsAt, endsAt }: Grant, now: number): string {
  if (revokedAt !== null) return `ended on ${dayInWords(revokedAt)}`;
  if (startsAt > now) return `from ${dayInWords(startsAt)}`;
  return endsAt > now ? `until ${dayInWords(endsAt)}` : `ended on ${dayInWords(endsAt)}`;
}

interface Acceptance {
  readonly id: string;
  readonly version: string;
  readonly evidence: string;
  readonly acceptedAt: number;
  readonly endedAt: number | null;
}

function Agreements({ held }: { held: Held }) {
  const acceptances = held.acceptances as unknown as readonly Acceptance[];
  const joined = (held.invitations as unknown as readonly Joined[]).filter(({ person }) => person === 'you');
  if (acceptances.length + joined.length === 0) return null;
  return (
    <section class="held" aria-labelledby="agreements">
      <h2 id="agreements">Agreements</h2>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">Agreement</th>
            <th scope="col">You</th>
            <th scope="col">When</th>
            <th scope="col">Receipt</th>
          </tr>
        </thead>
        <tbody>
          {acceptances.map(({ id, version, evidence, acceptedAt, endedAt }) => (
            <tr>
              <th scope="row">
                {content.nda.title}, version {version}
              </th>
              <td data-label="You">
                accepted it for <bdi>{(JSON.parse(evidence) as Signed).signer.company}</bdi>
                {endedAt === null ? null : <>; ended on {dayInWords(endedAt)}</>}
              </td>
              <td data-label="When">{minute(acceptedAt)}</td>
              <td data-label="Receipt">
                <a href={`/my-access/receipts/${id}`} aria-label={`Receipt of ${minute(acceptedAt)}`}>
                  Receipt
                </a>
              </td>
            </tr>
          ))}
          {joined.map(({ id, joinedAt }) => (
            <tr>
              <th scope="row">{content.nda.title}</th>
              <td data-label="You">acknowledged that it covers you</td>
              <td data-label="When">{minute(joinedAt)}</td>
              <td data-label="Receipt">
                <a href={`/my-access/receipts/${id}`} aria-label={`Receipt of ${minute(joinedAt)}`}>
                  Receipt
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {acceptances.some(({ endedAt }) => endedAt === null) ? (
        <p>
          You can <a href="/my-access/agreement/end">end the agreement</a>; what you have stays confidential.
        </p>
      ) : null}
    </section>
  );
}

interface Signed {
  readonly signer: { readonly company: string };
}

interface Joined {
  readonly id: string;
  readonly person: string | null;
  readonly joinedAt: number;
}

interface Download {
  readonly grant: string;
  readonly firstByte: number;
  readonly lastByte: number;
  readonly startedAt: number;
  readonly outcome: string | null;
}

function Downloads({ held }: { held: Held }) {
  const downloads = held.downloads as unknown as readonly Download[];
  const grants = new Map((held.grants as unknown as readonly Grant[]).map((grant) => [grant.id, grant]));
  return (
    <section class="held" aria-labelledby="downloads">
      <h2 id="downloads">Downloads</h2>
      {downloads.length === 0 ? (
        <p>None.</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Report</th>
              <th scope="col">Copy</th>
              <th scope="col">Size</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {downloads.map((download) => (
              <tr>
                <th scope="row">{minute(download.startedAt)}</th>
                <td data-label="Report">{titleOf(grants.get(download.grant)?.report ?? '')}</td>
                <td data-label="Copy">
                  <code class="digits">{grants.get(download.grant)?.copyId}</code>
                </td>
                <td data-label="Size">{sizeInWords(download.lastByte - download.firstByte + 1)}</td>
                <td data-label="Outcome">{downloadOutcome(download.outcome)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More rows={downloads} />
    </section>
  );
}

const sizeInWords = (bytes: number): string =>
  bytes < 100_000 ? `${bytes} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`;

function More({ rows }: { rows: readonly unknown[] }) {
  if (rows.length < MOST_SHOWN) return null;
  return <p class="hint">The newest {MOST_SHOWN}. All of them are in the file with your data, below.</p>;
}

interface Request {
  readonly id: string;
  readonly report: string;
  readonly state: string;
  readonly reason: string | null;
  readonly madeAt: number;
}

function Requests({ held }: { held: Held }) {
  const requests = held.requests as unknown as readonly Request[];
  if (requests.length === 0) return null;
  return (
    <section class="held" aria-labelledby="requests">
      <h2 id="requests">Requests</h2>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">For</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {requests.map(({ report, state, reason, madeAt }) => (
            <tr>
              <th scope="row">{minute(madeAt)}</th>
              <td data-label="For">
                {state === 'confirmed' || state === 'declined' || state === 'pending' ? (
                  <a href={`/access/${report}`}>{titleOf(report)}</a>
                ) : (
                  titleOf(report)
                )}
              </td>
              <td data-label="State">
                {requestState(state)}
                {reason ? <>: {reason}</> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More rows={requests} />
    </section>
  );
}

function You({ session, held }: { session: Session; held: Held }) {
  const { person, kind } = session;
  const known = held.person[0] as { readonly knownSince: number; readonly issuer: string | null } | undefined;
  return (
    <section aria-labelledby="you">
      <h2 id="you">You</h2>
      <dl class="facts">
        <Fact name="Name">
          <bdi>{person.name}</bdi>
        </Fact>
        <Fact name="Company">
          <bdi>{person.company || 'not told'}</bdi>
        </Fact>
        <Fact name="Address">{person.address ?? 'not told'}</Fact>
        <Fact name="Known by">
          {kind === 'customer'
            ? `your account at ${new URL(known?.issuer ?? 'https://unknown').host}`
            : 'your address, which you confirmed'}
        </Fact>
        <Fact name="Since">{known ? minute(known.knownSince) : ''}</Fact>
      </dl>
    </section>
  );
}

interface HeldSession {
  readonly id: string;
  readonly startedAt: number;
  readonly usedAt: number;
}

function Sessions({ session, held }: { session: Session; held: Held }) {
  const sessions = held.sessions as unknown as readonly HeldSession[];
  return (
    <section class="held" aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">Since</th>
            <th scope="col">Last used</th>
            <th scope="col">Browser</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, startedAt, usedAt }) => (
            <tr>
              <th scope="row">{minute(startedAt)}</th>
              <td data-label="Last used">{minute(usedAt)}</td>
              <td>
                {id === session.idHash ? (
                  'this one'
                ) : (
                  <form method="post" action="/my-access/sessions">
                    <input type="hidden" name="person" value={session.person.id} />
                    <input type="hidden" name="session" value={id} />
                    <button type="submit" class="button quiet">
                      Sign out there
                    </button>
                  </form>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sessions.length > 1 ? (
        <form method="post" action="/my-access/sessions">
          <input type="hidden" name="person" value={session.person.id} />
          <p class="actions">
            <button type="submit" class="button quiet">
              Sign out everywhere else
            </button>
          </p>
        </form>
      ) : null}
    </section>
  );
}

interface Mail {
  readonly kind: string;
  readonly address: string;
  readonly state: string;
  readonly wantedAt: number;
  readonly sentAt: number | null;
}

/** Of what news the reader asked to be told; the page to change that is behind a link that only their mails have. */
function Subscriptions({ held }: { held: Held }) {
  const topics = topicsOf(held.subscriptionTopics.map(({ topic }) => String(topic)));
  if (topics.length === 0) return null;
  return (
    <p>
      You asked to be told of {titlesOf(topics)}. Each of these mails has a link to change or end that;{' '}
      <a href="/subscriptions">or ask for one now</a>.
    </p>
  );
}

function Mails({ held }: { held: Held }) {
  const mails = held.mails as unknown as readonly Mail[];
  return (
    <section class="held" aria-labelledby="mails">
      <h2 id="mails">Mails to you</h2>
      <Subscriptions held={held} />
      {mails.length === 0 ? (
        <p>None in the last 90 days.</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {mails.map(({ kind, state, wantedAt, sentAt }) => (
              <tr>
                <th scope="row">{minute(sentAt ?? wantedAt)}</th>
                <td data-label="What">{mailKind(kind)}</td>
                <td data-label="State">{mailState(state)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More rows={mails} />
    </section>
  );
}

function Leaving() {
  return (
    <section aria-labelledby="leaving">
      <h2 id="leaving">Take it with you, or leave</h2>
      <p>
        The file has all of this and more, in a form that programs read. Ending your access and deleting your
        data are two things; each says on a page of its own what it does, before it does it.
      </p>
      <p class="actions">
        <a class="button quiet" href="/my-access/export" download>
          Download your data
        </a>{' '}
        <a class="button quiet" href="/my-access/end">
          End my access
        </a>{' '}
        <a class="button quiet" href="/my-access/delete">
          Delete my data
        </a>
      </p>
    </section>
  );
}
