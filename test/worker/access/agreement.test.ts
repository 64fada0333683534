import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import { wordDiff } from '../../../schema/compare/word-diff.ts';
import { graceEnds, openTexts, termEnds } from '../../../worker/access/agreement.ts';
import { endAgreement } from '../../../worker/access/end-agreement.ts';
import { startRevocation } from '../../../worker/access/revoke.ts';
import { content } from '../../../worker/content.ts';
import { deliverDueMail } from '../../../worker/mail/outbox.ts';
import { faulty } from '../faulty-database.ts';
import { quiet } from '../quiet.ts';
import { textOf } from './browser.ts';
import { mailsTo, newProspect, type Prospect } from './prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf, rows } from './rows.ts';

/** An agreement from its acceptance to its end: its term, a newer text, and either party's notice. */

const DAY = 86_400_000;
const REPORT = '/access/soc2-type2';
const { nda: inForce, access: rules } = content;

/** Puts another text into force from a day on, as a deployment does; it ends with the test. */
function putInForce(effective: string, changes: { graceDays?: number; forget?: boolean } = {}): void {
  const markdown = inForce.markdown.replace('for 24 months', 'for 36 months');
  const newer = {
    version: '2.0',
    effective,
    changes: 'It lasts longer.',
    sha256: 'b'.repeat(64),
    path: '/nda/newer.md',
    markdown,
    html: '<h2>The newer text</h2>',
    toCurrent: null,
  };
  const older = inForce.versions.map((entry) => ({
    ...entry,
    toCurrent: wordDiff(entry.markdown, markdown),
  }));
  const versions = [...(changes.forget ? [] : older), newer];
  Object.assign(content, {
    nda: { ...inForce, ...newer, versions, consentSentence: 'I agree to the newer text.' },
    access: { ...rules, ndaGraceDays: changes.graceDays ?? 0 },
  });
}

afterEach(() => {
  Object.assign(content, { nda: inForce, access: rules });
});

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

async function granted(): Promise<Prospect> {
  const prospect = newProspect();
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  return prospect;
}

const file = async ({ browser }: Prospect) => {
  const { status, headers } = await browser.get(`${REPORT}/file`);
  return [status, headers.get('Location')];
};
// No version is published in these tests: who may have it is told that there is none.
const OPEN = [404, null];
const TO_THE_NDA = [303, `${REPORT}/nda`];

describe('the dates', () => {
  it('N12: a term is counted by the calendar, to the millisecond', () => {
    expect(termEnds(null, 5)).toBeNull();
    expect(termEnds(1, Date.UTC(2026, 0, 31, 12))).toBe(Date.UTC(2026, 1, 28, 12));
    expect(termEnds(24, Date.UTC(2024, 1, 29))).toBe(Date.UTC(2026, 1, 28));
    expect(termEnds(12, Date.UTC(2026, 10, 27, 1, 2, 3, 4))).toBe(Date.UTC(2027, 10, 27, 1, 2, 3, 4));
  });

  it('A3: the grace period ends at the millisecond, and without one there is none', () => {
    const nda = { ...inForce, effective: '2026-11-01', sha256: 'new', versions: [{ sha256: 'old' }] };
    const texts = (days: number, now: number) => openTexts(nda as unknown as typeof inForce, days, now);
    const end = graceEnds(nda, 10);
    expect(end).toBe(Date.UTC(2026, 10, 11));
    expect(texts(10, end - 1)).toEqual(['new', 'old']);
    expect(texts(10, end)).toEqual(['new']);
    expect(texts(0, Date.UTC(2026, 10, 1))).toEqual(['new']);
    expect(texts(Number.NaN, 0)).toEqual(['new']);
  });
});

describe('a newer text', () => {
  it('N1: shows what changed, word by word, and gives neither more time nor more downloads', async () => {
    const prospect = await granted();
    const [first] = await grantsOf(prospect.address);
    const ends = Date.now() + 5 * DAY;
    await env.DB.prepare('UPDATE grants SET expires_at = ?2, quota = 3 WHERE id = ?1')
      .bind(first?.id, ends)
      .run();
    await env.DB.prepare(
      `INSERT INTO downloads (id, grant_id, revision, first_byte, last_byte, started_at) VALUES ('d1', ?1, 'x', 0, 9, 1)`,
    )
      .bind(first?.id)
      .run();
    putInForce('2026-11-01');
    expect(await file(prospect)).toEqual(TO_THE_NDA);
    const page = await (await prospect.browser.get(`${REPORT}/nda`)).text();
    expect(page).toContain('<del>24</del><ins>36</ins>');
    expect(textOf(page)).toContain('Version 1.0 compared with version 2.0 1 word came, 1 word went');
    expect(page).toContain('<h2>The newer text</h2>');
    expect((await prospect.agree()).headers.get('Location')).toBe(`${REPORT}/copy`);
    const [, renewed] = await rows<{ expires_at: number; quota: number; basis_detail: string }>(
      'SELECT * FROM grants WHERE person_id = (SELECT person_id FROM grants WHERE id = ?1) ORDER BY starts_at, rowid',
      first?.id,
    );
    expect(renewed).toMatchObject({ expires_at: ends, quota: 3 });
    expect(textOf(await (await prospect.browser.get(`${REPORT}/copy`)).text())).toContain('2 of 3 left');
    expect(JSON.parse(renewed?.basis_detail ?? '{}')).toMatchObject({ renews: first?.id, version: '2.0' });
  });

  it('N1: says so where the older text is not on record, and compares nothing', async () => {
    const prospect = await granted();
    putInForce('2026-11-01', { forget: true });
    const page = textOf(await (await prospect.browser.get(`${REPORT}/nda`)).text());
    expect(page).toContain('is not on record here word for word');
    expect(page).not.toContain('compared with');
  });

  it('N1: for the days of grace the older acceptance opens, the page says until when, and it can be accepted', async () => {
    const prospect = await granted();
    putInForce(isoDay(Date.now() - DAY), { graceDays: 10 });
    expect(await file(prospect)).toEqual(OPEN);
    const copy = textOf(await (await prospect.browser.get(`${REPORT}/copy`)).text());
    expect(copy).toContain('There is a newer version of the agreement');
    expect(copy).toContain('version 1.0');
    const page = await (await prospect.browser.get(`${REPORT}/nda`)).text();
    expect(textOf(page)).toContain('You need not decide today');
    // Declining now takes nothing away before the day. N5 L15: a doubled click, and the back button, decline once.
    const declining = { ...(await prospect.agreement()), decision: 'decline' };
    const declined = await Promise.all(
      [1, 2, 3].map(() => prospect.browser.post(`${REPORT}/nda`, declining)),
    );
    expect(declined.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [asked] = await requestsOf(prospect.address);
    expect((await eventsAbout(asked?.id ?? '')).filter((type) => type === 'nda.declined')).toHaveLength(1);
    expect(await file(prospect)).toEqual(OPEN);
    const form = await prospect.agreement();
    await Promise.all(Array.from({ length: 20 }, () => prospect.browser.post(`${REPORT}/nda`, form)));
    expect(await acceptancesOf(prospect.address)).toHaveLength(2);
    expect(await grantsOf(prospect.address)).toHaveLength(2);
    const after = textOf(await (await prospect.browser.get(`${REPORT}/copy`)).text());
    expect(after).not.toContain('newer version of the agreement');
    putInForce(isoDay(Date.now() - 20 * DAY), { graceDays: 10 });
    expect(await file(prospect)).toEqual(OPEN);
  });

  it('N1: after the days of grace it opens nothing until the newer one is accepted', async () => {
    const prospect = await granted();
    putInForce(isoDay(Date.now() - 11 * DAY), { graceDays: 10 });
    expect(await file(prospect)).toEqual(TO_THE_NDA);
    // What is given anew stands on the text in force, grace or not.
    putInForce(isoDay(Date.now() - DAY), { graceDays: 10 });
    const other = newProspect('pentest-letter', { address: prospect.address });
    await other.ask();
    expect((await other.confirm()).headers.get('Location')).toBe('/access/pentest-letter/nda');
  });
});

describe('the term of an acceptance', () => {
  it('N19: no grant outlives it, and after it the agreement is accepted anew', async () => {
    Object.assign(content, { nda: { ...inForce, acceptanceMonths: 1 } });
    const prospect = await granted();
    const [acceptance] = await rows<{ id: string; ends_at: number }>(
      'SELECT id, ends_at FROM acceptances WHERE id = ?1',
      (await acceptancesOf(prospect.address))[0]?.id,
    );
    const [grant] = await grantsOf(prospect.address);
    expect(grant?.expires_at).toBe(acceptance?.ends_at);
    expect(JSON.parse((await acceptancesOf(prospect.address))[0]?.evidence ?? '').grant.expiresAt).toBe(
      new Date(acceptance?.ends_at ?? 0).toISOString(),
    );
    // The month is over.
    await env.DB.batch([
      env.DB.prepare('UPDATE acceptances SET ends_at = ?2 WHERE id = ?1').bind(
        acceptance?.id,
        Date.now() - 1,
      ),
      env.DB.prepare('UPDATE grants SET expires_at = ?2 WHERE id = ?1').bind(grant?.id, Date.now() - 1),
    ]);
    expect((await file(prospect))[0]).toBe(403);
    const again = newProspect('soc2-type2', { address: prospect.address });
    await again.ask();
    expect((await again.confirm()).headers.get('Location')).toBe(`${REPORT}/nda`);
    expect((await again.agree()).headers.get('Location')).toBe(`${REPORT}/copy`);
    expect(await acceptancesOf(prospect.address)).toHaveLength(2);
  });
});

describe('renewing', () => {
  it('after the end the address alone is confirmed, and access begins anew for the whole time', async () => {
    const prospect = await granted();
    const [grant] = await grantsOf(prospect.address);
    await env.DB.prepare('UPDATE grants SET expires_at = ?2 WHERE id = ?1')
      .bind(grant?.id, Date.now() - 1)
      .run();
    expect((await file(prospect))[0]).toBe(403);
    const again = newProspect('soc2-type2', { address: prospect.address });
    await again.ask();
    expect((await again.confirm()).headers.get('Location')).toBe(`${REPORT}/copy`);
    const [, renewed] = await grantsOf(prospect.address);
    expect(renewed?.expires_at).toBeGreaterThan(Date.now() + (rules.grantDays - 1) * DAY);
    expect(await acceptancesOf(prospect.address)).toHaveLength(1);
  });
});

describe('ending it', () => {
  it('N19 A4: the signer’s notice ends access at once; evidence and receipt stay, and they may accept again', async () => {
    const [ann, bob] = [await granted(), await granted()];
    const page = await (await ann.browser.get('/my-access/agreement/end')).text();
    const person = /name="person" value="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(page).toContain('24 months');
    const ended = await ann.browser.post('/my-access/agreement/end', { person });
    expect(ended.headers.get('Location')).toBe('/my-access');
    const refused = await ann.browser.get(`${REPORT}/file`);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('access has ended'),
    ]);
    expect(await file(bob)).toEqual(OPEN);
    const [acceptance] = await acceptancesOf(ann.address);
    const [grant] = await grantsOf(ann.address);
    expect(await eventsAbout(acceptance?.id ?? '')).toEqual(['nda.accepted', 'nda.ended']);
    expect(await eventsAbout(grant?.id ?? '')).toEqual(['grant.made', 'grant.ended']);
    expect((await ann.browser.get(`/my-access/receipts/${acceptance?.id}`)).status).toBe(200);
    expect(textOf(await (await ann.browser.get('/my-access')).text())).toContain('; ended on');
    // Twice is once.
    await ann.browser.post('/my-access/agreement/end', { person });
    expect(await eventsAbout(acceptance?.id ?? '')).toHaveLength(2);
    const again = newProspect('soc2-type2', { address: ann.address });
    await again.ask();
    expect((await again.confirm()).headers.get('Location')).toBe(`${REPORT}/nda`);
    expect((await again.agree()).headers.get('Location')).toBe(`${REPORT}/copy`);
  });

  it('A16: whoever ends it and accepts again gets no second quota', async () => {
    Object.assign(content, { access: { ...rules, downloads: 3 } });
    const prospect = await granted();
    const [first] = await grantsOf(prospect.address);
    await env.DB.prepare(
      `INSERT INTO downloads (id, grant_id, revision, first_byte, last_byte, started_at)
       VALUES ('q1', ?1, 'x', 0, 9, 1), ('q2', ?1, 'x', 0, 9, 1)`,
    )
      .bind(first?.id)
      .run();
    const page = await (await prospect.browser.get('/my-access/agreement/end')).text();
    const person = /name="person" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await prospect.browser.post('/my-access/agreement/end', { person });
    await prospect.browser.post(`${REPORT}/prospect`, { person });
    expect((await prospect.agree()).headers.get('Location')).toBe(`${REPORT}/copy`);
    const quotas = await rows<{ quota: number }>(
      'SELECT quota FROM grants WHERE person_id = ?1 ORDER BY starts_at, rowid',
      person,
    );
    expect(quotas.map(({ quota }) => quota)).toEqual([3, 3]);
    const copy = textOf(await (await prospect.browser.get(`${REPORT}/copy`)).text());
    expect(copy).toContain('1 of 3 left');
  });

  it('N6 S14: nobody ends somebody else’s', async () => {
    const [ann, bob] = [await granted(), await granted()];
    const page = await (await ann.browser.get('/my-access/agreement/end')).text();
    const person = /name="person" value="([^"]+)"/.exec(page)?.[1] ?? '';
    expect((await bob.browser.post('/my-access/agreement/end', { person })).status).toBe(409);
    expect(await file(ann)).toEqual(OPEN);
    expect(await file(bob)).toEqual(OPEN);
  });

  it('N19: staff ends it together with a company’s access, and nothing is given under it again', async () => {
    const prospect = await granted();
    const [acceptance] = await acceptancesOf(prospect.address);
    const db = env.DB.withSession('first-primary');
    const target = prospect.address.slice(prospect.address.indexOf('@') + 1);
    const by = { actor: 'operator:test', reason: 'The talks ended.', endNda: true };
    // The tests share a domain: this one's reader alone moves to another.
    const own = `${crypto.randomUUID().slice(0, 8)}.${target}`;
    await env.DB.prepare('UPDATE people SET address = ?2 WHERE address = ?1')
      .bind(prospect.address, `reader@${own}`)
      .run();
    await startRevocation(quiet, db, { scope: 'company', target: own }, by, Date.now());
    const [row] = await rows('SELECT ended_by FROM acceptances WHERE id = ?1', acceptance?.id);
    expect(row).toEqual({ ended_by: 'us' });
    expect((await file(prospect))[0]).toBe(403);
    await deliverDueMail(quiet, Date.now() + 1000);
    expect((await mailsTo(`reader@${own}`)).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('withdrawn'),
    ]);
  });

  it('N13 F9: a connection lost before or after the batch leaves all or nothing', async () => {
    for (const fault of ['lost before', 'lost after'] as const) {
      const prospect = await granted();
      const [{ id: personId = '' } = {}] = await rows<{ id: string }>(
        'SELECT id FROM people WHERE address = ?1',
        prospect.address,
      );
      const session = faulty(() => fault).db.withSession('first-primary');
      await expect(endAgreement(session, { personId }, 'signer', personId, Date.now())).rejects.toThrow();
      const db = env.DB.withSession('first-primary');
      const left = await endAgreement(db, { personId }, 'signer', personId, Date.now());
      expect(left).toBe(fault === 'lost before' ? 1 : 0);
      const [acceptance] = await acceptancesOf(prospect.address);
      expect(await eventsAbout(acceptance?.id ?? '')).toEqual(['nda.accepted', 'nda.ended']);
    }
  });

  it('P1: twenty notices and acceptances at once leave no grant on an agreement that has ended', async () => {
    const prospect = await granted();
    const [{ id: person = '' } = {}] = await rows<{ id: string }>(
      'SELECT id FROM people WHERE address = ?1',
      prospect.address,
    );
    await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        if (i % 2) await prospect.browser.post('/my-access/agreement/end', { person });
        else await prospect.browser.post(`${REPORT}/prospect`, { person });
      }),
    );
    await prospect.browser.post('/my-access/agreement/end', { person });
    const open = await rows(
      `SELECT 1 FROM grants g JOIN acceptances a ON a.id = g.acceptance_id
       WHERE g.person_id = ?1 AND g.expires_at > ?2 AND a.ended_at IS NOT NULL`,
      person,
      Date.now(),
    );
    expect(open).toEqual([]);
    expect((await file(prospect))[0]).not.toBe(404);
  });
});
