import { macBytes } from '../mac.ts';
import { webhookSecret } from './standard.ts';

/**
 * The secret that an endpoint's messages are signed with, as Standard Webhooks writes it: derived from SESSION_SECRET and the
 * endpoint's id, so that no copy of the database holds one. Another secret is another endpoint.
 *
 * @param secret - SESSION_SECRET
 * @param endpointId - whose
 */
export async function endpointSecret(secret: string, endpointId: string): Promise<string> {
  return webhookSecret(await macBytes(secret, `webhook\n${endpointId}`));
}
