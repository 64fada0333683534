import { ErrorSummary, Field } from '../access/field.tsx';
import { content } from '../content.ts';
import type { Subscription, SubscriptionRequest } from './store.ts';
import type { SubscriptionEntries, SubscriptionErrors } from './subscribe.ts';
import { TOPICS, type TopicId, titlesOf } from './topics.ts';

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
  return (
    <>
      <h1>News by mail</h1>
      <p class="lead">
        We write when something is new, and only then. Your address is used for nothing else; each mail has a
        link that ends it and deletes the address.
      </p>
      <ErrorSummary errors={errors} />
      <form method="post" action="/subscribe" novalidate>
        <input type="hidden" name="attempt" value={attempt} />
        <Topics chosen={entries.topics} error={errors.topics} />
        <Field
          name="address"
          label="E-mail"
          hint="We send a mail there first, to confirm it."
          value={entries.address}
          error={errors.address}
          autocomplete="email"
          type="email"
          inputmode="email"
        />
        <p class="actions">
          <button type="submit" class="button">
            Subscribe
          </button>
        </p>
      </form>
      <p class="hint">
        You need no address to follow us: the <a href="/updates/#feeds">feeds</a> say the same.
      </p>
    </>
  );
}

function Topics({ chosen, error }: { chosen: readonly TopicId[]; error: string | undefined }) {
  return (
    <fieldset id="topics" aria-describedby={error ? 'topics-error' : undefined}>
      <legend>Tell me about</legend>
      {TOPICS.map(({ id, title, about }) => (
        <div class="choice">
          <input
            type="checkbox"
            id={`topic-${id}`}
            name={`topic-${id}`}
            value="yes"
            checked={chosen.includes(id)}
          />
          <label for={`topic-${id}`}>
            {title} <span class="hint">{about}</span>
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
  return (
    <>
      <h1>Check your mail</h1>
      <p class="lead">
        If mail to <strong>{address}</strong> is possible, one is on its way, with a link to confirm it. The
        link works for two days.
      </p>
      <p class="hint">
        Wrong address, or no mail? <a href="/subscribe">Start again</a>.
      </p>
    </>
  );
}

/** Behind the link in the mail. Opening it confirms nothing. */
export function ConfirmSubscriptionPage({ request, token }: { request: SubscriptionRequest; token: string }) {
  return (
    <>
      <h1>Confirm your subscription</h1>
      <p class="lead">
        We will write to <strong>{request.address}</strong> about {titlesOf(request.topics)}.
      </p>
      <form method="post" action="/subscribe/confirm">
        <input type="hidden" name="token" value={token} />
        <p class="actions">
          <button type="submit" class="button">
            Confirm
          </button>
        </p>
      </form>
    </>
  );
}

/** A link that confirms nothing any more, or never did. */
export function SubscriptionOverPage() {
  return (
    <>
      <h1>This link does nothing any more</h1>
      <p class="lead">
        Links to confirm work once, for two days, and only the newest one. The links in our mails work as long
        as the subscription.
      </p>
      <p class="actions">
        <a class="button" href="/subscribe">
          Ask for a new one
        </a>
      </p>
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
  return (
    <>
      <h1>Your subscription</h1>
      {done === null ? null : (
        <div class="notice" role="status">
          <p>
            {done === 'confirmed' ? 'Confirmed.' : 'Changed.'} We write to you about{' '}
            {titlesOf(subscription.topics)}.
          </p>
        </div>
      )}
      <ErrorSummary errors={{ topics: error }} />
      <p>
        For <strong>{subscription.address}</strong>.
      </p>
      <form method="post" action="/subscribe/manage" novalidate>
        <input type="hidden" name="token" value={token} />
        <Topics chosen={subscription.topics} error={error} />
        <p class="actions">
          <button type="submit" class="button" name="act" value="change">
            Save
          </button>{' '}
          <button type="submit" class="button quiet" name="act" value="end">
            End it and delete my address
          </button>
        </p>
      </form>
    </>
  );
}

/** After the end. */
export function EndedPage() {
  return (
    <>
      <h1>It has ended</h1>
      <p class="lead">No further mail comes of it, and the address is deleted.</p>
      <p class="hint">
        If you got reports from us, what stands on record about them is another matter: write to{' '}
        <a href={`mailto:${content.company.contacts.privacy}`}>{content.company.contacts.privacy}</a>.
      </p>
    </>
  );
}
