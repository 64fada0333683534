import { countUseIf, type Limit, windowEnd } from '../counters.ts';
import { queueMailIfChanged, type WantedMail } from '../mail/store.ts';
import { hashOf } from '../random.ts';

const HOUR = 3_600_000;
/** What one mailbox has to bear, whoever asks. */
const PER_MAILBOX = {
  hour: { most: 5, windowMs: HOUR },
  day: { most: 15, windowMs: 24 * HOUR },
} satisfies Record<string, Limit>;

/**
 * The statements that keep a row and want its mail, once, unless the mailbox has had enough: the row is kept all the
 * same, so that nothing that is shown tells one address from another. What counts, what is kept and what is mailed is
 * one batch: of submissions at the same moment, none can keep the row that another one's mail belongs to.
 *
 * @param db - the database of the batch
 * @param mail - what is wanted; its subject is the row
 * @param mailbox - whose limits count: the address without its tag
 * @param isNew - SQL that holds while there is no such row; ?3 is the row's id
 * @param insert - inserts the row, and changes nothing where it is there
 * @param now - milliseconds
 */
export async function keepAndMail(
  db: D1DatabaseSession,
  mail: WantedMail,
  mailbox: string,
  isNew: string,
  insert: readonly D1PreparedStatement[],
  now: number,
): Promise<D1PreparedStatement[]> {
  const hash = await hashOf(mailbox);
  const { hour, day } = PER_MAILBOX;
  const hourKey = `mail:hour:${hash}`;
  const dayKey = `mail:day:${hash}`;
  return [
    countUseIf(db, hourKey, hour, now, isNew, mail.subjectId),
    // A mail that one limit stops is not counted against the next.
    countUseIf(
      db,
      dayKey,
      day,
      now,
      `${isNew} AND (SELECT count FROM counters WHERE key = ?4 AND window_end = ?5) <= ?6`,
      mail.subjectId,
      hourKey,
      windowEnd(hour, now),
      hour.most,
    ),
    ...insert,
    queueMailIfChanged(db, mail, now),
    // The mail that is too much goes again before anybody has seen it.
    db
      .prepare(
        `DELETE FROM mails WHERE id = ?1 AND EXISTS (
           SELECT 1 FROM counters WHERE (key = ?2 AND window_end = ?3 AND count > ?4)
                                     OR (key = ?5 AND window_end = ?6 AND count > ?7))`,
      )
      .bind(mail.id, hourKey, windowEnd(hour, now), hour.most, dayKey, windowEnd(day, now), day.most),
  ];
}
