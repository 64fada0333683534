import { type Context, Hono } from 'hono';
import type { App } from '../../app.ts';
import { Failure } from '../../problem.ts';
import { newId } from '../../random.ts';
import { sayOnce } from '../../said-once.ts';
import { STAFF_ENDPOINT, sendAgain } from '../../webhooks/deliver.ts';
import { checkEndpointUrl } from '../../webhooks/endpoint-url.ts';
import { isKind, KINDS } from '../../webhooks/kinds.ts';
import { endpointSecret } from '../../webhooks/secret.ts';
import {
  countEventsAfter,
  deleteEndpoint,
  enableEndpoint,
  findEndpoint,
  insertEndpoint,
  listDeliveries,
  listEndpoints,
} from '../../webhooks/store.ts';
import { readDeed } from '../deed.ts';
import { renderConsole } from '../frame.tsx';
import { may, requireRole } from '../staff.ts';
import { EndpointPage, nameOf } from './endpoint-page.tsx';
import { EndpointsPage, type RejectedEndpoint } from './endpoints-page.tsx';

const MOST_DELIVERIES = 50;
/** Of the form of {@link newId}. */
const ID = /^[A-Za-z0-9_-]{22}$/;

/** `/console/webhooks`: where events are posted to. Everybody on the staff looks, administrators act. */
export const consoleWebhooks = new Hono<App>()
  .get('/', async (c) => await showEndpoints(c, null))

  .post('/', async (c) => {
    const staff = await requireRole(c, 'administrator');
    const fields = await readDeed(c, staff);
    const id = fields.get('attempt') ?? '';
    if (!ID.test(id)) throw new Failure('bad-request');
    const url = fields.get('url') ?? '';
    const kinds = Object.keys(KINDS)
      .filter(isKind)
      .filter((kind) => fields.get(`kind-${kind}`) === 'yes');
    const checked = checkEndpointUrl(url, c.var.config);
    if ('error' in checked || kinds.length === 0) {
      const errors = {
        ...('error' in checked ? { url: checked.error } : {}),
        ...(kinds.length === 0 ? { kinds: 'Choose at least one.' } : {}),
      };
      return await showEndpoints(c, { url, kinds, errors });
    }
    await insertEndpoint(c.var.db, { id, url: checked.url, kinds, by: staff.person.id }, c.var.now);
    sayOnce(c, 'webhook-added');
    return c.redirect(`/console/webhooks/${id}`, 303);
  })

  .post('/deliveries/:id/again', async (c) => {
    const staff = await requireRole(c, 'administrator');
    await readDeed(c, staff);
    const { config, db, now } = c.var;
    const endpoint = await sendAgain(db, config, c.req.param('id'), staff.person.id, now);
    sayOnce(c, 'webhook-sent');
    return c.redirect(`/console/webhooks/${endpoint}`, 303);
  })

  .get('/:id', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const { config, db } = c.var;
    const endpoint = await findEndpoint(db, c.req.param('id'));
    if (!endpoint) throw new Failure('not-found', { detail: 'There is no such place, or it was removed.' });
    const isSigned = endpoint.id !== STAFF_ENDPOINT;
    const secret =
      isSigned && may(staff, 'administrator')
        ? await endpointSecret(config.SESSION_SECRET, endpoint.id)
        : null;
    return await renderConsole(c, {
      title: nameOf(endpoint),
      body: (
        <EndpointPage
          endpoint={endpoint}
          deliveries={await listDeliveries(db, endpoint.id, MOST_DELIVERIES)}
          staff={staff}
          secret={secret}
          waiting={await countEventsAfter(db, endpoint.cursor)}
        />
      ),
    });
  })

  .post('/:id', async (c) => {
    const staff = await requireRole(c, 'administrator');
    const fields = await readDeed(c, staff);
    const { db, now } = c.var;
    const id = c.req.param('id');
    const act = fields.get('act');
    if (act === 'enable') {
      if (!(await enableEndpoint(db, id, staff.person.id, now))) throw new Failure('conflict');
      sayOnce(c, 'webhook-enabled');
      return c.redirect(`/console/webhooks/${id}`, 303);
    }
    // The staff's chat comes with the configuration, and goes with it.
    if (act !== 'remove' || id === STAFF_ENDPOINT) throw new Failure('bad-request');
    if (!(await deleteEndpoint(db, id, staff.person.id, now))) throw new Failure('conflict');
    sayOnce(c, 'webhook-removed');
    return c.redirect('/console/webhooks', 303);
  });

async function showEndpoints(c: Context<App>, rejected: RejectedEndpoint | null): Promise<Response> {
  const staff = await requireRole(c, 'viewer');
  return await renderConsole(c, {
    title: 'Webhooks',
    status: rejected ? 400 : 200,
    body: (
      <EndpointsPage
        endpoints={await listEndpoints(c.var.db)}
        staff={staff}
        attempt={newId()}
        rejected={rejected}
      />
    ),
  });
}
