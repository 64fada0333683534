/** Ids, tokens and their hashes: the Worker's only source of randomness. */

/** A server-made identifier: 128 random bits, base64url. Not a secret. */
export function newId(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(16)));
}

/** A bearer secret: 256 random bits, base64url. Only its {@link hashOf} is ever stored. */
export function newToken(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Eight decimal digits, uniform. Safe only with a limit on tries. */
export function newCode(): string {
  const sample = new Uint32Array(1);
  // 2^32 is not a multiple of 10^8: the last, incomplete run is drawn again so that no code is likelier than another.
  do crypto.getRandomValues(sample);
  while ((sample[0] as number) >= 4_200_000_000);
  return String((sample[0] as number) % 100_000_000).padStart(8, '0');
}

/**
 * SHA-256 as lower-case hex, in which form every token, code and session id is stored.
 *
 * @param secret - the text that the reader holds
 */
export async function hashOf(secret: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Bytes as base64url without padding (RFC 4648 section 5). */
function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
