import { type Html, text } from '../../words/html.ts';
import { intlTag } from '../../words/locale.ts';
import { Fact } from '../access/nda-page.tsx';
import type { RequestState } from '../access/request-store.ts';
import { reasonIn } from '../access/settle.ts';
import { content } from '../content.ts';
import { isolated, type Localised, Own, useWords, written } from '../localised.tsx';
import type { Session } from '../login/session.ts';
import type { MailState, ReaderTemplate } from '../mail/store.ts';
import type { Messages } from '../messages/en.ts';
import { namesOf, topicsOf } from '../subscriptions/topics.ts';
import type { Held } from './holdings.ts';
import { basisInWords, titleOf } from './words.ts';

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
  const { m } = useWords();
  return (
    <>
      <h1>{m.myAccess.title}</h1>
      <p class="lead">
        {written(m.myAccess.lead(text(content.company.name), isolated(session.person.name)))}
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
  const words = useWords();
  const m = words.m.myAccess;
  const grants = held.grants as unknown as readonly Grant[];
  const live = grants.filter(
    ({ revokedAt, startsAt, endsAt }) => revokedAt === null && startsAt <= now && endsAt > now,
  );
  return (
    <section class="held" aria-labelledby="reports">
      <h2 id="reports">{m.reports}</h2>
      {grants.length === 0 ? (
        <p>
          {m.noReports} <a href="/reports/">{m.which}</a>
        </p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{m.report}</th>
              <th scope="col">{m.access}</th>
              <th scope="col">{m.because}</th>
              <th scope="col">{m.copy}</th>
            </tr>
          </thead>
          <tbody>
            {grants.map((grant) => (
              <tr>
                <th scope="row">
                  {live.includes(grant) ? (
                    <a href={`/access/${grant.report}/copy`}>
                      {written(m.get(words.own(titleOf(grant.report))))}
                    </a>
                  ) : (
                    <Own>{titleOf(grant.report)}</Own>
                  )}
                </th>
                <td data-label={m.access}>{standing(grant, now, words)}</td>
                <td data-label={m.because}>
                  {isColleagues(grant, held) ? m.colleagues(basisOf(grant, words)) : basisOf(grant, words)}
                </td>
                <td data-label={m.copy}>
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

function standing({ revokedAt, startsAt, endsAt }: Grant, now: number, { m, day }: Localised): string {
  const words = m.myAccess;
  if (revokedAt !== null) return words.ended(day(revokedAt));
  if (startsAt > now) return words.from(day(startsAt));
  return endsAt > now ? words.until(day(endsAt)) : words.ended(day(endsAt));
}

const basisOf = ({ basis, basisDetail }: Grant, words: Localised): string =>
  basisInWords(words, basis, basisDetail);

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
  const words = useWords();
  const m = words.m.myAccess;
  const { minute } = words;
  if (acceptances.length + joined.length === 0) return null;
  return (
    <section class="held" aria-labelledby="agreements">
      <h2 id="agreements">{m.agreements}</h2>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{m.agreement}</th>
            <th scope="col">{m.you}</th>
            <th scope="col">{m.when}</th>
            <th scope="col">{m.receipt}</th>
          </tr>
        </thead>
        <tbody>
          {acceptances.map(({ id, version, evidence, acceptedAt, endedAt }) => (
            <tr>
              <th scope="row">{written(m.nda(words.ndaTitle, text(version)))}</th>
              <td data-label={m.you}>{written(acceptedFor(evidence, endedAt, words))}</td>
              <td data-label={m.when}>{minute(acceptedAt)}</td>
              <td data-label={m.receipt}>
                <a href={`/my-access/receipts/${id}`} aria-label={m.receiptOf(minute(acceptedAt))}>
                  {m.receipt}
                </a>
              </td>
            </tr>
          ))}
          {joined.map(({ id, joinedAt }) => (
            <tr>
              <th scope="row">{written(words.ndaTitle)}</th>
              <td data-label={m.you}>{m.acknowledged}</td>
              <td data-label={m.when}>{minute(joinedAt)}</td>
              <td data-label={m.receipt}>
                <a href={`/my-access/receipts/${id}`} aria-label={m.receiptOf(minute(joinedAt))}>
                  {m.receipt}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {acceptances.some(({ endedAt }) => endedAt === null) ? (
        <p>{written(m.endAgreement(text('/my-access/agreement/end')))}</p>
      ) : null}
    </section>
  );
}

function acceptedFor(evidence: string, endedAt: number | null, { m, time }: Localised): Html {
  const company = isolated((JSON.parse(evidence) as Signed).signer.company);
  return endedAt === null ? m.myAccess.accepted(company) : m.myAccess.acceptedUntil(company, time(endedAt));
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
  const words = useWords();
  const m = words.m.myAccess;
  const downloads = held.downloads as unknown as readonly Download[];
  const grants = new Map((held.grants as unknown as readonly Grant[]).map((grant) => [grant.id, grant]));
  return (
    <section class="held" aria-labelledby="downloads">
      <h2 id="downloads">{m.downloads}</h2>
      {downloads.length === 0 ? (
        <p>{m.none}</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{m.when}</th>
              <th scope="col">{m.report}</th>
              <th scope="col">{m.copy}</th>
              <th scope="col">{m.size}</th>
              <th scope="col">{m.outcome}</th>
            </tr>
          </thead>
          <tbody>
            {downloads.map((download) => (
              <tr>
                <th scope="row">{words.minute(download.startedAt)}</th>
                <td data-label={m.report}>
                  <Own>{titleOf(grants.get(download.grant)?.report ?? '')}</Own>
                </td>
                <td data-label={m.copy}>
                  <code class="digits">{grants.get(download.grant)?.copyId}</code>
                </td>
                <td data-label={m.size}>{sizeOf(download, words)}</td>
                <td data-label={m.outcome}>{outcomeOf(download, m)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More rows={downloads} />
    </section>
  );
}

function sizeOf({ firstByte, lastByte }: Download, { m, locale }: Localised): string {
  const bytes = lastByte - firstByte + 1;
  if (bytes < 100_000) return m.myAccess.bytes(bytes);
  return (bytes / 1_000_000).toLocaleString(intlTag(locale), {
    style: 'unit',
    unit: 'megabyte',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}

function outcomeOf({ outcome }: Download, { outcomes }: Messages['myAccess']): string {
  return outcomes[(outcome ?? 'begun') as keyof typeof outcomes];
}

function More({ rows }: { rows: readonly unknown[] }) {
  if (rows.length < MOST_SHOWN) return null;
  return <p class="hint">{useWords().m.myAccess.newest(MOST_SHOWN)}</p>;
}

interface Request {
  readonly id: string;
  readonly report: string;
  readonly state: RequestState;
  readonly reason: string | null;
  readonly madeAt: number;
}

function Requests({ held }: { held: Held }) {
  const words = useWords();
  const m = words.m.myAccess;
  const requests = held.requests as unknown as readonly Request[];
  if (requests.length === 0) return null;
  return (
    <section class="held" aria-labelledby="requests">
      <h2 id="requests">{m.requests}</h2>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{m.when}</th>
            <th scope="col">{m.for}</th>
            <th scope="col">{m.state}</th>
          </tr>
        </thead>
        <tbody>
          {requests.map(({ report, state, reason, madeAt }) => (
            <tr>
              <th scope="row">{words.minute(madeAt)}</th>
              <td data-label={m.for}>
                {state === 'confirmed' || state === 'declined' || state === 'pending' ? (
                  <a href={`/access/${report}`}>
                    <Own>{titleOf(report)}</Own>
                  </a>
                ) : (
                  <Own>{titleOf(report)}</Own>
                )}
              </td>
              <td data-label={m.state}>
                {reason ? written(m.denied(text(m.states[state]), reasonIn(words, reason))) : m.states[state]}
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
  const words = useWords();
  const m = words.m.myAccess;
  const known = held.person[0] as { readonly knownSince: number; readonly issuer: string | null } | undefined;
  return (
    <section aria-labelledby="you">
      <h2 id="you">{m.you}</h2>
      <dl class="facts">
        <Fact name={m.name}>
          <bdi>{person.name}</bdi>
        </Fact>
        <Fact name={m.company}>
          <bdi>{person.company || m.notTold}</bdi>
        </Fact>
        <Fact name={m.address}>{person.address ?? m.notTold}</Fact>
        <Fact name={m.knownBy}>
          {kind === 'customer' ? m.byAccount(new URL(known?.issuer ?? 'https://unknown').host) : m.byAddress}
        </Fact>
        <Fact name={m.since}>{known ? words.minute(known.knownSince) : ''}</Fact>
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
  const { m: all, minute } = useWords();
  const m = all.myAccess;
  const sessions = held.sessions as unknown as readonly HeldSession[];
  return (
    <section class="held" aria-labelledby="sessions">
      <h2 id="sessions">{m.sessions}</h2>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{m.since}</th>
            <th scope="col">{m.lastUsed}</th>
            <th scope="col">{m.browser}</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, startedAt, usedAt }) => (
            <tr>
              <th scope="row">{minute(startedAt)}</th>
              <td data-label={m.lastUsed}>{minute(usedAt)}</td>
              <td>
                {id === session.idHash ? (
                  m.thisOne
                ) : (
                  <form method="post" action="/my-access/sessions">
                    <input type="hidden" name="person" value={session.person.id} />
                    <input type="hidden" name="session" value={id} />
                    <button type="submit" class="button quiet">
                      {m.signOutThere}
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
              {m.signOutElsewhere}
            </button>
          </p>
        </form>
      ) : null}
    </section>
  );
}

interface Mail {
  readonly kind: ReaderTemplate;
  readonly address: string;
  readonly state: MailState;
  readonly wantedAt: number;
  readonly sentAt: number | null;
}

/** Of what news the reader asked to be told; the page to change that is behind a link that only their mails have. */
function Subscriptions({ held }: { held: Held }) {
  const topics = topicsOf(held.subscriptionTopics.map(({ topic }) => String(topic)));
  const { m } = useWords();
  if (topics.length === 0) return null;
  return <p>{written(m.myAccess.subscribed(text(namesOf(m, topics)), text('/subscribe')))}</p>;
}

function Mails({ held }: { held: Held }) {
  const { m: all, minute } = useWords();
  const m = all.myAccess;
  const mails = held.mails as unknown as readonly Mail[];
  return (
    <section class="held" aria-labelledby="mails">
      <h2 id="mails">{m.mails}</h2>
      <Subscriptions held={held} />
      {mails.length === 0 ? (
        <p>{m.noMails}</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{m.when}</th>
              <th scope="col">{m.what}</th>
              <th scope="col">{m.state}</th>
            </tr>
          </thead>
          <tbody>
            {mails.map(({ kind, state, wantedAt, sentAt }) => (
              <tr>
                <th scope="row">{minute(sentAt ?? wantedAt)}</th>
                <td data-label={m.what}>{m.mailKinds[kind]}</td>
                <td data-label={m.state}>{m.mailStates[state]}</td>
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
  const m = useWords().m.myAccess;
  return (
    <section aria-labelledby="leaving">
      <h2 id="leaving">{m.leaving}</h2>
      <p>{m.leavingText}</p>
      <p class="actions">
        <a class="button quiet" href="/my-access/export" download>
          {m.download}
        </a>{' '}
        <a class="button quiet" href="/my-access/end">
          {m.end}
        </a>{' '}
        <a class="button quiet" href="/my-access/delete">
          {m.delete}
        </a>
      </p>
    </section>
  );
}
