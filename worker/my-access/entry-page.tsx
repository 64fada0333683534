import { text } from '../../words/html.ts';
import { ErrorSummary, Field } from '../access/field.tsx';
import { content } from '../content.ts';
import { useWords, written } from '../localised.tsx';
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
  const { m } = useWords();
  const words = m.entry;
  return (
    <>
      <h1>{isInvited ? words.invited : m.myAccess.title}</h1>
      <p class="lead">{isInvited ? words.invitedLead : words.lead}</p>
      <ErrorSummary errors={{ address: error }} />
      {isStaff ? (
        <div class="notice">
          <p>{words.staff}</p>
        </div>
      ) : null}
      <div class="choices">
        {isInvited ? null : (
          <section>
            <h2>{m.choose.customer}</h2>
            <p>{words.account}</p>
            {providers.map(({ id, name }) => (
              <form method="post" action={loginPath(id)}>
                <input type="hidden" name="return_to" value="/my-access" />
                <button type="submit" class="button">
                  {m.choose.signIn(name ?? company.name)}
                </button>
              </form>
            ))}
          </section>
        )}
        <section>
          <h2>{isInvited ? words.yourAddress : words.confirmed}</h2>
          <p>{isInvited ? words.mailInvited : words.mail}</p>
          <form method="post" action="/my-access" novalidate>
            <input type="hidden" name="attempt" value={attempt} />
            <Field
              name="address"
              label={m.fields.address}
              value={address}
              error={error}
              autocomplete="email"
              type="email"
              inputmode="email"
            />
            <button type="submit" class="button">
              {m.send}
            </button>
          </form>
        </section>
      </div>
    </>
  );
}

/** Said to whoever has confirmed an address by which we know nobody. */
export function NothingHeldPage({ address }: { address: string }) {
  const words = useWords().m.entry;
  return (
    <>
      <h1>{words.nothing}</h1>
      <p class="lead">{written(words.nothingLead(text(address)))}</p>
      <p>{words.nothingCustomer}</p>
      <p class="actions">
        <a class="button" href="/my-access">
          {words.back}
        </a>{' '}
        <a class="button quiet" href="/reports/">
          {words.reports}
        </a>
      </p>
    </>
  );
}
