import { env } from 'cloudflare:workers';

/** No queue sends behind a test's back, at another hour than the test's. */
export const quiet = {
  ...env,
  MAIL_QUEUE: { send: async () => {}, sendBatch: async () => {} },
} as unknown as Env;
