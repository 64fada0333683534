import { mailLink, text } from '../../words/html.ts';
import { ErrorSummary, Field } from '../access/field.tsx';
import { content } from '../content.ts';
import { useWords, written } from '../localised.tsx';
import type { Subscription } from './store.ts';
import type { SubscriptionEntries, SubscriptionErrors } from './subscribe.ts';
import { namesOf, TOPICS, type TopicId } from './topics.ts';

/** `/subscribe`: what there is to be told of, and the address to tell it to. */
export function SubscribePage({
  attempt,
  entries,
  errors,
}: {
  /** Ties a doubled click together. */
  readonly attempt: string;
  readonly entries: SubscriptionEntries;
  readonly errors: SubscriptionErrors;
}) {
  const words = useWords().m.subscribe;
  return (
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <ErrorSummary errors={errors} />
      <form method="post" action="/subscribe" novalidate>
        <input type="hidden" name="attempt" value={attempt} />
        <Topics chosen={entries.topics} error={errors.topics} />
        <Field
          name="address"
          label={words.address}
          hint={words.addressHint}
          value={entries.address}
          error={errors.address}
          autocomplete="email"
          type="email"
          inputmode="email"
        />
        <p class="actions">
          <button type="submit" class="button">
            {words.button}
          </button>
        </p>
      </form>
      <p class="hint">{written(words.feeds(text('/updates/#feeds')))}</p>
    </>
  );
}

function Topics({ chosen, error }: { chosen: readonly TopicId[]; error: string | undefined }) {
  const { m } = useWords();
  return (
    <fieldset id="topics" aria-describedby={error ? 'topics-error' : undefined}>
      <legend>{m.subscribe.tell}</legend>
      {TOPICS.map((id) => (
        <div class="choice">
          <input
            type="checkbox"
            id={`topic-${id}`}
            name={`topic-${id}`}
            value="yes"
            checked={chosen.includes(id)}
          />
          <label for={`topic-${id}`}>
            {m.topics[id].title} <span class="hint">{m.topics[id].about}</span>
          </label>
        </div>
      ))}
      {error ? (
        <p class="error" id="topics-error">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

/** After the form was sent, the same for every address. */
export function CheckMailPage({ address }: { address: string }) {
  const { m } = useWords();
  return (
    <>
      <h1>{m.confirmation.checkMail}</h1>
      <p class="lead">{written(m.subscribe.onItsWay(text(address)))}</p>
      <p class="hint">{written(m.subscribe.wrong(text('/subscribe')))}</p>
    </>
  );
}

/** `/subscribe/manage`: what a subscriber is told of, and the end of it. */
export function ManagePage({
  subscription,
  token,
  done,
  error,
}: {
  readonly subscription: Subscription;
  readonly token: string;
  readonly done: 'confirmed' | 'changed' | null;
  readonly error?: string;
}) {
  const { m } = useWords();
  const words = m.subscribe;
  return (
    <>
      <h1>{words.managing}</h1>
      {done === null ? null : (
        <div class="notice" role="status">
          <p>{words[done](namesOf(m, subscription.topics))}</p>
        </div>
      )}
      <ErrorSummary errors={{ topics: error }} />
      <p>{written(words.for(text(subscription.address)))}</p>
      <form method="post" action="/subscribe/manage" novalidate>
        <input type="hidden" name="token" value={token} />
        <Topics chosen={subscription.topics} error={error} />
        <p class="actions">
          <button type="submit" class="button" name="act" value="change">
            {words.save}
          </button>{' '}
          <button type="submit" class="button quiet" name="act" value="end">
            {words.end}
          </button>
        </p>
      </form>
    </>
  );
}

/** After the end. */
export function EndedPage() {
  const words = useWords().m.subscribe;
  return (
    <>
      <h1>{words.ended}</h1>
      <p class="lead">{words.endedLead}</p>
      <p class="hint">{written(words.endedHint(mailLink(content.company.contacts.privacy)))}</p>
    </>
  );
}
