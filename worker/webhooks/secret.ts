import { webhookSecret } from './standard.ts';

/**
 * The secret that an endpoint's messages are signed with, as Standard Webhooks writes it: derived from SESSION_SECRET and the
 * endpoint's id, so that no copy of the database holds one. Another secret is another endpoint.
 *
 * @param secret - SESSION_SECRET
 * @param endpointId - whose
 */
export async function endpointSecret(secret: string, endpointId: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(`webhook\n${endpointId}`));
  return webhookSecret(new Uint8Array(mac));
}
