import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { publish } from '../reports/exit.ts';
import { fieldsOf, openBrowser, textOf } from './browser.ts';
import { newProspect, type Prospect } from './prospect.ts';
import { acceptancesOf, grantsOf, requestsOf } from './rows.ts';

/** Whoever strays from the way to a report: one sentence that says what to do, the right status, and nothing is lost. */

const START = '/access/soc2-type2';
beforeAll(async () => void (await publish({ bodyLength: 2_000 })));

/** What a page says, and what it offers. */
async function said(response: Response): Promise<{ status: number; text: string; html: string }> {
  const html = await response.text();
  return { status: response.status, text: textOf(html), html };
}

async function asked(): Promise<Prospect> {
  const prospect = newProspect();
  await prospect.ask();
  return prospect;
}

/** The rest of the way still leads to the copy, and there is one of everything. */
async function arrives(prospect: Prospect): Promise<void> {
  expect((await prospect.confirm()).headers.get('Location')).toBe(`${START}/nda`);
  expect((await prospect.agree()).headers.get('Location')).toBe(`${START}/copy`);
  expect((await prospect.browser.get(`${START}/file`)).status).toBe(200);
  expect(await acceptancesOf(prospect.address)).toHaveLength(1);
  expect(await grantsOf(prospect.address)).toHaveLength(1);
}

describe('at the code', () => {
  it('M6: nothing, letters or a wrong code say so beside the field; the right one works after them', async () => {
    const prospect = await asked();
    const { code } = await prospect.keys();
    const wrong = code === '00000000' ? '11111111' : '00000000';
    for (const [typed, sentence] of [
      ['', 'Type the eight digits that stand in the mail.'],
      ['my code', 'Type the eight digits that stand in the mail.'],
      [`${code}9`, 'Type the eight digits that stand in the mail.'],
      [wrong, '4 tries are left'],
    ] as const) {
      const { status, text, html } = await said(
        await prospect.browser.post(`${START}/confirm`, { code: typed }),
      );
      expect([typed, status]).toEqual([typed, 400]);
      expect(text).toContain(sentence);
      expect(html).toContain('name="code"');
    }
    await arrives(prospect);
  });

  it('M5: after its end it says so, and starting again has kept what was entered', async () => {
    const prospect = await asked();
    const { code, path } = await prospect.keys();
    await env.DB.prepare('UPDATE confirmations SET expires_at = 1 WHERE address = ?1')
      .bind(prospect.address)
      .run();
    for (const late of [
      await prospect.browser.post(`${START}/confirm`, { code }),
      await prospect.browser.get(path),
      await openBrowser().get(path),
    ]) {
      const { status, text, html } = await said(late);
      expect(status).toBe(410);
      expect(text).toContain('The link and the code end after a few minutes');
      expect(html).toMatch(/<a class="button" href="(\/en)?\/access\/soc2-type2">/);
    }
    const form = await (await prospect.browser.get(START)).text();
    expect(form).toContain(prospect.address);
    await prospect.ask();
    await arrives(prospect);
  });

  it('M3: the back button, a second submit and the link once more lead on whoever is signed in by it', async () => {
    const prospect = await asked();
    const { code, path } = await prospect.keys();
    await prospect.confirm();
    for (const again of [
      await prospect.browser.post(`${START}/confirm`, { code }),
      await prospect.browser.get(path),
      await prospect.browser.get(`${START}/confirm`),
    ]) {
      expect([again.status, again.headers.get('Location')]).toEqual([303, expect.stringContaining(START)]);
      const next = await prospect.browser.get(again.headers.get('Location') ?? '');
      expect(next.headers.get('Location')).toMatch(/\/access\/soc2-type2\/nda$/);
    }
    // Somebody else on another browser, signed in too, is told that it was used.
    const other = await asked();
    await other.confirm();
    const { status, text } = await said(await other.browser.get(path));
    expect([status, text.includes('This was used already')]).toEqual([410, true]);
    expect((await prospect.agree()).headers.get('Location')).toBe(`${START}/copy`);
  });

  it('M13: a browser that did not ask, and has no link, is sent to the form', async () => {
    const stranger = openBrowser();
    expect((await stranger.get(`${START}/confirm`)).headers.get('Location')).toBe(START);
    const { status, text } = await said(await stranger.post(`${START}/confirm`, { code: '12345678' }));
    expect([status, text.includes('This works no longer')]).toEqual([410, true]);
  });
});

describe('out of turn', () => {
  it('N7 S9: steps that are not due, and buttons opened as pages', async () => {
    const stranger = openBrowser();
    for (const page of ['nda', 'copy', 'pending'])
      expect((await stranger.get(`${START}/${page}`)).headers.get('Location')).toBe(START);
    for (const button of ['customer', 'prospect', 'renew', 'withdraw']) {
      const opened = await said(await stranger.get(`${START}/${button}`));
      expect([button, opened.status]).toEqual([button, 405]);
      expect(opened.text).toContain('Open the page and use its buttons.');
      const pressed = await said(await stranger.post(`${START}/${button}`, { person: 'x' }));
      expect([button, pressed.status]).toEqual([button, 401]);
      expect(pressed.text).toContain('Start again from the report’s page');
      expect(pressed.html).toContain('/reports/soc2-type2/');
    }
    const prospect = await asked();
    await prospect.confirm();
    for (const button of ['renew', 'withdraw']) {
      const [request] = await requestsOf(prospect.address);
      const person = request?.person_id ?? '';
      const early = await prospect.browser.post(`${START}/${button}`, { person, request: request?.id ?? '' });
      expect([button, early.status]).toEqual([button, button === 'renew' ? 303 : 409]);
    }
    expect((await prospect.agree()).headers.get('Location')).toBe(`${START}/copy`);
  });

  it('N5 S6: signing out on the way loses nothing: the address is confirmed again, and what was agreed stands', async () => {
    const prospect = await asked();
    await prospect.confirm();
    const form = await prospect.agreement();
    prospect.browser.cookies.delete('__Host-session');
    const late = await said(await prospect.browser.post(`${START}/nda`, form));
    expect([late.status, late.text.includes('nothing that you agreed to is lost')]).toEqual([401, true]);
    expect(await acceptancesOf(prospect.address)).toHaveLength(0);
    await prospect.ask();
    await arrives(prospect);
  });

  it('N5: the form again, from the back button, after the copy is there', async () => {
    const prospect = await asked();
    await prospect.confirm();
    const form = await prospect.agreement();
    await prospect.browser.post(`${START}/nda`, form);
    for (const page of ['', '/nda', '/confirm'])
      expect((await prospect.browser.get(`${START}${page}`)).status).toBe(303);
    expect((await prospect.browser.post(`${START}/nda`, form)).headers.get('Location')).toBe(`${START}/copy`);
    const declined = await prospect.browser.post(`${START}/nda`, { ...form, decision: 'decline' });
    expect(declined.headers.get('Location')).toBe(`${START}/copy`);
    expect(await acceptancesOf(prospect.address)).toHaveLength(1);
    expect(await grantsOf(prospect.address)).toHaveLength(1);
  });
});

describe('with a form that is none of ours', () => {
  it('M9: what cannot be read is one sentence and changes nothing', async () => {
    const prospect = await asked();
    await prospect.confirm();
    const form = await prospect.agreement();
    const doubled = new URLSearchParams([...Object.entries(form), ['agree', 'yes']]);
    for (const [body, headers] of [
      [doubled, {}],
      ['{"agree":true}', { 'Content-Type': 'application/json' }],
      ['agree=%FF', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ] as const) {
      const { status, text } = await said(
        await prospect.browser.post(`${START}/nda`, body, headers as Record<string, string>),
      );
      expect([String(body).slice(0, 20), status < 500 && status >= 400]).toEqual([
        String(body).slice(0, 20),
        true,
      ]);
      expect(text).toMatch(/Go back, check what was entered|Reload the page|Sign in with an account/);
    }
    expect(fieldsOf(await (await prospect.browser.get(`${START}/nda`)).text()).request).toBe(form.request);
    expect((await prospect.agree()).headers.get('Location')).toBe(`${START}/copy`);
  });
});
