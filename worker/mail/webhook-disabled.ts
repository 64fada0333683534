import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells staff that an endpoint was turned off.
 *
 * @returns the mail, or null where it was removed or turned on again
 */
export async function composeWebhookDisabled({ db, config, row }: Composing): Promise<Letter | null> {
  const [endpointId = ''] = row.subject_id.split('.');
  const endpoint = await db
    .prepare('SELECT url FROM webhook_endpoints WHERE id = ?1 AND disabled_at IS NOT NULL')
    .bind(endpointId)
    .first<{ url: string }>();
  if (!endpoint) return null;
  const name = endpoint.url === '' ? 'the chat of the staff' : new URL(endpoint.url).host;
  return {
    subject: `Events are no longer posted to ${name}`,
    parts: [
      {
        kind: 'text',
        text: `${name} has not taken our messages for days, or said that it wants no more. It was turned off. What happened since then is kept, and is sent when it is turned on again.`,
      },
      {
        kind: 'action',
        label: 'See what came back',
        href: new URL(`/console/webhooks/${endpointId}`, config.ORIGIN).href,
      },
    ],
    because: 'You get this mail because staff is told here of what needs attention.',
  };
}
