import { eventIfChanged } from '../events.ts';
import { SUBJECT_OF_END, subjectOfNews, subjectOfVersion } from './subjects.ts';
import { suppressIfChanged } from './suppressions.ts';

/** The table of mails: what is to be sent, to whom, and how often it was tried. No text, no token. */

/** Which mail it is; what its `subject_id` is stands in docs/storage.md. */
export type Template =
  | 'confirmation'
  | 'receipt'
  | 'invitation'
  | 'acknowledgement'
  | 'removed'
  | 'notice'
  | 'decision'
  | 'expired'
  | 'revoked'
  | 'recalled'
  | 'expiring'
  | 'new-version'
  | 'subscription'
  | 'news'
  | 'proposal'
  | 'proposal-reminder'
  | 'reminder'
  | 'webhook-disabled';

/** Those of them that go to staff, and to no reader. */
const FOR_STAFF = [
  'notice',
  'proposal',
  'proposal-reminder',
  'reminder',
  'webhook-disabled',
] as const satisfies readonly Template[];

/** Which mail to a reader it is. */
export type ReaderTemplate = Exclude<Template, (typeof FOR_STAFF)[number]>;

/** Whether a mail goes to staff. */
export function isForStaff(template: Template): boolean {
  return FOR_STAFF.some((one) => one === template);
}

export type MailState = 'queued' | 'sending' | 'sent' | 'dead';

/** A mail as its row has it. */
export interface MailRow {
  readonly id: string;
  readonly template: Template;
  readonly recipient: string;
  readonly subject_id: string;
  readonly state: MailState;
  /** Tries begun, this one included. */
  readonly tries: number;
  readonly next_at: number;
  readonly sent_at: number | null;
  readonly message_id: string | null;
}

/** A mail that somebody wants sent. */
export interface WantedMail {
  readonly id: string;
  readonly template: Template;
  readonly recipient: string;
  readonly subjectId: string;
}

/**
 * The statement that queues a mail if the statement before it in the batch changed a row. One subject gets one mail of
 * a template, however often that is asked for.
 *
 * @param db - the database of the batch
 * @param mail - what is wanted
 * @param now - milliseconds; it is due at once
 */
export function queueMailIfChanged(
  db: D1DatabaseSession,
  mail: WantedMail,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at)
       SELECT ?1, ?2, ?3, ?4, 'queued', ?5, ?5 WHERE changes() > 0
       ON CONFLICT (template, subject_id) DO NOTHING`,
    )
    .bind(mail.id, mail.template, mail.recipient, mail.subjectId, now);
}

/** A mail to the holder of a grant. */
export type GrantMail =
  | { readonly template: 'revoked' | 'expiring' }
  | { readonly template: 'new-version' | 'recalled'; readonly revision: string };

/**
 * The statement that queues a mail to the holder of each of some grants; whoever has no address gets none. A grant gets
 * one mail of a kind (of `new-version` and `recalled` one for each revision, of `expiring` one for each end), however often that is asked
 * for. What is no longer true when it is sent is not sent: a `revoked` goes into the batch that revokes, and needs no condition. It returns the ids of
 * the mails that it queued, for {@link mailIdsOf}.
 *
 * @param db - the database of the batch
 * @param mail - which
 * @param grantIds - of any number of grants
 * @param now - milliseconds; they are due at once
 */
export function queueForGrants(
  db: D1DatabaseSession,
  mail: GrantMail,
  grantIds: readonly string[],
  now: number,
): D1PreparedStatement {
  const revision = 'revision' in mail ? mail.revision : null;
  const subjects = grantIds.map((grantId) => [
    grantId,
    revision === null ? grantId : subjectOfVersion({ grantId, revision }),
  ]);
  return db
    .prepare(
      `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at)
       SELECT lower(hex(randomblob(16))), ?1, p.address,
         CASE ?1 WHEN 'expiring' THEN ${SUBJECT_OF_END} ELSE j.value ->> 1 END, 'queued', ?3, ?3
       FROM json_each(?2) j JOIN grants g ON g.id = j.value ->> 0 JOIN people p ON p.id = g.person_id
       WHERE coalesce(p.address, '') <> ''
       ON CONFLICT (template, subject_id) DO NOTHING RETURNING id`,
    )
    .bind(mail.template, JSON.stringify(subjects), now);
}

/**
 * The statement that queues the mail about one item to each of some subscribers, once, and returns the ids of the mails.
 *
 * @param db - the database of the batch
 * @param itemId - what is new
 * @param subscriptionIds - whom to tell
 * @param now - milliseconds
 */
export function queueNews(
  db: D1DatabaseSession,
  itemId: string,
  subscriptionIds: readonly string[],
  now: number,
): D1PreparedStatement {
  const subjects = subscriptionIds.map((subscriptionId) => [
    subscriptionId,
    subjectOfNews({ subscriptionId, itemId }),
  ]);
  return db
    .prepare(
      `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at)
       SELECT lower(hex(randomblob(16))), 'news', s.address, j.value ->> 1, 'queued', ?2, ?2
       FROM json_each(?1) j JOIN subscriptions s ON s.id = j.value ->> 0 WHERE true
       ON CONFLICT (template, subject_id) DO NOTHING RETURNING id`,
    )
    .bind(JSON.stringify(subjects), now);
}

/**
 * The statement that queues one mail to staff about all requests that came to be overdue in a span of time, if there are
 * any: it is about the one that waits for the shortest time.
 */
export function queueReminder(
  db: D1DatabaseSession,
  overdue: { readonly after: number; readonly until: number },
  recipient: string,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at)
       SELECT lower(hex(randomblob(16))), 'reminder', ?3, r.id, 'queued', ?4, ?4 FROM requests r
       WHERE r.state = 'pending' AND r.changed_at > ?1 AND r.changed_at <= ?2 ORDER BY r.changed_at DESC LIMIT 1
       ON CONFLICT (template, subject_id) DO NOTHING RETURNING id`,
    )
    .bind(overdue.after, overdue.until, recipient, now);
}

/** When staff was last reminded, or null. */
export async function lastReminder(db: D1DatabaseSession): Promise<number | null> {
  const row = await db
    .prepare("SELECT max(created_at) AS at FROM mails WHERE template = 'reminder'")
    .first<{ at: number | null }>();
  return row?.at ?? null;
}

/** The ids that a statement which queues many mails returned; none where it was not in the batch. */
export function mailIdsOf(result: D1Result | undefined): string[] {
  return ((result?.results ?? []) as { id: string }[]).map(({ id }) => id);
}

/**
 * Takes a due mail for one try. Whoever else asks gets nothing until the lease is over, and a sender that died without
 * a word leaves the mail to the next.
 *
 * @param db - primary database session
 * @param id - the mail
 * @param now - milliseconds
 * @param leaseMs - how long the try may take
 * @returns the mail, or null where it is not due, taken, sent or given up
 */
export async function claimMail(
  db: D1DatabaseSession,
  id: string,
  now: number,
  leaseMs: number,
): Promise<MailRow | null> {
  return await db
    .prepare(
      `UPDATE mails SET state = 'sending', tries = tries + 1, next_at = ?3
       WHERE id = ?1 AND state IN ('queued', 'sending') AND next_at <= ?2 RETURNING *`,
    )
    .bind(id, now, now + leaseMs)
    .first<MailRow>();
}

/** Notes how a try ended. A try that lost its lease notes nothing over a mail that was sent meanwhile. */
export async function settleMail(
  db: D1DatabaseSession,
  id: string,
  end:
    | { readonly state: 'sent'; readonly at: number; readonly messageId: string }
    | { readonly state: 'queued'; readonly nextAt: number; readonly error: string }
    | { readonly state: 'dead'; readonly error: string },
): Promise<void> {
  const sent = end.state === 'sent' ? end : null;
  await db
    .prepare(
      `UPDATE mails SET state = ?2, sent_at = ?3, message_id = ?4, error = ?5, next_at = coalesce(?6, next_at)
       WHERE id = ?1 AND state = 'sending'`,
    )
    .bind(
      id,
      end.state,
      sent?.at ?? null,
      sent?.messageId ?? null,
      end.state === 'sent' ? null : end.error,
      end.state === 'queued' ? end.nextAt : null,
    )
    .run();
}

/** Notes that there is nobody at a mail's address: nothing more is sent to it until it confirms again. */
export async function refuseMail(
  db: D1DatabaseSession,
  secret: string,
  mail: MailRow,
  error: string,
  now: number,
): Promise<void> {
  await db.batch([
    db
      .prepare("UPDATE mails SET state = 'dead', error = ?2 WHERE id = ?1 AND state = 'sending'")
      .bind(mail.id, error),
    eventIfChanged(db, {
      at: now,
      type: 'mail.refused',
      actor: 'system',
      object: mail.id,
      detail: { template: mail.template },
    }),
    ...(await suppressIfChanged(db, secret, mail.recipient, 'refused', now)),
  ]);
}

/** The mail of one template about one subject, or null. */
export async function findMail(
  db: D1DatabaseSession,
  template: Template,
  subjectId: string,
): Promise<MailRow | null> {
  return await db
    .prepare('SELECT * FROM mails WHERE template = ?1 AND subject_id = ?2')
    .bind(template, subjectId)
    .first<MailRow>();
}

/** Whom a mail is to, or null where there is no such mail. */
export async function findRecipient(db: D1DatabaseSession, id: string): Promise<string | null> {
  const row = await db
    .prepare('SELECT recipient FROM mails WHERE id = ?1')
    .bind(id)
    .first<{ recipient: string }>();
  return row?.recipient ?? null;
}

/** When a mail may be tried next, or null where it is settled. */
export async function mailDueAt(db: D1DatabaseSession, id: string): Promise<number | null> {
  const row = await db
    .prepare("SELECT next_at FROM mails WHERE id = ?1 AND state IN ('queued', 'sending')")
    .bind(id)
    .first<{ next_at: number }>();
  return row?.next_at ?? null;
}

/** Ids of due mails, the longest due first; news to many comes after what one person waits for. */
export async function dueMails(db: D1DatabaseSession, now: number, most: number): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT id FROM mails WHERE state IN ('queued', 'sending') AND next_at <= ?1
       ORDER BY template = 'news', next_at LIMIT ?2`,
    )
    .bind(now, most)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** After which a mail that nobody tried yet is late: the sweep runs every five minutes. */
const LATE_MS = 10 * 60_000;

/** Why a mail is not sent that nobody needs any more: it did not fail. */
export const NO_LONGER_WANTED = 'no longer wanted';

/** Why a mail is not sent to an address that gets none; see suppressions.ts. */
export const SUPPRESSED = 'mail to this address came back';

/** Whether the last mail to an address did not arrive, or has not yet at the first try. */
export async function lastMailFailed(db: D1DatabaseSession, recipient: string): Promise<boolean> {
  const row = await db
    .prepare(
      `SELECT error IS NOT NULL OR bounce IS NOT NULL AS failed FROM mails
       WHERE recipient = ?1 AND error IS NOT ?2 AND (tries > 0 OR state = 'dead')
       ORDER BY created_at DESC, id DESC LIMIT 1`,
    )
    .bind(recipient, NO_LONGER_WANTED)
    .first<{ failed: number }>();
  return row?.failed === 1;
}

/** How many mails are late (a try failed, or nobody tried in time) and how many were given up, for the console. */
export async function countUnsent(
  db: D1DatabaseSession,
  now: number,
): Promise<{ late: number; dead: number }> {
  const row = await db
    .prepare(
      `SELECT coalesce(sum(state <> 'dead' AND (error IS NOT NULL OR next_at < ?1)), 0) AS late,
              coalesce(sum(state = 'dead' AND error IS NOT ?2), 0) AS dead
       FROM mails WHERE state IN ('queued', 'sending', 'dead')`,
    )
    .bind(now - LATE_MS, NO_LONGER_WANTED)
    .first<{ late: number; dead: number }>();
  return row ?? { late: 0, dead: 0 };
}
