import { DEFAULT_LOCALE, type Locale, localeOfTag } from '../../words/locale.ts';
import type { MailRow, Template } from './store.ts';
import { endSubject, newsSubject, versionSubject } from './subjects.ts';

/** Where the language of a mail stands: with what it is about. Staff is written to in English. */
const LOCALES: Readonly<Record<Template, string | null>> = {
  confirmation: `SELECT locale FROM requests WHERE id = ?1 UNION ALL SELECT locale FROM visits WHERE id = ?1`,
  receipt: 'SELECT r.locale FROM acceptances a JOIN requests r ON r.id = a.request_id WHERE a.id = ?1',
  invitation: 'SELECT locale FROM invitations WHERE id = ?1',
  acknowledgement: 'SELECT locale FROM invitations WHERE id = ?1',
  removed: 'SELECT locale FROM invitations WHERE id = ?1',
  decision: 'SELECT locale FROM requests WHERE id = ?1',
  expired: 'SELECT locale FROM requests WHERE id = ?1',
  revoked: 'SELECT locale FROM grants WHERE id = ?1',
  recalled: 'SELECT locale FROM grants WHERE id = ?1',
  expiring: 'SELECT locale FROM grants WHERE id = ?1',
  'new-version': 'SELECT locale FROM grants WHERE id = ?1',
  subscription: 'SELECT locale FROM subscription_requests WHERE id = ?1',
  news: 'SELECT locale FROM subscriptions WHERE id = ?1',
  notice: null,
  proposal: null,
  'proposal-reminder': null,
  reminder: null,
  'webhook-disabled': null,
};

/**
 * The language in which a mail is written.
 *
 * @param db - primary database session
 * @param row - the mail
 */
export async function mailLocale(db: D1DatabaseSession, row: MailRow): Promise<Locale> {
  const query = LOCALES[row.template];
  if (query === null) return DEFAULT_LOCALE;
  const found = await db.prepare(query).bind(subjectOf(row)).first<{ locale: string }>();
  return localeOfTag(found?.locale ?? '') ?? DEFAULT_LOCALE;
}

function subjectOf({ template, subject_id }: MailRow): string {
  if (template === 'news') return newsSubject(subject_id).subscriptionId;
  if (template === 'expiring') return endSubject(subject_id).grantId;
  return template === 'new-version' || template === 'recalled'
    ? versionSubject(subject_id).grantId
    : subject_id;
}
