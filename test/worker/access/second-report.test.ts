import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { content } from '../../../worker/content.ts';
import { publish } from '../reports/exit.ts';
import { fieldsOf, openBrowser, textOf } from './browser.ts';
import { newProspect, type Prospect } from './prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

const first = 'soc2-type2';
const second = 'second-report';
const onRequest = 'pentest-letter';
const sample = content.reports;
const inForce = content.nda;

beforeAll(async () => {
  await publish({ bodyLength: 2_000 });
  await publish({ bodyLength: 2_000, report: second });
  const report = sample.find(({ id }) => id === first);
  Object.assign(content, { reports: [...sample, { ...report, id: second, title: 'A second report' }] });
});

afterEach(() => {
  Object.assign(content, { nda: inForce });
});

function putInForce(version: string): void {
  const entry = { version, effective: '2026-11-23', changes: 'Shorter.', sha256: 'b'.repeat(64) };
  const known = { ...entry, path: '/nda/newer.md', markdown: '# Newer' };
  Object.assign(content, { nda: { ...inForce, ...known, versions: [...inForce.versions, known] } });
}

async function granted(): Promise<Prospect> {
  const prospect = newProspect(first);
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  return prospect;
}

async function personOf({ address }: Prospect): Promise<string> {
  const [person] = await rows<{ id: string }>('SELECT id FROM people WHERE address = ?1', address);
  return person?.id ?? '';
}

/** Presses the one button that a known prospect has. */
async function goOn(prospect: Prospect, report = second): Promise<Response> {
  return await prospect.browser.post(`/access/${report}/prospect`, { person: await personOf(prospect) });
}

describe('the second report of a prospect', () => {
  it('B22: in the same session takes one button: no address, no NDA, and the grant stands on the acceptance', async () => {
    const prospect = await granted();
    const page = textOf(await (await prospect.browser.get(`/access/${second}`)).text());
    expect(page).toContain('Go on as Sample Reader, Sample Prospect Ltd');
    const clicks = await Promise.all([1, 2, 3].map(() => goOn(prospect)));
    for (const click of clicks)
      expect([click.status, click.headers.get('Location')]).toEqual([303, `/access/${second}/copy`]);
    const [acceptance, ...more] = await acceptancesOf(prospect.address);
    expect(more).toEqual([]);
    const grants = await rows<{ id: string; report_id: string; acceptance_id: string; basis: string }>(
      'SELECT * FROM grants WHERE person_id = ?1 ORDER BY starts_at, rowid',
      await personOf(prospect),
    );
    expect(grants.map(({ report_id }) => report_id)).toEqual([first, second]);
    expect(grants[1]).toMatchObject({ basis: 'nda', acceptance_id: acceptance?.id });
    expect(await eventsAbout(grants[1]?.id ?? '')).toEqual(['grant.made']);
    const file = await prospect.browser.get(`/access/${second}/file`);
    expect(file.headers.get('Content-Type')).toBe('application/pdf');
    await file.arrayBuffer();
  });

  it('B22: after the session takes the address alone', async () => {
    const { address } = await granted();
    const again = newProspect(second, { address });
    await again.ask();
    expect((await again.confirm()).headers.get('Location')).toBe(`/access/${second}/copy`);
    expect(await acceptancesOf(address)).toHaveLength(1);
    expect(await grantsOf(address)).toHaveLength(2);
  });

  it('N1: asks for the NDA where its text changed; accepted once, it covers both', async () => {
    const prospect = await granted();
    putInForce('2.0');
    expect((await goOn(prospect)).headers.get('Location')).toBe(`/access/${second}/nda`);
    const page = await (await prospect.browser.get(`/access/${second}/nda`)).text();
    const fields = { ...fieldsOf(page), agree: 'yes', decision: 'agree' };
    const agreed = await prospect.browser.post(`/access/${second}/nda`, fields);
    expect(agreed.headers.get('Location')).toBe(`/access/${second}/copy`);
    expect((await prospect.browser.get(`/access/${first}`)).headers.get('Location')).toBe(
      `/access/${first}/copy`,
    );
    expect(await acceptancesOf(prospect.address)).toHaveLength(2);
  });

  it('B22: asks for the NDA for another company: an acceptance binds the company that it was given for', async () => {
    const { address } = await granted();
    const again = newProspect(second, { address, company: 'Another Sample Ltd' });
    await again.ask();
    expect((await again.confirm()).headers.get('Location')).toBe(`/access/${second}/nda`);
  });

  it('B22: asked for both before the NDA, it is shown once', async () => {
    const prospect = newProspect(first);
    await prospect.ask();
    await prospect.confirm();
    expect((await goOn(prospect)).headers.get('Location')).toBe(`/access/${second}/nda`);
    await prospect.agree();
    expect((await prospect.browser.get(`/access/${second}/nda`)).headers.get('Location')).toBe(
      `/access/${second}/copy`,
    );
  });

  it('B22: that staff releases waits for staff at once, and the release stands on the acceptance', async () => {
    const prospect = await granted();
    expect((await goOn(prospect, onRequest)).headers.get('Location')).toBe(`/access/${onRequest}/pending`);
    expect((await goOn(prospect, onRequest)).headers.get('Location')).toBe(`/access/${onRequest}/pending`);
    const requests = await requestsOf(prospect.address);
    expect(requests.map(({ state }) => state)).toEqual(['granted', 'pending']);
    const [notice, ...more] = await rows('SELECT * FROM mails WHERE subject_id = ?1', requests[1]?.id);
    expect([notice?.template, more]).toEqual(['notice', []]);
    const staff = openBrowser();
    const person = await signIn(staff, { kind: 'staff', groups: ['trust-staff'], roles: ['approver'] });
    const released = await staff.post(`/console/requests/${requests[1]?.id}/release`, { person });
    expect(released.status).toBe(303);
    const [acceptance] = await acceptancesOf(prospect.address);
    const [grant] = await rows('SELECT * FROM grants WHERE request_id = ?1', requests[1]?.id);
    expect(grant).toMatchObject({ basis: 'staff', acceptance_id: acceptance?.id });
  });

  it('A5: that staff took back is not given again by the button, and nobody presses it for another', async () => {
    const prospect = await granted();
    await goOn(prospect);
    await env.DB.prepare('UPDATE grants SET revoked_at = 1 WHERE person_id = ?1 AND report_id = ?2')
      .bind(await personOf(prospect), second)
      .run();
    expect((await goOn(prospect)).status).toBe(403);
    const path = `/access/${second}/prospect`;
    expect((await openBrowser().post(path, { person: await personOf(prospect) })).status).toBe(401);
    expect((await prospect.browser.post(path, { person: 'x' })).status).toBe(409);
    const customer = openBrowser();
    const id = await signIn(customer, { kind: 'customer' });
    expect((await customer.post(path, { person: id })).status).toBe(403);
  });
});
