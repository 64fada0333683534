import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { securityHeaders } from '../../core/headers.ts';
import { needsSecondPerson } from '../console/proposals/act.ts';
import { actOn } from '../console/proposals/act-on.ts';
import { Failure } from '../problem.ts';
import { requireOperator } from '../reports/operator.ts';
import type { Publisher } from '../reports/publisher.ts';
import { findTarget, validateRevocation } from './revocation-target.ts';
import {
  continueRevocation,
  countStruck,
  findRevocation,
  liftRevocation,
  startRevocation,
} from './revoke.ts';

/**
 * The operator's API of revocations, as `trust revoke` uses it:
 *
 *     POST /api/revocations             what, why → the act, or the proposal that somebody has to approve; with `dryRun`,
 *                                       only how many grants it would end; with `emergency`, at once in any case
 *     GET  /api/revocations/:id         how far it has come
 *     POST /api/revocations/:id/lift    those whom it struck may ask again
 */
export const revocations = new Hono<Publisher>()
  .use('*', requireOperator('revoke'))

  .post('/', async (c) => {
    const { db, now, publisher } = c.var;
    const { id, dryRun, emergency, ...entries } = await readWanted(c);
    const target = await findTarget(db, entries.scope, entries.target);
    const checked = validateRevocation({ ...entries, target });
    if ('error' in checked) throw new Failure('bad-request', { detail: checked.error });
    const { what, reason, message, endNda } = checked;
    if (dryRun) return answer(c, { ...what, total: await countStruck(db, { ...what, endNda }, now) });
    const revocation = { act: 'revoke', ...what, reason, message, endNda } as const;
    const two = await needsSecondPerson(db, revocation, now);
    if (two && !emergency) {
      const acted = await actOn(c, revocation, publisher, id);
      if (!('proposal' in acted)) throw new Failure('internal', { cause: 'the act was not proposed' });
      const page = new URL(`/console/proposals/${acted.proposal}`, c.var.config.ORIGIN);
      const total = await countStruck(db, { ...what, endNda }, now);
      return answer(c, { ...what, id: acted.proposal, state: 'proposed', proposal: page.href, total });
    }
    const by = { actor: publisher, reason, message, endNda, emergency: emergency && two, id };
    const act = await startRevocation(c.env, db, what, by, now);
    if (act.finished_at === null) c.executionCtx.waitUntil(continueRevocation(c.env, db, act.id, now));
    return answer(c, act);
  })

  .get('/:id', async (c) => {
    const act = await findRevocation(c.var.db, c.req.param('id'));
    if (!act) throw new Failure('not-found', { detail: 'There is no such revocation.' });
    return answer(c, act);
  })

  .post('/:id/lift', async (c) => {
    const { db, now, publisher } = c.var;
    await liftRevocation(db, c.req.param('id'), publisher, now);
    return answer(c, (await findRevocation(db, c.req.param('id'))) ?? {});
  });

const wanted = z.strictObject({
  scope: z.string(),
  target: z.string(),
  reason: z.string(),
  message: z.string().nullable().default(null),
  /** The sender's own, so that a request that is sent again is one act. */
  id: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  dryRun: z.boolean().default(false),
  endNda: z.boolean().default(false),
  /** It cannot wait for a second person, where one is asked for. */
  emergency: z.boolean().default(false),
});

/** Bytes: three texts and three short fields. */
const LARGEST_REQUEST = 16 * 1024;

async function readWanted(c: Context<Publisher>): Promise<z.output<typeof wanted>> {
  if (!(Number(c.req.header('Content-Length')) <= LARGEST_REQUEST)) throw new Failure('too-large');
  const body: unknown = await c.req.json().catch(() => null);
  const read = wanted.safeParse(body);
  if (read.success) return read.data;
  throw new Failure('bad-request', {
    detail: 'Send JSON with scope, target, reason and id, and perhaps message, endNda, emergency and dryRun.',
  });
}

function answer(c: Context<Publisher>, body: object) {
  return c.json(body, 200, { ...securityHeaders(), 'Cache-Control': 'no-store' });
}
