/**
 * Standard Webhooks (standardwebhooks.com, specification 1.0.0): what is signed is `id.timestamp.body`, with HMAC-SHA-256 under the
 * bytes that stand in base64 after `whsec_`; the signature is base64 after `v1,`. Own lines, because the reference library brings
 * SHA-256 in JavaScript where the platform has it; the tests hold both against each other.
 */

/** How far a timestamp may be from our clock: what was recorded cannot be sent again later. */
const TOLERANCE_S = 5 * 60;
const SECRET_PREFIX = 'whsec_';
const SIGNATURE_PREFIX = 'v1,';

/** The headers of a signed message. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs a message.
 *
 * @param secret - `whsec_` and base64
 * @param id - the same for every try of a message; the receiver tells by it what it has seen
 * @param body - the exact text
 * @param now - milliseconds
 */
export async function signMessage(
  secret: string,
  id: string,
  body: string,
  now: number,
): Promise<SignedHeaders> {
  const timestamp = String(Math.floor(now / 1000));
  const key = await importKey(secret, 'sign');
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed(id, timestamp, body)));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': SIGNATURE_PREFIX + btoa(String.fromCharCode(...signature)),
  };
}

/**
 * Whether a message was signed with a secret, recently. Compared in constant time by the platform.
 *
 * @param secret - `whsec_` and base64
 * @param headers - as they came; attacker-controlled
 * @param body - the exact text
 * @param now - milliseconds
 */
export async function isSigned(
  secret: string,
  headers: Readonly<Record<keyof SignedHeaders, string | undefined>>,
  body: string,
  now: number,
): Promise<boolean> {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_S) return false;
  const key = await importKey(secret, 'verify');
  const message = signed(id, timestamp, body);
  // While a secret is being replaced a message carries one signature for each.
  for (const candidate of signatures.split(' ').slice(0, 8)) {
    const bytes = candidate.startsWith(SIGNATURE_PREFIX)
      ? fromBase64(candidate.slice(SIGNATURE_PREFIX.length))
      : null;
    if (bytes && (await crypto.subtle.verify('HMAC', key, bytes, message))) return true;
  }
  return false;
}

/** A secret as Standard Webhooks writes it. */
export function webhookSecret(bytes: Uint8Array): string {
  return SECRET_PREFIX + btoa(String.fromCharCode(...bytes));
}

const signed = (id: string, timestamp: string, body: string): Uint8Array =>
  new TextEncoder().encode(`${id}.${timestamp}.${body}`);

async function importKey(secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
  const bytes = fromBase64(secret.slice(SECRET_PREFIX.length));
  if (!secret.startsWith(SECRET_PREFIX) || !bytes) throw new TypeError('expected a secret as whsec_…');
  return await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [use]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
