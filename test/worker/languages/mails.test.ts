import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { isForReaders, LOCALES, type Locale, localPath, plainPath } from '../../../words/locale.ts';
import { readConfig } from '../../../worker/config.ts';
import { content } from '../../../worker/content.ts';
import { inEnglish, localised } from '../../../worker/localised.tsx';
import { composeMail } from '../../../worker/mail/compose.ts';
import type { Mail } from '../../../worker/mail/provider.ts';
import type { ReaderTemplate, Template } from '../../../worker/mail/store.ts';
import { subjectOfNews, subjectOfVersion } from '../../../worker/mail/subjects.ts';
import { newId } from '../../../worker/random.ts';
import { items } from '../../../worker/subscriptions/items.ts';
import { keysOf, mailsTo, newProspect } from '../access/prospect.ts';
import { rows } from '../access/rows.ts';

const REPORT = 'soc2-type2';
const TITLE = 'SOC 2 Type II';
const REVISION = 'ef'.repeat(32);
const DAY = 86_400_000;
const { name: COMPANY, contacts } = content.company;

/** What somebody holds of whom every kind of mail can be written. */
interface Reader {
  readonly address: string;
  readonly request: string;
  readonly grant: string;
  readonly acceptance: string;
}

const readers = new Map<Locale, Reader>();
const run = (sql: string, ...values: unknown[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .run();

beforeAll(async () => {
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO report_versions (report_id, revision, manifest, body_etag, published_at, published_by)
       VALUES (?1, ?2, '{}', '', 0, '')`,
    ).bind(REPORT, REVISION),
    env.DB.prepare('INSERT INTO report_pointers (report_id, revision, switched_at) VALUES (?1, ?2, 0)').bind(
      REPORT,
      REVISION,
    ),
    env.DB.prepare(
      `INSERT INTO revocations (id, scope, target, reason, actor, created_at, total)
       VALUES ('recall', 'version', ?1, 'x', 'system', 0, 0)`,
    ).bind(`${REPORT}/${REVISION}`),
  ]);
  for (const locale of LOCALES) {
    const prospect = newProspect(REPORT, { locale });
    await prospect.ask();
    await prospect.confirm();
    expect((await prospect.agree()).headers.get('Location')).toBe(`/${locale}/access/${REPORT}/copy`);
    const [held] = await rows<Omit<Reader, 'address'>>(
      `SELECT r.id AS request, g.id AS "grant", a.id AS acceptance FROM requests r
       JOIN grants g ON g.request_id = r.id JOIN acceptances a ON a.request_id = r.id WHERE r.address = ?1`,
      prospect.address,
    );
    if (!held) throw new Error('nothing was given');
    readers.set(locale, { ...held, address: prospect.address });
  }
});

/** A mail as it would be sent now. */
async function compose(template: Template, subjectId: string, recipient: string): Promise<Mail> {
  const read = readConfig(env as unknown as Record<string, unknown>);
  if (!('config' in read)) throw new Error('the configuration is wrong');
  const row = {
    id: newId(),
    template,
    recipient,
    subject_id: subjectId,
    state: 'sending',
    tries: 1,
    next_at: 0,
    sent_at: null,
    message_id: null,
  } as const;
  const mail = await composeMail({
    db: env.DB.withSession('first-primary'),
    config: read.config,
    row,
    now: Date.now(),
  });
  if (!mail) throw new Error(`there is no ${template}`);
  return mail;
}

async function newRequest(locale: Locale, state: string, reason: string | null = null): Promise<string> {
  const id = newId();
  await run(
    `INSERT INTO requests (id, report_id, name, company, address, browser_hash, state, reason, ip, user_agent, created_at,
       changed_at, locale) VALUES (?1, ?2, 'Ann', 'Acme', 'ann@acme.example', '', ?3, ?4, '', '', 0, 0, ?5)`,
    id,
    REPORT,
    state,
    reason,
    locale,
  );
  return id;
}

/** A grant of somebody new. */
async function newGrant(
  locale: Locale,
  grant: { readonly startsAt?: number; readonly revokedAt?: number; readonly request?: string },
): Promise<string> {
  const id = newId();
  const startsAt = grant.startsAt ?? Date.now();
  await run(
    `INSERT INTO people (id, kind, issuer, subject, name, created_at)
     VALUES (?1, 'customer', 'https://id.example', ?1, 'Ann', 0)`,
    id,
  );
  await run(
    `INSERT INTO grants (id, person_id, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at, revoked_at,
       request_id, locale)
     VALUES (?1, ?1, ?2, 'terms', '{}', ?1, '{}', ?3, ?4, ?5, ?6, ?7)`,
    id,
    REPORT,
    startsAt,
    startsAt + DAY,
    grant.revokedAt ?? null,
    grant.request ?? null,
    locale,
  );
  return id;
}

async function newInvitation(
  locale: Locale,
  { acceptance }: Reader,
  rest: Record<string, unknown>,
): Promise<string> {
  const id = newId();
  const row = { joined_at: null, ended_at: null, ended_by: null, evidence: null, ...rest };
  await run(
    `INSERT INTO invitations (id, acceptance_id, invited_by, address, invited_at, expires_at, locale, joined_at, ended_at,
       ended_by, evidence, person_id)
     SELECT ?1, id, person_id, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, iif(?6 IS NULL, NULL, person_id) FROM acceptances WHERE id = ?2`,
    id,
    acceptance,
    `${id.toLowerCase()}@acme.example`,
    Date.now() + DAY,
    locale,
    row.joined_at,
    row.ended_at,
    row.ended_by,
    row.evidence,
  );
  return id;
}

/** Every kind of mail to readers: what it is about, and the subject that it has to have. */
const KINDS: Readonly<
  Record<
    ReaderTemplate | 'visit' | 'denial' | 'later',
    (
      locale: Locale,
      reader: Reader,
    ) => Promise<readonly [template: ReaderTemplate, subjectId: string, subject: string]>
  >
> = {
  confirmation: async (locale) => [
    'confirmation',
    await newRequest(locale, 'confirming'),
    localised(locale).m.mail.confirmation.subject(TITLE),
  ],
  visit: async (locale) => {
    const id = newId();
    await run(
      `INSERT INTO visits (id, address, browser_hash, created_at, locale) VALUES (?1, 'ann@acme.example', '', 0, ?2)`,
      id,
      locale,
    );
    return ['confirmation', id, localised(locale).m.mail.confirmation.subjectOwn(COMPANY)];
  },
  receipt: async (locale, { acceptance }) => [
    'receipt',
    acceptance,
    localised(locale).m.mail.receipt.subject(COMPANY),
  ],
  decision: async (locale, { request }) => [
    'decision',
    request,
    localised(locale).m.mail.decision.ready(TITLE),
  ],
  later: async (locale) => {
    const request = await newRequest(locale, 'granted');
    const begins = Date.UTC(2040, 2, 1);
    await newGrant(locale, { startsAt: begins, request });
    const { m, day } = localised(locale);
    return ['decision', request, m.mail.decision.later(TITLE, day(begins))];
  },
  denial: async (locale) => [
    'decision',
    await newRequest(locale, 'denied', 'Warum auch immer.'),
    localised(locale).m.mail.decision.denied(TITLE),
  ],
  expired: async (locale) => [
    'expired',
    await newRequest(locale, 'expired'),
    localised(locale).m.mail.expired.subject(TITLE),
  ],
  expiring: async (locale, { grant }) => {
    const [row] = await rows<{ at: number }>('SELECT expires_at AS at FROM grants WHERE id = ?1', grant);
    const { m, day } = localised(locale);
    return ['expiring', `${grant}.${row?.at}`, m.mail.expiring.subject(TITLE, day(row?.at ?? 0))];
  },
  'new-version': async (locale, { grant }) => [
    'new-version',
    subjectOfVersion({ grantId: grant, revision: REVISION }),
    localised(locale).m.mail.newVersion.subject(TITLE),
  ],
  recalled: async (locale, { grant }) => [
    'recalled',
    subjectOfVersion({ grantId: grant, revision: REVISION }),
    localised(locale).m.mail.recalled.subject(TITLE),
  ],
  revoked: async (locale) => {
    const id = await newGrant(locale, { revokedAt: 1 });
    return ['revoked', id, localised(locale).m.mail.revoked.subject(TITLE)];
  },
  invitation: async (locale, reader) => [
    'invitation',
    await newInvitation(locale, reader, {}),
    localised(locale).m.mail.invitation.subject(TITLE, COMPANY),
  ],
  removed: async (locale, reader) => [
    'removed',
    await newInvitation(locale, reader, {
      joined_at: 1,
      evidence: '{}',
      ended_at: 2,
      ended_by: 'signer',
    }),
    localised(locale).m.mail.removed.subject(COMPANY),
  ],
  acknowledgement: async (locale, reader) => {
    const { m } = localised(locale);
    const { nda } = content;
    const evidence = {
      report: REPORT,
      nda: {
        version: nda.version,
        effective: nda.effective,
        sha256: nda.sha256,
        path: nda.path,
        locale: nda.locale,
      },
      invitation: 'the invitation',
      counterparty: 'Somebody GmbH',
      acceptedBy: { at: '2026-11-27T09:30:00.000Z', name: 'Ann', company: 'Acme' },
      acknowledgedAt: '2026-11-27T10:30:00.000Z',
      colleague: { name: 'Bo' },
      shown: { locale, acknowledge: m.companies.acknowledge, button: m.companies.join },
    };
    const id = await newInvitation(locale, reader, { joined_at: 1, evidence: JSON.stringify(evidence) });
    return ['acknowledgement', id, m.mail.receipt.subject(COMPANY)];
  },
  subscription: async (locale) => {
    const id = newId();
    await run(
      `INSERT INTO subscription_requests (id, address, topics, created_at, expires_at, locale)
       VALUES (?1, 'ann@acme.example', '["updates","reports"]', 0, ?2, ?3)`,
      id,
      Date.now() + DAY,
      locale,
    );
    return ['subscription', id, localised(locale).m.mail.subscription.subject(COMPANY)];
  },
  news: async (locale) => {
    const id = newId();
    const item = items.find(({ topic }) => topic === 'subprocessors');
    if (!item) throw new Error('nothing is new');
    await run(
      `INSERT INTO subscriptions (id, address, confirmed_at, locale) VALUES (?1, ?1 || '@acme.example', 0, ?2)`,
      id,
      locale,
    );
    await run(
      `INSERT INTO subscription_topics (topic, subscription_id, since) VALUES ('subprocessors', ?1, 0)`,
      id,
    );
    const subject = item.say(localised(locale)).title;
    return ['news', subjectOfNews({ subscriptionId: id, itemId: item.id }), subject];
  },
};

/** Sentences of our mails in English, which no mail in another language has. */
const english = sentences(inEnglish.m.mail);

function sentences(value: object): string[] {
  return Object.values(value).flatMap((entry: unknown) =>
    typeof entry === 'string'
      ? entry.includes(' ')
        ? [entry]
        : []
      : typeof entry === 'object'
        ? sentences(entry ?? {})
        : [],
  );
}

describe.each(LOCALES)('in %s', (locale) => {
  it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
    'M16: %s is in its reader’s language, as text and as HTML',
    async (kind) => {
      const reader = readers.get(locale);
      if (!reader) throw new Error('nobody reads it');
      const [template, subjectId, subject] = await KINDS[kind](locale, reader);
      const mail = await compose(template, subjectId, reader.address);
      expect(mail.subject).toBe(subject);
      expect(mail.headers['Content-Language']).toBe(locale);
      expect(mail.html).toContain(`<html lang="${locale}">`);
      // Whom to answer: a reader who is denied above all.
      expect(mail.replyTo).toBe(contacts.access);
      const { m } = localised(locale);
      expect(mail.text).toContain(m.mail.questions(contacts.access));
      expect(mail.html).toContain(m.mail.trustCenter);
      if (locale !== 'en')
        for (const sentence of english) expect(`${mail.subject}\n${mail.text}`).not.toContain(sentence);

      const links = [...mail.text.matchAll(new RegExp(`${env.ORIGIN}(/[^\\s)]*)`, 'g'))].map(
        ([, path = '']) => path,
      );
      for (const path of links) {
        if (path.startsWith('/api/') || path.startsWith('/nda/')) continue;
        expect(path).toBe(localPath(plainPath(path), locale));
        expect(mail.html).toContain(path.replaceAll('&', '&amp;'));
        if (isForReaders(plainPath(path))) expect(path.startsWith(`/${locale}/`)).toBe(true);
      }
      const hasUnsubscribe = mail.headers['List-Unsubscribe'] !== undefined;
      expect(hasUnsubscribe).toBe(kind === 'news');
      expect(mail.headers['List-Unsubscribe-Post']).toBe(
        kind === 'news' ? 'List-Unsubscribe=One-Click' : undefined,
      );
      if (kind === 'news') expect(mail.text).toContain(m.mail.labelled(m.mail.change));
      if (kind === 'denial') {
        expect(links).toEqual([`/${locale}/access/${REPORT}?again`]);
        expect(mail.text).toContain(m.mail.labelled(m.mail.expired.again));
        expect(mail.html).toContain(`>${m.mail.expired.again}</a>`);
      }
    },
  );

  it('N20: the receipt has the binding text and what was ticked word for word, in the language in which they were shown', async () => {
    const { acceptance = '', address = '' } = readers.get(locale) ?? {};
    const { nda } = content;
    const mail = await compose('receipt', acceptance, address);
    for (const words of [nda.title, nda.consentSentence, nda.authoritySentence, nda.agreeLabel])
      expect(mail.text).toContain(words);
    expect(mail.text).toContain(nda.versions.at(-1)?.markdown.trim());
    expect(mail.html).toContain(`<div lang="${nda.locale}"`);
  });
});

it('staff is written to in English, whatever the language of the request', async () => {
  const mail = await compose('notice', await newRequest('de', 'pending'), 'staff@larkspur-relay.example');
  expect(mail.headers['Content-Language']).toBe('en');
  expect(mail.replyTo).toBeNull();
});

it('M11: a denial can be answered: the mail arrives with an address that somebody reads', async () => {
  const prospect = newProspect(REPORT, { locale: 'de' });
  await prospect.ask();
  const [letter] = await mailsTo(prospect.address);
  const header = (name: string) => letter?.headers.find(({ key }) => key === name)?.value;
  expect(header('reply-to')).toContain(contacts.access);
  expect(header('content-language')).toBe('de');
  expect(keysOf(letter).code).toMatch(/^\d{8}$/);
});
