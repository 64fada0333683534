import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { findLiveGrant } from '../../../worker/access/grant.ts';
import { grantForTerms } from '../../../worker/access/issue-grant.ts';
import { content } from '../../../worker/content.ts';
import { publish } from '../reports/exit.ts';
import { openBrowser, textOf } from './browser.ts';
import { newProspect, type Prospect } from './prospect.ts';
import { eventsAbout, grantsOf, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

const file = '/access/soc2-type2/file';

beforeAll(async () => {
  await publish();
});

async function granted(options: Parameters<typeof newProspect>[1] = {}): Promise<Prospect> {
  const prospect = newProspect('soc2-type2', options);
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  return prospect;
}

async function statusOf(response: Response): Promise<number> {
  await response.arrayBuffer();
  return response.status;
}

describe('the file', () => {
  it('P1 A2: is given on a live grant, and to nobody else', async () => {
    const prospect = await granted();
    expect(await statusOf(await prospect.browser.get(file))).toBe(200);
    expect(await statusOf(await prospect.browser.head(file))).toBe(200);
    expect(await statusOf(await openBrowser().get(file))).toBe(401);
    const asking = newProspect();
    await asking.ask();
    expect(await statusOf(await asking.browser.get(file))).toBe(401);
    for (const kind of ['customer', 'staff'] as const) {
      const browser = openBrowser();
      await signIn(browser, { kind });
      expect(await statusOf(await browser.get(file))).toBe(403);
    }
    // A grant for one report is none for another.
    expect(await statusOf(await prospect.browser.get('/access/pentest-letter/file'))).toBe(403);
  });

  it('A3: is refused from the millisecond at which the grant ends, with the reason', async () => {
    const prospect = await granted();
    const [grant] = await grantsOf(prospect.address);
    const db = env.DB.withSession('first-primary');
    const [{ person_id: personId = '' } = {}] = await rows<{ person_id: string }>(
      'SELECT person_id FROM grants WHERE id = ?1',
      grant?.id,
    );
    const end = grant?.expires_at ?? 0;
    expect(await findLiveGrant(db, personId, 'soc2-type2', end - 1)).not.toBeNull();
    expect(await findLiveGrant(db, personId, 'soc2-type2', end)).toBeNull();
    await env.DB.prepare('UPDATE grants SET expires_at = ?2 WHERE id = ?1').bind(grant?.id, Date.now()).run();
    const refused = await prospect.browser.get(file);
    expect(refused.status).toBe(403);
    expect(textOf(await refused.text())).toContain('Your access has ended');
    // The way is open again, from its beginning.
    expect((await prospect.browser.get('/access/soc2-type2')).status).toBe(200);
    expect((await prospect.browser.get('/access/soc2-type2/copy')).headers.get('Location')).toBe(
      '/access/soc2-type2',
    );
  });

  it('A3 P5: is refused on the next request after a revocation, and no form gives it back', async () => {
    const prospect = await granted();
    const [grant] = await grantsOf(prospect.address);
    await env.DB.prepare('UPDATE grants SET revoked_at = ?2 WHERE id = ?1').bind(grant?.id, Date.now()).run();
    const refused = await prospect.browser.get(file);
    expect(refused.status).toBe(403);
    expect(textOf(await refused.text())).toContain('Your access was withdrawn');
    const again = newProspect('soc2-type2', { address: prospect.address });
    await again.ask();
    expect(await statusOf(await again.confirm())).toBe(403);
    expect(await statusOf(await again.browser.get(file))).toBe(403);
    expect(await grantsOf(prospect.address)).toHaveLength(1);
  });
});

describe('a customer', () => {
  it('B18 N18: gets the report with one button, under the terms, without an NDA', async () => {
    const browser = openBrowser();
    const person = await signIn(browser, { kind: 'customer', address: 'cara@customer.example' });
    const page = textOf(await (await browser.get('/access/soc2-type2')).text());
    expect(page).toContain('no NDA is needed');
    const clicks = await Promise.all(
      [1, 2, 3, 4, 5].map(() => browser.post('/access/soc2-type2/customer', { person })),
    );
    for (const click of clicks)
      expect([click.status, click.headers.get('Location')]).toEqual([303, '/access/soc2-type2/copy']);
    const [grant, ...more] = await grantsOf('cara@customer.example');
    expect(more).toEqual([]);
    expect(grant?.basis).toBe('terms');
    const { version, effective, clause, url } = content.company.terms;
    expect(JSON.parse(grant?.basis_detail ?? '')).toEqual({
      ...{ version, effective, clause, url },
      ...{ rule: 'customer', rules: content.access.rules.sha256 },
    });
    expect(await eventsAbout(grant?.id ?? '')).toEqual(['grant.made']);
    const copy = textOf(await (await browser.get('/access/soc2-type2/copy')).text());
    expect(copy).toContain(`version ${version}, clause ${clause}`);
    expect(await statusOf(await browser.get(file))).toBe(200);
    expect((await browser.get('/access/soc2-type2')).headers.get('Location')).toBe('/access/soc2-type2/copy');
  });

  it('S13 S14: the button is for a customer alone, and for the one it was made for', async () => {
    const [customer, staff, prospect] = [openBrowser(), openBrowser(), await granted()];
    await signIn(customer, { kind: 'customer' });
    const staffId = await signIn(staff, { kind: 'staff' });
    const path = '/access/soc2-type2/customer';
    expect(await statusOf(await openBrowser().post(path, { person: 'x' }))).toBe(401);
    expect(await statusOf(await staff.post(path, { person: staffId }))).toBe(403);
    expect(await statusOf(await prospect.browser.post(path, { person: 'x' }))).toBe(403);
    expect(await statusOf(await customer.post(path, { person: staffId }))).toBe(409);
    expect(await statusOf(await customer.post(path, {}))).toBe(409);
  });

  it('A3: gets no new grant after a revocation', async () => {
    const browser = openBrowser();
    const person = await signIn(browser, { kind: 'customer' });
    await browser.post('/access/soc2-type2/customer', { person });
    await env.DB.prepare('UPDATE grants SET revoked_at = 1 WHERE person_id = ?1').bind(person).run();
    expect(await statusOf(await browser.post('/access/soc2-type2/customer', { person }))).toBe(403);
    const db = env.DB.withSession('first-primary');
    const recipient = { id: person, name: 'Sample', company: '', address: null };
    const decided = { days: null, downloads: null, record: { rules: '0'.repeat(64), rule: 'customer' } };
    await expect(
      grantForTerms(env, db, recipient, 'soc2-type2', decided, 'en', Date.now()),
    ).rejects.toMatchObject({ code: 'grant-revoked' });
  });

  it('B9: nothing about a plan, a price or a size is asked or recorded', async () => {
    const page = textOf(await (await openBrowser().get('/access/soc2-type2')).text());
    expect(page).not.toMatch(/\b(plan|tier|price|revenue|employees|budget|phone)\b/i);
    const tables = await rows<{ sql: string }>("SELECT sql FROM sqlite_master WHERE type = 'table'");
    expect(tables.map(({ sql }) => sql).join('\n')).not.toMatch(/\b(plan|tier|price|revenue|arr|deal)\b/i);
  });
});

describe('the copy page', () => {
  it('tells the SHA-256 of a signed original, and nothing where there is none', async () => {
    const prospect = await granted();
    const page = async () =>
      textOf(await (await prospect.browser.get('/access/soc2-type2/copy')).text()).replace(/\s+/g, ' ');
    expect(await page()).not.toContain('Signed original');
    const version = await publish({ signed: true });
    expect(await page()).toContain(`has the SHA-256 ${version.manifest.source.sha256}`);
    await publish();
  });
});

describe('a grant and the fonts of versions', () => {
  const OTHER = 'AAAAAA+Other';

  it('W11: a mark of another font is composed again of the same reader, kept, and recorded once', async () => {
    const prospect = await granted({ name: 'Zoë Łukaszewicz' });
    const [grant] = await grantsOf(prospect.address);
    const mark = JSON.parse(grant?.mark ?? '');
    const old = JSON.stringify({ ...mark, font: OTHER, foot: '', diagonal: '' });
    await env.DB.prepare('UPDATE grants SET mark = ?2 WHERE id = ?1').bind(grant?.id, old).run();
    expect(await statusOf(await prospect.browser.get(file))).toBe(200);
    expect(await statusOf(await prospect.browser.get(file))).toBe(200);
    const [renewed] = await grantsOf(prospect.address);
    expect(JSON.parse(renewed?.mark ?? '')).toEqual(mark);
    expect((await eventsAbout(grant?.id ?? '')).filter((type) => type === 'mark.renewed')).toHaveLength(1);
  });

  it('W19: a version whose font this build does not have is not delivered, and is when it is published again', async () => {
    const prospect = await granted();
    await publish({ font: OTHER });
    expect(await statusOf(await prospect.browser.get(file))).toBe(503);
    await publish();
    expect(await statusOf(await prospect.browser.get(file))).toBe(200);
  });
});

describe('the mark', () => {
  it('says under which agreement, for the cover', async () => {
    const prospect = await granted();
    const [grant] = await grantsOf(prospect.address);
    const { title, version } = content.nda;
    expect(JSON.parse(grant?.mark ?? '').reader.agreement).toBe(`${title}, version ${version}`);
  });

  it.each([
    ['Ann Lee', /^$/],
    ['Zoë Ĳsselstein Ştefan', /^$/],
    ['ليلى الحداد', /\bh\n|\bf\b/],
    ['田中太郎', /\bh\n|\bf\b/],
    ['Ann 🦊', /\bh\n|\bf\b/],
  ])('W6: of %s is made at the grant, drawn where the font lacks it', async (name, drawing) => {
    const prospect = await granted({ name });
    const [grant] = await grantsOf(prospect.address);
    const mark = JSON.parse(grant?.mark ?? '') as { copyId: string; name: string };
    expect(mark.copyId).toBe(grant?.copy_id);
    expect(mark.name).toMatch(drawing);
    expect(await statusOf(await prospect.browser.get(file))).toBe(200);
  });

  it.each([') Tj ET Q /x', 'x'.repeat(300), '\u202eeeL nnA', '🦊🦊🦊', 'A\u0000nn', '%%EOF endobj'])(
    'W4 W5: %j is marked, with the whole copy id',
    async (name) => {
      const prospect = await granted({ name });
      const [grant] = await grantsOf(prospect.address);
      // What is kept of the reader is text; what is written into a copy has none of it.
      const { reader, copyId, ...operators } = JSON.parse(grant?.mark ?? '');
      expect([copyId, reader.copyId]).toEqual([grant?.copy_id, grant?.copy_id]);
      for (const syntax of ['%%EOF', 'endobj']) expect(JSON.stringify(operators)).not.toContain(syntax);
      for (const unseen of ['\u202e', '\u0000']) expect(JSON.stringify(reader)).not.toContain(unseen);
      expect(await statusOf(await prospect.browser.get(file))).toBe(200);
    },
  );
});
