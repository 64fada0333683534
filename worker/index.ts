import { type Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { getPathNoStrict } from 'hono/utils/url';
import { isForReaders, plainPath } from '../words/locale.ts';
import { expireRequests } from './access/expire.ts';
import { file } from './access/file.ts';
import { remindStaff } from './access/remind-staff.ts';
import { revocations } from './access/revocations.ts';
import { continueRevocations } from './access/revoke.ts';
import { access } from './access/routes.tsx';
import { keepRules } from './access/rule-sets.ts';
import { warnExpiring } from './access/warn-expiring.ts';
import { isMcp, MCP_IS_FOR_PROGRAMS } from './api-path.ts';
import type { App } from './app.ts';
import { endStranded } from './companies/end.ts';
import { companies } from './companies/routes.tsx';
import { countDays } from './console/activity/count-days.ts';
import { remindOfOpen } from './console/proposals/decide.ts';
import { console } from './console/routes.tsx';
import { indexWordless } from './console/search/index-people.ts';
import { guardAddress, guardOrigin, guardResponse, guardSize, prepareRequest, readSession } from './guard.ts';
import { alone } from './jobs.ts';
import { backchannelLogout } from './login/backchannel.ts';
import { logout } from './login/logout.tsx';
import { login } from './login/routes.tsx';
import type { MailMessage } from './mail/message.ts';
import { deliverDueMail, deliverQueuedMail } from './mail/outbox.ts';
import { takeReturnedMail } from './mail/returned.ts';
import { mailEvents } from './mail/routes.ts';
import { mcp } from './mcp/routes.ts';
import { deleteKept } from './my-access/erase.ts';
import { myAccess } from './my-access/routes.tsx';
import { operator } from './operator/routes.ts';
import { requireOperator } from './operator/token.ts';
import { Failure } from './problem.ts';
import { promise } from './promise.ts';
import { announceVersions } from './reports/announce.ts';
import { versionsApi } from './reports/routes.ts';
import { respondToFailure } from './respond.tsx';
import { sweepExpired } from './retention.ts';
import { health, version } from './status.ts';
import { announceNews } from './subscriptions/announce.ts';
import { oneClick } from './subscriptions/one-click.ts';
import { subscribe } from './subscriptions/routes.tsx';
import { deliverWebhooks } from './webhooks/deliver.ts';

/**
 * The route table: reading it is reading the API. Everything else is a static file, served before this runs. What readers see is there
 * below each language as well, as /de/access/soc2-type2.
 */
const app = new Hono<App>({ getPath: (request) => pathWithoutLocale(getPathNoStrict(request)) });
app
  .use('*', guardResponse, prepareRequest, guardAddress, guardOrigin, guardSize)
  .route('/access', file)
  .use('*', methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }), readSession, keepRules)
  .route('/access', access)
  .route('/my-access', myAccess)
  .route('/my-access', companies)
  .route('/login', login)
  .route('/logout', logout)
  .route('/console', console)
  .route('/subscribe', subscribe)
  .route('/api/mail/events', mailEvents)
  .route('/api/unsubscribe', oneClick)
  .route('/api/reports', versionsApi(requireOperator('publish')))
  .route('/api/revocations', revocations)
  .route('/api/backchannel-logout', backchannelLogout)
  .route('/api/promise', promise)
  .route('/api', operator)
  .route('/mcp', mcp)
  .route('/version', version)
  .route('/health', health)
  .notFound((c) => respondToFailure(new Failure('not-found'), c))
  .onError(respondToFailure);

/** Only what readers see is there below a language; anything else keeps the one address that it has. */
function pathWithoutLocale(path: string): string {
  const plain = plainPath(path);
  return isForReaders(plain) ? plain : path;
}

/** A path of ours, asked for in a way that it does not know (RFC 9110 section 15.5.6). */
function refuseMethod(c: Context<App>, methods: string[]): Promise<Response> {
  const headers = { Allow: methods.join(', ') };
  const told = isMcp(c.req.path) ? { detail: MCP_IS_FOR_PROGRAMS } : {};
  return respondToFailure(new Failure('method-not-allowed', { headers, ...told }), c);
}

export default {
  fetch: app.fetch,
  async email(message, env) {
    await takeReturnedMail(message, env);
  },
  async queue(batch, env) {
    await deliverQueuedMail(batch, env);
    // A request that waits has just been told of by mail: the staff's chat need not wait for the sweep.
    await deliverWebhooks(env, Date.now(), { budgetMs: 20_000 });
  },
  async scheduled(_controller, env) {
    const now = Date.now();
    await alone([
      () => continueRevocations(env, now),
      () => expireRequests(env, now),
      () => remindStaff(env, now),
      () => remindOfOpen(env, now),
      () => announceVersions(env, now),
      () => warnExpiring(env, now),
      () => endStranded(env, now),
      () => announceNews(env, now),
      () => sweepExpired(env, now),
      () => deleteKept(env, now),
      () => countDays(env, now),
      () => indexWordless(env, now),
      // What talks to servers elsewhere comes last: one that hangs holds up nothing of ours.
      () => deliverDueMail(env, now),
      () => deliverWebhooks(env, now),
    ]);
  },
} satisfies ExportedHandler<Env, MailMessage>;
