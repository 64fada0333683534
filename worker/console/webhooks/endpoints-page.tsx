import { ErrorSummary, Field } from '../../access/field.tsx';
import { KINDS, type Kind } from '../../webhooks/kinds.ts';
import type { Endpoint } from '../../webhooks/store.ts';
import { Moment } from '../moment.tsx';
import { may, type Staff } from '../staff.ts';
import { nameOf, standingOf } from './endpoint-page.tsx';

/** The form of a new endpoint that came back, and why. */
export interface RejectedEndpoint {
  readonly url: string;
  readonly kinds: readonly Kind[];
  readonly errors: Partial<Record<'url' | 'kinds', string>>;
}

/** `/console/webhooks`: where events are posted to, and adding a place. */
export function EndpointsPage({
  endpoints,
  staff,
  attempt,
  rejected,
}: {
  readonly endpoints: readonly Endpoint[];
  readonly staff: Staff;
  /** Becomes the endpoint's id, so that a doubled click adds one. */
  readonly attempt: string;
  readonly rejected: RejectedEndpoint | null;
}) {
  return (
    <>
      <h1>Webhooks</h1>
      <p class="lead">
        What happens here is posted to these places: signed, in order, and without names or addresses.
      </p>
      <ErrorSummary errors={rejected?.errors ?? {}} />
      {endpoints.length === 0 ? <p>Nothing is posted anywhere yet.</p> : <Endpoints endpoints={endpoints} />}
      {may(staff, 'administrator') ? (
        <section aria-labelledby="add">
          <h2 id="add">Add a place</h2>
          <form method="post" action="/console/webhooks" novalidate>
            <input type="hidden" name="person" value={staff.person.id} />
            <input type="hidden" name="attempt" value={attempt} />
            <Field
              name="url"
              label="Address"
              hint="https, and a public name. It is told of what happens from now on."
              value={rejected?.url ?? ''}
              error={rejected?.errors.url}
              autocomplete="off"
            />
            <Kinds chosen={rejected?.kinds ?? []} error={rejected?.errors.kinds} />
            <p class="actions">
              <button type="submit" class="button">
                Add
              </button>
            </p>
          </form>
        </section>
      ) : (
        <p class="hint">An administrator can add one.</p>
      )}
    </>
  );
}

function Endpoints({ endpoints }: { endpoints: readonly Endpoint[] }) {
  return (
    <table class="stack">
      <caption class="visually-hidden">Where events are posted to</caption>
      <thead>
        <tr>
          <th scope="col">Place</th>
          <th scope="col">State</th>
          <th scope="col">Told of</th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        {endpoints.map((endpoint) => (
          <tr>
            <th scope="row">
              <a href={`/console/webhooks/${endpoint.id}`}>{nameOf(endpoint)}</a>
            </th>
            <td data-label="State">{standingOf(endpoint)}</td>
            <td data-label="Told of">{endpoint.kinds.map((kind) => KINDS[kind].about).join('; ')}</td>
            <td data-label="Since">
              <Moment at={endpoint.created_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Kinds({ chosen, error }: { chosen: readonly Kind[]; error: string | undefined }) {
  return (
    <fieldset id="kinds" aria-describedby={error ? 'kinds-error' : undefined}>
      <legend>Tell it when</legend>
      {Object.entries(KINDS).map(([kind, { about }]) => (
        <div class="choice">
          <input
            type="checkbox"
            id={`kind-${kind}`}
            name={`kind-${kind}`}
            value="yes"
            checked={chosen.includes(kind as Kind)}
          />
          <label for={`kind-${kind}`}>
            {about} <code>{kind}</code>
          </label>
        </div>
      ))}
      {error ? (
        <p class="error" id="kinds-error">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
