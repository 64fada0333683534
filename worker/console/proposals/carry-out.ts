import { continueRevocation, startRevocation } from '../../access/revoke.ts';
import { enqueueMail } from '../../mail/outbox.ts';
import { Failure } from '../../problem.ts';
import { goLive } from '../../reports/publish.ts';
import { denyRequest, releaseReport } from '../requests/decide.ts';
import { findFacts, isWaiting } from '../requests/store.ts';
import { setRoles } from '../roles/store.ts';
import type { Act } from './act.ts';

/** What carrying out needs of the platform. */
export interface Platform {
  readonly env: Env;
  readonly db: D1DatabaseSession;
  /** Lets work go on after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/**
 * Does what was proposed, or what needs no second person. Doing it again ends in the same state.
 *
 * @param platform - see {@link Platform}
 * @param act - what
 * @param by - who wanted it, and who agreed, if somebody had to: neither of them may decide a request of their own
 * @param id - of the act: what has a row of its own is found by it when it is done again
 * @param now - milliseconds
 * @returns what came of it, in a sentence
 * @throws Failure where it cannot be done as things stand
 */
export async function carryOut(
  platform: Platform,
  act: Act,
  by: { readonly actor: string; readonly second: string | null },
  id: string,
  now: number,
): Promise<string> {
  const { env, db } = platform;
  switch (act.act) {
    case 'publish': {
      const { report: reportId, revision } = act;
      await goLive({ db, bucket: env.REPORTS }, { reportId, revision, actor: by.actor, now });
      return 'The version is live.';
    }
    case 'roles':
      if (!(await setRoles(db, act.person, act.roles, by.actor, now)))
        throw new Failure('conflict', {
          detail: 'Nobody would be left who is an administrator: make somebody else one first.',
        });
      return 'The roles are as proposed.';
    case 'revoke': {
      const { scope, target, reason, message, endNda } = act;
      const revocation = await startRevocation(
        env,
        db,
        { scope, target },
        { actor: by.actor, reason, message, endNda, id },
        now,
      );
      if (revocation.finished_at === null) platform.waitUntil(continueRevocation(env, db, id, now));
      return `${revocation.total} ${revocation.total === 1 ? 'grant' : 'grants'} to take back${revocation.finished_at === null ? '; it goes on by itself' : ': done'}.`;
    }
    case 'requests':
      return await decideRequests(platform, act, by, now);
  }
}

/** Each request is decided for itself: one that was decided meanwhile, or is somebody's own, stays as it is. */
async function decideRequests(
  { env, db }: Platform,
  { decision, requests, reason }: Extract<Act, { act: 'requests' }>,
  by: { readonly actor: string; readonly second: string | null },
  now: number,
): Promise<string> {
  let decided = 0;
  for (const id of requests) {
    const request = await findFacts(db, id, now);
    if (!request || !isWaiting(request)) continue;
    try {
      const mail =
        decision === 'release'
          ? await releaseReport(env, db, request, by, now)
          : await denyRequest(db, request, by, reason ?? '', now);
      if (mail !== null) await enqueueMail(env, mail);
      decided += 1;
    } catch (error) {
      if (!(error instanceof Failure) || (error.code !== 'forbidden' && error.code !== 'conflict'))
        throw error;
    }
  }
  const left = requests.length - decided;
  return `${decided} ${decision === 'release' ? 'approved' : 'denied'}${left > 0 ? `, ${left} left: decided meanwhile, somebody’s own, or nothing that a release would open` : ''}.`;
}
