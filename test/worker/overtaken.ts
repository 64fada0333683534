import { env } from 'cloudflare:workers';
import type { Server } from './access/browser.ts';
import { serverWith } from './login/server.ts';

/**
 * The Worker, in which something else happens just before the batch of its request.
 *
 * @param first - what; told the number of the batch, from 0
 */
export function overtaken(first: (batch: number) => Promise<void>): Server {
  let batches = 0;
  const DB = new Proxy(env.DB, {
    get(target, key) {
      if (key !== 'withSession') return Reflect.get(target, key) as unknown;
      return (constraint: string) =>
        new Proxy(target.withSession(constraint), {
          get(session, name) {
            if (name !== 'batch') return (Reflect.get(session, name) as () => unknown).bind(session);
            return async (statements: D1PreparedStatement[]) => {
              await first(batches++);
              return await session.batch(statements);
            };
          },
        });
    },
  });
  return serverWith({ DB });
}
