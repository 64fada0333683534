import { env, exports } from 'cloudflare:workers';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import { origin } from '../access/browser.ts';

const DAY = 86_400_000;

/** A program with a token of its own. */
export interface Client {
  /** `operator:<token id>`. */
  readonly actor: string;
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, body: unknown) => Promise<Response>;
}

/**
 * Makes a token as `trust token` does, and a program that uses it.
 *
 * @param scopes - of the token, parted by spaces
 * @param madeFor - the staff address of whoever uses it
 */
export async function newClient(scopes: string, madeFor: string | null = null): Promise<Client> {
  const [id, secret] = [newId(), `trust_${newToken()}`];
  await env.DB.prepare(
    `INSERT INTO operator_tokens (id, name, token_hash, scopes, created_at, expires_at, made_for)
     VALUES (?1, 'the desk’s own program', ?2, ?3, ?4, ?5, ?6)`,
  )
    .bind(id, await hashOf(secret), scopes, Date.now(), Date.now() + DAY, madeFor)
    .run();
  const send = (method: string, path: string, text?: string) =>
    exports.default.fetch(
      new Request(new URL(path, origin), {
        method,
        headers: {
          Authorization: `Bearer ${secret}`,
          ...(text === undefined
            ? {}
            : {
                'Content-Type': 'application/json',
                'Content-Length': String(new TextEncoder().encode(text).length),
              }),
        },
        ...(text === undefined ? {} : { body: text }),
      }),
    );
  return {
    actor: `operator:${id}`,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, typeof body === 'string' ? body : JSON.stringify(body)),
  };
}
