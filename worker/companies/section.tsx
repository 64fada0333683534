import { html, text } from '../../words/html.ts';
import { ErrorSummary, Field } from '../access/field.tsx';
import { isolated, type Localised, useWords, written } from '../localised.tsx';
import { titleOf } from '../my-access/words.ts';
import type { Colleague, Membership, OpenInvitation, OwnAcceptance } from './store.ts';

/** What a reader sees of their company: never who else is there, but whom they brought in or were brought in by. */
export interface Standing {
  readonly invited: readonly OpenInvitation[];
  readonly memberships: readonly Membership[];
  /** Null where the reader may bring in nobody. */
  readonly acceptance: OwnAcceptance | null;
  readonly colleagues: readonly Colleague[];
}

/** An invitation that came back with something to enter again. */
export interface RejectedInvitation {
  readonly attempt: string;
  readonly address: string;
  readonly error: string;
}

/** What the section shows. */
export interface CompanyProps {
  readonly standing: Standing;
  readonly personId: string;
  /** The domain of the reader's address. */
  readonly domain: string;
  readonly attempt: string;
  readonly rejected: RejectedInvitation | undefined;
  readonly now: number;
}

/** The section "Your company" of "My access"; nothing where there is nothing to say. */
export function CompanySection(props: CompanyProps) {
  const { invited, memberships, acceptance, colleagues } = props.standing;
  const { m, own, time } = useWords();
  const words = m.companies;
  if (invited.length + memberships.length + colleagues.length === 0 && acceptance === null) return null;
  return (
    <section class="held" aria-labelledby="company">
      <h2 id="company">{words.title}</h2>
      {invited.map(({ id, acceptance: { signer, report } }) => (
        <div class="notice" role="status">
          <p>
            {written(
              words.invited(
                text(signer.address),
                own(titleOf(report)),
                isolated(signer.company),
                html`/my-access/invitations/${text(id)}`,
              ),
            )}
          </p>
        </div>
      ))}
      {memberships.map(({ name, company, joined_at }) => (
        <p>{written(words.member(isolated(name), isolated(company), time(joined_at)))}</p>
      ))}
      {colleagues.length === 0 ? null : <Colleagues {...props} />}
      {acceptance === null ? null : <Inviting {...props} acceptance={acceptance} />}
    </section>
  );
}

function Inviting({
  acceptance,
  personId,
  domain,
  attempt,
  rejected,
}: Omit<CompanyProps, 'standing'> & { acceptance: OwnAcceptance }) {
  const words = useWords().m.companies;
  return (
    <>
      <p>{written(words.inviting(isolated(acceptance.company), text(domain)))}</p>
      <ErrorSummary errors={{ colleague: rejected?.error }} />
      <form method="post" action="/my-access/colleagues" novalidate>
        <input type="hidden" name="person" value={personId} />
        <input type="hidden" name="attempt" value={rejected?.attempt ?? attempt} />
        <Field
          name="colleague"
          label={words.colleagueAddress}
          hint={words.colleagueHint}
          value={rejected?.address ?? ''}
          error={rejected?.error}
          autocomplete="off"
          type="email"
          inputmode="email"
        />
        <p class="actions">
          <button type="submit" class="button">
            {words.invite}
          </button>
        </p>
      </form>
    </>
  );
}

function Colleagues({ standing, now }: CompanyProps) {
  const reader = useWords();
  const words = reader.m.companies;
  return (
    <table class="stack">
      <thead>
        <tr>
          <th scope="col">{words.colleague}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.open}</th>
          <th scope="col">{words.endIt}</th>
        </tr>
      </thead>
      <tbody>
        {standing.colleagues.map((colleague) => (
          <tr>
            <th scope="row">
              {colleague.name === null || colleague.name === colleague.address ? null : (
                <>
                  <bdi>{colleague.name}</bdi>,{' '}
                </>
              )}
              {colleague.address}
            </th>
            <td data-label={words.state}>{stateOf(colleague, now, reader)}</td>
            <td data-label={words.open}>
              {colleague.reports === null
                ? words.nothing
                : written(reader.own(colleague.reports.split(',').map(titleOf).join(', ')))}
            </td>
            <td>
              <a
                href={`/my-access/colleagues/${colleague.id}`}
                aria-label={words.takeOutWhom(colleague.address)}
              >
                {words.takeOut}
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function stateOf(
  { joined_at, invited_at, expires_at }: Colleague,
  now: number,
  { m, day }: Localised,
): string {
  const words = m.companies;
  if (joined_at !== null) return words.inSince(day(joined_at));
  return expires_at <= now ? words.didNotCome(day(expires_at)) : words.invitedOn(day(invited_at));
}
