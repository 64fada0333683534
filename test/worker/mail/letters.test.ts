import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../worker/localised.tsx';
import { letterHtml, letterText } from '../../../worker/mail/letter.ts';
import { deliverMail } from '../../../worker/mail/outbox.ts';
import { countUnsent, type GrantMail, queueForGrants } from '../../../worker/mail/store.ts';
import { textOf } from '../access/browser.ts';
import { mailsTo, newProspect } from '../access/prospect.ts';
import { rows } from '../access/rows.ts';
import { holder } from './holder.ts';

const DAY = 86_400_000;
const REPORT = 'soc2-type2';
const db = () => env.DB.withSession('first-primary');

async function send(mail: GrantMail, grantIds: readonly string[]): Promise<string[]> {
  const now = Date.now();
  await db().batch([queueForGrants(db(), mail, grantIds, now), queueForGrants(db(), mail, grantIds, now)]);
  const queued = await rows<{ id: string }>(
    `SELECT m.id FROM mails m JOIN json_each(?1) j ON m.subject_id = j.value OR m.subject_id LIKE j.value || '.%'
     WHERE m.template = ?2 AND m.state = 'queued'`,
    JSON.stringify(grantIds),
    mail.template,
  );
  return await Promise.all(queued.map(({ id }) => deliverMail(env, id, now)));
}

describe('mails to the holder of a grant', () => {
  it('a withdrawal is told to everybody whose grant was revoked, once', async () => {
    const holders = [await holder({ revokedAt: Date.now() }), await holder({ revokedAt: Date.now() })];
    const nobody = await holder({ revokedAt: Date.now() }, null);
    const ids = [...holders, nobody].map(({ grantId }) => grantId);
    expect(await send({ template: 'revoked' }, ids)).toEqual(['sent', 'sent']);
    expect(await send({ template: 'revoked' }, ids)).toEqual([]);
    for (const { address } of holders) {
      const letters = await mailsTo(address);
      expect(letters.map(({ subject }) => subject)).toEqual(['Your access to SOC 2 Type II was withdrawn']);
      expect(letters[0]?.text).toContain('You can no longer download it');
    }
  });

  it('what is no longer true when it is sent is not sent', async () => {
    const live = await holder();
    expect(await send({ template: 'revoked' }, [live.grantId])).toEqual(['dead']);
    const revoked = await holder({ revokedAt: Date.now() });
    await holder({ personId: revoked.personId, expiresAt: Date.now() + 30 * DAY });
    expect(await send({ template: 'revoked' }, [revoked.grantId])).toEqual(['dead']);
    const renewed = await holder();
    await holder({ personId: renewed.personId, expiresAt: Date.now() + 30 * DAY });
    const ended = await holder({ expiresAt: Date.now() - 1 });
    expect(await send({ template: 'expiring' }, [renewed.grantId, ended.grantId])).toEqual(['dead', 'dead']);
    const longer = await holder();
    await db().batch([queueForGrants(db(), { template: 'expiring' }, [longer.grantId], Date.now())]);
    await env.DB.prepare('UPDATE grants SET expires_at = expires_at + 1 WHERE id = ?1')
      .bind(longer.grantId)
      .run();
    expect(await send({ template: 'expiring' }, [longer.grantId])).toEqual(['dead', 'sent']);
    expect(await mailsTo(revoked.address)).toEqual([]);
    // Nothing failed: staff is not told of mails that were given up.
    expect((await countUnsent(db(), Date.now())).dead).toBe(0);
    await env.DB.prepare("UPDATE mails SET error = 'refused' WHERE subject_id LIKE ?1 || '.%'")
      .bind(ended.grantId)
      .run();
    expect((await countUnsent(db(), Date.now())).dead).toBe(1);
  });

  it('the end of access is told with its day and the way on', async () => {
    const { grantId, address } = await holder({ expiresAt: Date.UTC(2030, 4, 3) });
    expect(await send({ template: 'expiring' }, [grantId])).toEqual(['sent']);
    const [letter] = await mailsTo(address);
    expect(letter?.subject).toBe('Your access to SOC 2 Type II ends on 3 May 2030');
    expect(letter?.text).toContain(`${env.ORIGIN}/en/access/${REPORT}\n`);
  });

  it('a new version is told once for each grant and revision, while it is the live one', async () => {
    const revision = 'ab'.repeat(32);
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO report_versions (report_id, revision, manifest, body_etag, published_at, published_by)
         VALUES (?1, ?2, '{}', '', 0, '')`,
      ).bind(REPORT, revision),
      env.DB.prepare(
        'INSERT INTO report_pointers (report_id, revision, switched_at) VALUES (?1, ?2, 0)',
      ).bind(REPORT, revision),
    ]);
    const { grantId, address } = await holder();
    expect(await send({ template: 'new-version', revision }, [grantId])).toEqual(['sent']);
    expect(await send({ template: 'new-version', revision }, [grantId])).toEqual([]);
    expect(await send({ template: 'new-version', revision: 'cd'.repeat(32) }, [grantId])).toEqual(['dead']);
    expect((await mailsTo(address)).map(({ subject }) => subject)).toEqual([
      'A new version of SOC 2 Type II',
    ]);
  });
});

describe('a letter', () => {
  const letter = {
    subject: 'A "subject" <with> signs & more',
    parts: [
      { kind: 'text', text: 'First <b>line</b> & more' },
      { kind: 'action', label: 'Do "it"', href: 'https://trust.example/a?b=1&c="2"', note: 'Before:' },
      { kind: 'quote', text: 'Said\nin two lines' },
      { kind: 'facts', facts: [['Name', '<i>value</i>']] },
      { kind: 'document', text: '# Whole & all', html: '<h2>Whole &amp; all</h2>', locale: 'en' },
    ],
    because: 'You get this <because>.',
    unsubscribe: { page: 'https://trust.example/s?t=1&u=2', oneClick: 'https://trust.example/o' },
  } as const;

  it('M16: text and HTML say the same, in the same order, and whatever was typed stays text', () => {
    const text = letterText(letter, inEnglish);
    const html = letterHtml(letter, inEnglish);
    const shown = textOf(html);
    for (const part of ['First <b>line</b> & more', '<i>value</i>', 'Whole & all', '<because>']) {
      expect(text).toContain(part);
      expect(shown).toContain(part);
      expect(html).not.toContain(part);
    }
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'https://trust.example/a?b=1&amp;c=&quot;2&quot;',
      'https://trust.example/s?t=1&amp;u=2',
    ]);
    expect(text).toContain('Before:\nhttps://trust.example/a?b=1&c="2"');
    expect(text).toContain('> Said\n> in two lines');
    expect(text).toContain('Change what you get, or end it: https://trust.example/s?t=1&u=2');
  });

  it('has nothing to fetch, and colours for a light and a dark room', () => {
    const html = letterHtml(letter, inEnglish);
    expect(html).not.toMatch(/<img|<link|<script|url\(|http-equiv|@import|src=/);
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
  });
});

it('M16: nothing that the asker typed reaches the address that they named', async () => {
  const prospect = newProspect(REPORT, {
    name: 'Win a prize at evil.example',
    company: 'Call 555 now',
  });
  await prospect.ask();
  const [letter] = await mailsTo(prospect.address);
  expect(letter?.subject).toMatch(/^Confirm your address/);
  expect(JSON.stringify(letter)).not.toMatch(/a prize|evil\.example|555 now/);
});
