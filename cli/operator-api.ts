import { ApiClient } from '../core/publish/api-client.ts';
import { UsageError } from './command.ts';

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
const TOKEN = /^trust_[A-Za-z0-9_-]{43}$/;

/** The options of every command that asks the operator API, for `parseArgs`. */
export const operatorOptions = {
  url: { type: 'string', default: process.env.TRUST_URL ?? 'http://127.0.0.1:8787' },
  token: { type: 'string', default: process.env.TRUST_TOKEN ?? '' },
} as const;

/** The trust center's operator API, with one operator's token. */
export interface OperatorApi {
  readonly origin: string;
  /** `/api/reports/` */
  readonly versions: ApiClient;
  /** `/api/revocations/` */
  readonly revocations: ApiClient;
}

/**
 * The origin of a trust center that an operator named.
 *
 * @param url - as it was typed
 * @param plainly - what is not done over plain http, save to this machine
 * @throws UsageError where it is none, or is none to be trusted
 */
export function trustedOrigin(url: string, plainly: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new UsageError(`"${url}" is not an origin.`);
  if (parsed.protocol === 'http:' && !LOOPBACK_HOSTS.has(parsed.hostname))
    throw new UsageError(`${plainly} over plain http; expected https://${parsed.host}.`);
  return parsed.origin;
}

/**
 * @param url - the trust center's origin
 * @param token - sent to that origin only, over https only, save to this machine
 * @throws UsageError where either is not one
 */
export function operatorApi(url: string, token: string): OperatorApi {
  const origin = trustedOrigin(url, 'a token is not sent');
  if (token === '')
    throw new UsageError('expected a token: make one with `trust token`, and set TRUST_TOKEN.');
  if (!TOKEN.test(token)) throw new UsageError('that is not an operator token of `trust token`.');
  const client = (base: string) =>
    new ApiClient(
      (path, { headers, ...init }) =>
        fetch(new URL(`${base}${path}`, origin), {
          ...init,
          headers: { ...(headers as Record<string, string>), Authorization: `Bearer ${token}` },
        }),
      origin,
    );
  return { origin, versions: client('/api/reports/'), revocations: client('/api/revocations/') };
}
