/**
 * The token in every mail to a subscriber: the subscription's id and its MAC. It is derived and nowhere stored, so that
 * each mail can carry the same one; it ends with the subscription, and with SESSION_SECRET.
 */

const TOKEN = /^([A-Za-z0-9_-]{22})\.([0-9a-f]{64})$/;

/**
 * Makes the token of a subscription.
 *
 * @param secret - SESSION_SECRET
 * @param id - the subscription
 */
export async function subscriptionToken(secret: string, id: string): Promise<string> {
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', await key(secret, 'sign'), signed(id)));
  return `${id}.${Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * The subscription that a token was made for, whether it still exists or not; null for any other text.
 *
 * @param secret - SESSION_SECRET
 * @param token - attacker-controlled
 */
export async function readSubscriptionToken(
  secret: string,
  token: string | undefined,
): Promise<string | null> {
  const [, id, mac] = TOKEN.exec(token ?? '') ?? [];
  if (id === undefined || mac === undefined) return null;
  const bytes = Uint8Array.from(mac.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const genuine = await crypto.subtle.verify('HMAC', await key(secret, 'verify'), bytes, signed(id));
  return genuine ? id : null;
}

const signed = (id: string): Uint8Array => new TextEncoder().encode(`subscription\n${id}`);

async function key(secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  return await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [use]);
}
