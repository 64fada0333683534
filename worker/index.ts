import { Hono } from 'hono';
import { access } from './access/routes.tsx';
import type { App } from './app.ts';
import { console } from './console/routes.tsx';
import { guardAddress, guardOrigin, prepareRequest, readSession } from './guard.ts';
import { logout } from './login/logout.ts';
import { login } from './login/routes.tsx';
import type { MailMessage } from './mail/message.ts';
import { deliverDueMail, deliverQueuedMail } from './mail/outbox.ts';
import { Failure } from './problem.ts';
import { reportsApi } from './reports/routes.ts';
import { respondToFailure } from './respond.tsx';
import { sweepExpired } from './retention.ts';
import { health, version } from './status.ts';

/** The route table: reading it is reading the API. Everything else is a static file, served before this runs. */
const app = new Hono<App>({ strict: false })
  .use('*', prepareRequest, guardAddress, guardOrigin, readSession)
  .route('/access', access)
  .route('/login', login)
  .route('/logout', logout)
  .route('/console', console)
  .route('/api/reports', reportsApi)
  .route('/version', version)
  .route('/health', health)
  .notFound(() => {
    throw new Failure('not-found');
  })
  .onError(respondToFailure);

export default {
  fetch: app.fetch,
  queue: deliverQueuedMail,
  async scheduled(_controller, env) {
    await deliverDueMail(env, Date.now());
    await sweepExpired(env, Date.now());
  },
} satisfies ExportedHandler<Env, MailMessage>;
