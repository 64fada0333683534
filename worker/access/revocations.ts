import { Hono } from 'hono';
import { z } from 'zod';
import { refuseOwnLift } from '../console/own.ts';
import { needsSecondPerson } from '../console/proposals/act.ts';
import { actOn } from '../console/proposals/act-on.ts';
import { answerJson, readJson } from '../operator/json.ts';
import { requireOperator } from '../operator/token.ts';
import { Failure } from '../problem.ts';
import type { Publisher } from '../reports/publisher.ts';
import { findTarget, validateRevocation } from './revocation-target.ts';
import {
  continueRevocation,
  countStruck,
  findRevocation,
  liftRevocation,
  startRevocation,
} from './revoke.ts';

/** What `POST /api/revocations` takes. */
export const wantedRevocation = z.strictObject({
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
    const { id, dryRun, emergency, ...entries } = await readJson(c, wantedRevocation);
    const target = await findTarget(db, entries.scope, entries.target);
    const checked = validateRevocation({ ...entries, target });
    if ('error' in checked) throw new Failure('bad-request', { detail: checked.error });
    const { what, reason, message, endNda } = checked;
    if (dryRun) return answerJson(c, { ...what, total: await countStruck(db, { ...what, endNda }, now) });
    const revocation = { act: 'revoke', ...what, reason, message, endNda } as const;
    const two = await needsSecondPerson(db, revocation, now);
    if (two && !emergency) {
      const acted = await actOn(c, revocation, publisher, id);
      if (!('proposal' in acted)) throw new Failure('internal', { cause: 'the act was not proposed' });
      const page = new URL(`/console/proposals/${acted.proposal}`, c.var.config.ORIGIN);
      const total = await countStruck(db, { ...what, endNda }, now);
      return answerJson(c, { ...what, id: acted.proposal, state: 'proposed', proposal: page.href, total });
    }
    const by = { actor: publisher, reason, message, endNda, emergency: emergency && two, id };
    const act = await startRevocation(c.env, db, what, by, now);
    if (act.finished_at === null) c.executionCtx.waitUntil(continueRevocation(c.env, db, act.id, now));
    return answerJson(c, act);
  })

  .get('/:id', async (c) => {
    const act = await findRevocation(c.var.db, c.req.param('id'));
    if (!act) throw new Failure('not-found', { detail: 'There is no such revocation.' });
    return answerJson(c, act);
  })

  .post('/:id/lift', async (c) => {
    const { db, now, publisher } = c.var;
    const id = c.req.param('id');
    const act = await findRevocation(db, id);
    if (act) await refuseOwnLift(db, act, publisher);
    await liftRevocation(db, id, publisher, now);
    return answerJson(c, (await findRevocation(db, id)) ?? {});
  });
