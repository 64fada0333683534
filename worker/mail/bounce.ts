import { eventIfChanged } from '../events.ts';
import { endSubscription, findSubscriptionOf } from '../subscriptions/store.ts';
import { suppressIfChanged } from './suppressions.ts';

/** What became of a mail after the provider had taken it. */
export interface Bounce {
  /** Under which the provider knows the mail. */
  readonly messageId: string;
  readonly kind: 'bounced' | 'complained';
}

/**
 * Reads what a mail service reports. Services name things alike: a type that ends in the kind, and the mail's id.
 *
 * @param report - parsed JSON, signed by the service
 * @returns null for whatever is no lasting bounce and no complaint
 */
export function readBounce(report: unknown): Bounce | null {
  const { type, data } = (report ?? {}) as { type?: unknown; data?: Record<string, unknown> };
  const kind = /^(?:email|mail|message)\.(bounced|complained)$/.exec(String(type))?.[1];
  const messageId = data?.email_id ?? data?.message_id;
  if ((kind !== 'bounced' && kind !== 'complained') || typeof messageId !== 'string') return null;
  const { type: lasting } = (data?.bounce ?? {}) as { type?: unknown };
  // The service tries again by itself.
  if (kind === 'bounced' && typeof lasting === 'string' && lasting.toLowerCase() !== 'permanent') return null;
  return { messageId, kind };
}

/**
 * Notes that a mail came back, or was called spam: nothing more goes to its address until that confirms again, and a
 * subscription of whoever complained ends. A report counts once; one about a mail that is not ours, never. The address is
 * the one that we mailed, not one that the report names.
 *
 * @param db - primary database session
 * @param bounce - what was reported
 * @param now - milliseconds
 */
export async function recordBounce(
  db: D1DatabaseSession,
  { messageId, kind }: Bounce,
  now: number,
): Promise<void> {
  const mail = await db
    .prepare('SELECT id, recipient, template FROM mails WHERE message_id = ?1 AND bounced_at IS NULL')
    .bind(messageId)
    .first<{ id: string; recipient: string; template: string }>();
  if (!mail) return;
  const subscription = kind === 'complained' ? await findSubscriptionOf(db, mail.recipient) : null;
  await db.batch([
    db
      .prepare('UPDATE mails SET bounced_at = ?2, bounce = ?3 WHERE id = ?1 AND bounced_at IS NULL')
      .bind(mail.id, now, kind),
    eventIfChanged(db, {
      at: now,
      type: `mail.${kind}`,
      actor: 'system',
      object: mail.id,
      detail: { template: mail.template },
    }),
    await suppressIfChanged(db, mail.recipient, kind, now),
    ...(subscription ? endSubscription(db, subscription.id, now, 'complaint') : []),
  ]);
}
