import { ErrorSummary, Field } from '../access/field.tsx';
import { dayInWords, titleOf } from '../my-access/words.ts';
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
  if (invited.length + memberships.length + colleagues.length === 0 && acceptance === null) return null;
  return (
    <section class="held" aria-labelledby="company">
      <h2 id="company">Your company</h2>
      {invited.map(({ id, acceptance: { signer, report } }) => (
        <div class="notice" role="status">
          <p>
            {signer.address} invites you to read “{titleOf(report)}” under the NDA that they accepted for{' '}
            <bdi>{signer.company}</bdi>.{' '}
            <a href={`/my-access/invitations/${id}`}>See the agreement and go on</a>
          </p>
        </div>
      ))}
      {memberships.map(({ name, company, joined_at }) => (
        <p>
          <bdi>{name}</bdi> accepted the NDA for <bdi>{company}</bdi>. It covers you since{' '}
          {dayInWords(joined_at)}, as long as they keep you in.
        </p>
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
  return (
    <>
      <p>
        You accepted the NDA for <bdi>{acceptance.company}</bdi>, so colleagues with an address at{' '}
        <strong>{domain}</strong> need not sign again. Each confirms the address, sees the agreement and has a
        copy of their own. You can take them out at any time.
      </p>
      <ErrorSummary errors={{ colleague: rejected?.error }} />
      <form method="post" action="/my-access/colleagues" novalidate>
        <input type="hidden" name="person" value={personId} />
        <input type="hidden" name="attempt" value={rejected?.attempt ?? attempt} />
        <Field
          name="colleague"
          label="Colleague’s work e-mail"
          hint="We send one mail, in which your address stands."
          value={rejected?.address ?? ''}
          error={rejected?.error}
          autocomplete="off"
          type="email"
          inputmode="email"
        />
        <p class="actions">
          <button type="submit" class="button">
            Invite
          </button>
        </p>
      </form>
    </>
  );
}

function Colleagues({ standing, now }: CompanyProps) {
  return (
    <table class="stack">
      <thead>
        <tr>
          <th scope="col">Colleague</th>
          <th scope="col">State</th>
          <th scope="col">Open to them</th>
          <th scope="col">End it</th>
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
            <td data-label="State">{stateOf(colleague, now)}</td>
            <td data-label="Open to them">
              {colleague.reports?.split(',').map(titleOf).join(', ') ?? 'nothing'}
            </td>
            <td>
              <a href={`/my-access/colleagues/${colleague.id}`} aria-label={`Take out ${colleague.address}`}>
                Take out
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function stateOf({ joined_at, invited_at, expires_at }: Colleague, now: number): string {
  if (joined_at !== null) return `in since ${dayInWords(joined_at)}`;
  if (expires_at <= now) return `did not come by ${dayInWords(expires_at)}`;
  return `invited on ${dayInWords(invited_at)}`;
}
