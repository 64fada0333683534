/**
 * HMAC-SHA-256 of a text: a hash that nobody can try texts against without the key. Each use begins its text with a word of
 * its own, so that no hash serves two purposes.
 *
 * @param secret - SESSION_SECRET
 * @param text - what is hashed
 * @returns 32 bytes
 */
export async function macBytes(secret: string, text: string): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

/** The same, as lower-case hex. */
export async function macOf(secret: string, text: string): Promise<string> {
  return Array.from(await macBytes(secret, text), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
