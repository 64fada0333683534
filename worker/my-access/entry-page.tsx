import { ErrorSummary, Field } from '../access/field.tsx';
import { content } from '../content.ts';
import { loginPath } from '../login/provider.ts';

/** What the page shows to whoever is not signed in. */
export interface EntryProps {
  /** Ties a doubled click together; see visit.ts. */
  readonly attempt: string;
  readonly address: string;
  readonly error: string | undefined;
  /** Through whom customers sign in. */
  readonly providers: readonly { readonly id: string; readonly name: string | null }[];
  /** They come by a colleague's invitation: nothing else of this page is for them yet. */
  readonly isInvited: boolean;
  /** Somebody on the staff is signed in, whose own page this is not. */
  readonly isStaff: boolean;
}

/** `/my-access` without a session: the same two ways as to a report. */
export function EntryPage({ attempt, address, error, providers, isInvited, isStaff }: EntryProps) {
  const { company } = content;
  return (
    <>
      <h1>{isInvited ? 'Your colleague invites you' : 'My access'}</h1>
      <p class="lead">
        {isInvited
          ? 'Confirm your address. Then you see the agreement that your company has accepted, and have a copy of your own.'
          : 'The reports you have, every download and agreement, and everything else that we hold about you. You can take it with you, end your access, or have your data deleted.'}
      </p>
      <ErrorSummary errors={{ address: error }} />
      {isStaff ? (
        <div class="notice">
          <p>You are signed in as staff. This page is for those who get reports from us.</p>
        </div>
      ) : null}
      <div class="choices">
        {isInvited ? null : (
          <section>
            <h2>I am a customer</h2>
            <p>Your account says who you are.</p>
            {providers.map(({ id, name }) => (
              <form method="post" action={loginPath(id)}>
                <input type="hidden" name="return_to" value="/my-access" />
                <button type="submit" class="button">
                  Sign in with {name ?? company.name}
                </button>
              </form>
            ))}
          </section>
        )}
        <section>
          <h2>{isInvited ? 'Your address' : 'I confirmed an address'}</h2>
          <p>
            {isInvited
              ? 'We send a mail with a link and a code to it.'
              : 'We send a mail with a link and a code to it, whether we know the address or not.'}
          </p>
          <form method="post" action="/my-access" novalidate>
            <input type="hidden" name="attempt" value={attempt} />
            <Field
              name="address"
              label="Work e-mail"
              value={address}
              error={error}
              autocomplete="email"
              type="email"
              inputmode="email"
            />
            <button type="submit" class="button">
              Send
            </button>
          </form>
        </section>
      </div>
    </>
  );
}

/** Said to whoever has confirmed an address by which we know nobody. */
export function NothingHeldPage({ address }: { address: string }) {
  return (
    <>
      <h1>We hold nothing about this address</h1>
      <p class="lead">
        <strong>{address}</strong> is yours, and no report was given to it. That you asked, and this mail, are
        deleted by themselves: after two days, and after 90.
      </p>
      <p>
        As a customer you are known by your account and not by an address: sign in instead. If you had your
        data deleted, what had to stay is no longer found by your address.
      </p>
      <p class="actions">
        <a class="button" href="/my-access">
          Back to My access
        </a>{' '}
        <a class="button quiet" href="/reports/">
          The reports
        </a>
      </p>
    </>
  );
}
