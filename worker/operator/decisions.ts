import type { Context } from 'hono';
import { z } from 'zod';
import type { App } from '../app.ts';
import type { DecidedBy } from '../console/own.ts';
import {
  denyRequest,
  MOST_DAYS,
  readBeginning,
  releaseReport,
  validateReason,
} from '../console/requests/decide.ts';
import { findFacts, isWaiting, type WaitingRequest } from '../console/requests/store.ts';
import { content } from '../content.ts';
import { enqueueMail } from '../mail/outbox.ts';
import { Failure } from '../problem.ts';
import { answerJson, readJson } from './json.ts';
import { requireToken } from './token.ts';

/** What `POST /api/requests/:id/release` takes. */
export const wantedRelease = z.strictObject({
  begins: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day such as 2026-11-30')
    .optional()
    .describe('The day (UTC) from which on the reader may have the report; at once without.'),
  days: z
    .int()
    .min(1)
    .max(MOST_DAYS)
    .optional()
    .describe('For how many days; as many as the rule or the general time gives, without.'),
});

/** What `POST /api/requests/:id/deny` takes. */
export const wantedDenial = z.strictObject({
  reason: z.string().describe('Why, in one line of at most 1,000 characters: the reader is told.'),
});

/** What a decision answers. */
export const decided = z.strictObject({
  id: z.string().describe('Of the request.'),
  state: z.enum(['granted', 'denied']),
  told: z.boolean().describe('Whether there is an address to which the mail about it goes.'),
});

/**
 * Releases a report to whoever waits for it, as the console does.
 *
 * @param c - the request's context
 * @throws Failure forbidden where staff have to prove anew who they are before a release, and as `releaseReport`
 */
export async function release(c: Context<App>): Promise<Response> {
  const { request, by } = await readDecision(c);
  const { begins, days } = await readJson(c, wantedRelease);
  // A token proves nothing anew: what asks for that is done by a person.
  if (content.access.staffSignIn?.recentFor.includes('releases'))
    throw new Failure('forbidden', {
      detail:
        'content/access.yaml asks staff for a recent sign-in before a release, which a token cannot give: release it in the console.',
    });
  const beginning = readBeginning(begins ?? '', c.var.now);
  if ('error' in beginning) throw new Failure('bad-request', { detail: `begins: ${beginning.error}` });
  const terms = { begins: beginning.begins, days: days ?? null };
  return await answer(
    c,
    request,
    'granted',
    await releaseReport(c.env, c.var.db, request, by, c.var.now, terms),
  );
}

/**
 * Denies a request, with a reason that the reader is told.
 *
 * @param c - the request's context
 * @throws Failure as `denyRequest`
 */
export async function deny(c: Context<App>): Promise<Response> {
  const { request, by } = await readDecision(c);
  const { reason } = await readJson(c, wantedDenial);
  const checked = validateReason(reason);
  if ('error' in checked) throw new Failure('bad-request', { detail: `reason: ${checked.error}` });
  return await answer(
    c,
    request,
    'denied',
    await denyRequest(c.var.db, request, by, checked.reason, c.var.now),
  );
}

async function readDecision(c: Context<App>): Promise<{ request: WaitingRequest; by: DecidedBy }> {
  const token = await requireToken(c, ['decide']);
  if (token.madeFor === null)
    throw new Failure('forbidden', {
      detail:
        'Nobody can see whose decisions those of this token are: make one with `trust token --scope decide --for ADDRESS`.',
    });
  const request = await findFacts(c.var.db, c.req.param('id') ?? '', c.var.now);
  if (!request)
    throw new Failure('not-found', { detail: 'There is no such request, or it is no longer kept.' });
  if (!isWaiting(request)) throw new Failure('conflict', { detail: 'This request was decided already.' });
  return { request, by: { actor: token.actor, second: null } };
}

async function answer(
  c: Context<App>,
  { id }: WaitingRequest,
  state: z.output<typeof decided>['state'],
  mailId: string | null,
): Promise<Response> {
  if (mailId !== null) await enqueueMail(c.env, mailId);
  return answerJson(c, { id, state, told: mailId !== null } satisfies z.output<typeof decided>);
}
