import { eventIfChanged } from '../events.ts';
import { endSubscription, findSubscriptionOf } from '../subscriptions/store.ts';
import { suppressIfChanged } from './suppressions.ts';

/** What became of a mail after the provider had taken it. */
export interface Bounce {
  /** Under which the provider knows the mail, or our own id of it: any of these. */
  readonly ids: readonly string[];
  readonly kind: 'bounced' | 'complained';
  /** Whether it says that nothing more should go to the address, and not only of this mail. */
  readonly lasting: boolean;
}

/**
 * Reads what a mail service reports. Services name things alike: a type that ends in the kind, and the mail's id; Postmark
 * has names of its own.
 *
 * @param report - parsed JSON, from the service
 * @returns null for whatever is no lasting bounce and no complaint
 */
export function readBounce(report: unknown): Bounce | null {
  const postmark = readPostmark(report);
  if (postmark) return postmark;
  const { type, data } = (report ?? {}) as { type?: unknown; data?: Record<string, unknown> };
  const kind = /^(?:email|mail|message)\.(bounced|complained)$/.exec(String(type))?.[1];
  const messageId = data?.email_id ?? data?.message_id;
  if ((kind !== 'bounced' && kind !== 'complained') || typeof messageId !== 'string') return null;
  const { type: lasting } = (data?.bounce ?? {}) as { type?: unknown };
  // The service tries again by itself.
  if (kind === 'bounced' && typeof lasting === 'string' && lasting.toLowerCase() !== 'permanent') return null;
  return { ids: [messageId], kind, lasting: true };
}

/**
 * Postmark's bounce and spam complaint webhooks (postmarkapp.com/developer/webhooks/bounce-webhook). `Inactive` says that
 * the service itself sends nothing more to the address, which it does after a hard bounce and a complaint.
 */
function readPostmark(report: unknown): Bounce | null {
  const { RecordType, MessageID, Inactive } = (report ?? {}) as Record<string, unknown>;
  if (typeof MessageID !== 'string' || Inactive !== true) return null;
  if (RecordType === 'SpamComplaint') return { ids: [MessageID], kind: 'complained', lasting: true };
  return RecordType === 'Bounce' ? { ids: [MessageID], kind: 'bounced', lasting: true } : null;
}

/**
 * Notes that a mail came back, or was called spam. Where that is lasting nothing more goes to its address until that confirms
 * again, and a subscription of whoever complained ends. A report counts once; one about a mail that is not ours, never. The address is
 * the one that we mailed, not one that the report names.
 *
 * @param db - primary database session
 * @param secret - SESSION_SECRET
 * @param bounce - what was reported
 * @param now - milliseconds
 */
export async function recordBounce(
  db: D1DatabaseSession,
  secret: string,
  { ids, kind, lasting }: Bounce,
  now: number,
): Promise<void> {
  const mail = await db
    .prepare(
      `SELECT id, recipient, template FROM mails
       WHERE (message_id IN (SELECT value FROM json_each(?1)) OR id IN (SELECT value FROM json_each(?1)))
         AND state = 'sent' AND bounced_at IS NULL LIMIT 1`,
    )
    .bind(JSON.stringify(ids))
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
    ...(lasting ? await suppressIfChanged(db, secret, mail.recipient, kind, now) : []),
    ...(subscription ? endSubscription(db, subscription.id, now, 'complaint') : []),
  ]);
}
