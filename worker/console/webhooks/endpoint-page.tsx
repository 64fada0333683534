import { Fact } from '../../access/nda-page.tsx';
import { STAFF_ENDPOINT } from '../../webhooks/deliver.ts';
import { isKind, KINDS } from '../../webhooks/kinds.ts';
import type { Delivery, Endpoint } from '../../webhooks/store.ts';
import { Moment, momentInWords } from '../moment.tsx';
import { may, type Staff } from '../staff.ts';

const DELIVERY_STATES = {
  delivered: 'Delivered',
  failing: 'Will be tried again',
  'given-up': 'Given up',
} as const;

/** An endpoint's name: the host alone, since the rest of an address may be a secret of its own. */
export function nameOf({ id, url }: Endpoint): string {
  return id === STAFF_ENDPOINT ? 'The chat of the staff' : (URL.parse(url)?.host ?? url);
}

/** How an endpoint is, in a few words. */
export function standingOf({ disabled_at, failing_since }: Endpoint): string {
  if (disabled_at !== null) return `turned off, ${momentInWords(disabled_at)}`;
  return failing_since === null ? 'works' : `fails since ${momentInWords(failing_since)}`;
}

/** `/console/webhooks/:id`: how it is, its secret, and what was posted there last. */
export function EndpointPage({
  endpoint,
  deliveries,
  staff,
  secret,
  waiting,
}: {
  readonly endpoint: Endpoint;
  readonly deliveries: readonly Delivery[];
  readonly staff: Staff;
  /** For administrators; null for the staff's chat, which is not signed. */
  readonly secret: string | null;
  /** How many events stand behind the one that is next. */
  readonly waiting: number;
}) {
  const mayAct = may(staff, 'administrator');
  return (
    <>
      <p class="above">
        <a href="/console/webhooks">Webhooks</a>
      </p>
      <h1>{nameOf(endpoint)}</h1>
      {endpoint.disabled_at === null ? null : (
        <div class="notice warn" role="status">
          <p>
            It is {standingOf(endpoint)}. What happened since is kept, and is sent when it is turned on again.
          </p>
        </div>
      )}
      <dl class="facts">
        <Fact name="State">{standingOf(endpoint)}</Fact>
        {mayAct && endpoint.url !== '' ? (
          <Fact name="Address">
            <code>{endpoint.url}</code>
          </Fact>
        ) : null}
        <Fact name="Told of">{endpoint.kinds.map((kind) => KINDS[kind].about).join('; ')}</Fact>
        <Fact name="Since">
          <Moment at={endpoint.created_at} />
        </Fact>
        <Fact name="Events not looked at yet">{waiting}</Fact>
        {secret === null ? null : (
          <Fact name="Secret of its signatures">
            <details>
              <summary>Show</summary>
              <code>{secret}</code>
            </details>
          </Fact>
        )}
      </dl>
      {mayAct ? <Acts endpoint={endpoint} staff={staff} /> : null}
      <section aria-labelledby="deliveries">
        <h2 id="deliveries">Last deliveries</h2>
        {deliveries.length === 0 ? (
          <p>Nothing has been posted there yet.</p>
        ) : (
          <Deliveries deliveries={deliveries} staff={staff} mayAct={mayAct} />
        )}
      </section>
    </>
  );
}

/** A kind of message in words, with the name that the receiver sees. */
function Kind({ of: kind }: { of: string }) {
  return <span>{isKind(kind) ? KINDS[kind].about : <code>{kind}</code>}</span>;
}

function Acts({ endpoint, staff }: { endpoint: Endpoint; staff: Staff }) {
  return (
    <form method="post" action={`/console/webhooks/${endpoint.id}`}>
      <input type="hidden" name="person" value={staff.person.id} />
      <p class="actions">
        {endpoint.disabled_at === null ? null : (
          <button type="submit" class="button" name="act" value="enable">
            Turn on again
          </button>
        )}{' '}
        {endpoint.id === STAFF_ENDPOINT ? null : (
          <button type="submit" class="button quiet" name="act" value="remove">
            Remove
          </button>
        )}
      </p>
    </form>
  );
}

function Deliveries({
  deliveries,
  staff,
  mayAct,
}: {
  deliveries: readonly Delivery[];
  staff: Staff;
  mayAct: boolean;
}) {
  return (
    <table class="stack">
      <caption class="visually-hidden">Last deliveries</caption>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">Kind</th>
          <th scope="col">State</th>
          <th scope="col">Answer</th>
          <th scope="col">Tries</th>
          <th scope="col">Last try</th>
          {mayAct ? <th scope="col">Again</th> : null}
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <tr>
            <th scope="row">{delivery.event_id}</th>
            <td data-label="Kind">
              <Kind of={delivery.type} />
            </td>
            <td data-label="State">{DELIVERY_STATES[delivery.state]}</td>
            <td data-label="Answer">{delivery.answer}</td>
            <td data-label="Tries">{delivery.tries}</td>
            <td data-label="Last try">
              <Moment at={delivery.tried_at} />
            </td>
            {mayAct ? (
              <td data-label="Again">
                <form method="post" action={`/console/webhooks/deliveries/${delivery.id}/again`}>
                  <input type="hidden" name="person" value={staff.person.id} />
                  <button
                    type="submit"
                    class="button quiet"
                    aria-label={`Send again: event ${delivery.event_id}`}
                  >
                    Send again
                  </button>
                </form>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
