import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { securityHeaders } from '../../core/headers.ts';
import { launchBrowser, openReader } from '../support/browser.ts';
import { inspect } from '../support/inspect.ts';
import { Journey } from '../support/journey.ts';

const running = inject('running');
const origins = [running.origin, running.issuer];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('the Worker’s pages', () => {
  it('N11, H2: have no finding of axe, fit a phone, and violate no policy, all along the prospect’s path', async () => {
    const { page, complaints, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    const person = { name: 'Axe Reviewer', company: 'Meadow Example AG', address: 'axe@meadow.example' };
    await page.goto(`${running.origin}/access/soc2-type2`);
    await inspect(page);
    await page.getByRole('button', { name: 'Send' }).click();
    await inspect(page);
    await journey.introduce(person);
    await inspect(page);
    const { link } = await journey.readMail(person.address);
    for (const wrong of [link, link.slice(0, -1)]) {
      const elsewhere = await openReader(browser, origins);
      await elsewhere.page.goto(wrong);
      await inspect(elsewhere.page);
      expect(elsewhere.complaints).toEqual([]);
      await elsewhere.context.close();
    }
    await page.goto(link);
    await inspect(page);
    await journey.click('Confirm');
    await inspect(page);
    await journey.click('I agree to the NDA');
    await page.getByText('Tick the box').first().waitFor();
    await inspect(page);
    await journey.click('Decline');
    await page.getByRole('heading', { name: 'You declined' }).waitFor();
    await inspect(page);
    const another = await openReader(browser, origins);
    await another.page.goto(link);
    await another.page.getByRole('heading', { name: 'This was used already' }).waitFor();
    await inspect(another.page);
    await another.context.close();
    await page.goto(`${running.origin}/access/soc2-type2/nda`);
    await journey.agree();
    await page.getByRole('heading', { name: 'Your copy is ready' }).waitFor();
    await inspect(page);
    await page.goto(`${running.origin}/access/no-such-report`);
    await inspect(page);
    await page.goto(`${running.origin}/logout`);
    await inspect(page);
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await inspect(page);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('N11: so have the pages of a request that waits, of the console, and of signing in', async () => {
    const asking = await openReader(browser, origins);
    const journey = new Journey(asking.page, running);
    const person = {
      name: 'Waiting Reviewer',
      company: 'Meadow Example AG',
      address: 'axe-waits@meadow.example',
    };
    await journey.ask('pentest-letter', person);
    await inspect(asking.page);

    const staff = await openReader(browser, origins);
    await staff.page.goto(`${running.origin}/console`);
    await inspect(staff.page);
    await staff.page.getByRole('button', { name: 'Sign in' }).click();
    await staff.page.getByRole('button', { name: 'Support' }).click();
    await staff.page.getByRole('heading', { name: 'This account does not open it' }).waitFor();
    await inspect(staff.page);
    await staff.page.getByRole('button', { name: 'Sign in with another account' }).click();
    await staff.page.getByRole('button', { name: /^Approver approver@/ }).click();
    await staff.page.getByRole('heading', { name: 'Requests that wait' }).waitFor();
    await inspect(staff.page);
    // By which spellings.test.ts knows a page of the console.
    expect(await staff.page.content()).toMatch(/<nav [^>]*aria-label="Console"/);
    const request = staff.page.getByRole('region', { name: person.name });
    await request.locator('summary').click();
    await request.getByRole('button', { name: 'Deny' }).click();
    await inspect(staff.page);
    await request.getByRole('textbox', { name: 'Reason' }).fill('This is a test.');
    await request.getByRole('button', { name: 'Deny' }).click();
    await request.waitFor({ state: 'detached' });
    await asking.page.goto(`${running.origin}/access/pentest-letter`);
    await asking.page.getByText('This is a test.').waitFor();
    await inspect(asking.page);
    for (const query of ['', '?report=pentest-letter&address=a%40meadow.example&step=nda']) {
      await staff.page.goto(`${running.origin}/console/preview${query}`);
      await inspect(staff.page);
    }
    expect([...asking.complaints, ...staff.complaints]).toEqual([]);
    await asking.context.close();
    await staff.context.close();
  });
});

describe('the local system’s own pages', () => {
  it('N11: the list of mails and the demo’s sign-in have no finding of axe, and fit a phone', async () => {
    const { page, context } = await openReader(browser, [...origins, running.mailbox]);
    const journey = new Journey(page, running);
    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    await journey.introduce({
      name: 'Mail Reviewer',
      company: 'Meadow Example AG',
      address: 'axe-mailbox@meadow.example',
    });
    await journey.readMail('axe-mailbox@meadow.example');
    await page.goto(running.mailbox);
    await inspect(page);
    await page.goto(`${running.origin}/access/soc2-type2?again`);
    await page.getByRole('button', { name: /Sign in with/ }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await inspect(page);
    await context.close();
  });
});

describe('the page of the search', () => {
  it('H2: has, from the platform itself, one policy: the one that lets our own script run', async () => {
    const policy = async (path: string) =>
      (await fetch(`${running.origin}${path}`)).headers.get('Content-Security-Policy');
    for (const path of ['/search/', '/de/search/', '/fr/search/'])
      expect(await policy(path), path).toBe(securityHeaders({ scripts: true })['Content-Security-Policy']);
    expect(await policy('/nda/')).toBe(securityHeaders({ isPublic: true })['Content-Security-Policy']);
  });

  it('finds something, in the running system', async () => {
    const { page, complaints, context } = await openReader(browser, origins);
    await page.goto(`${running.origin}/search/?q=restore`);
    await page.getByRole('status').getByText('found').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('every response', () => {
  const paths = [
    '/',
    '/reports/',
    '/reports/soc2-type2/',
    '/policies/',
    '/policies/access-control/',
    '/nda/',
    '/shell/',
    '/no-such-page',
    '/access',
    '/access/soc2-type2',
    '/access/soc2-type2/confirm',
    '/access/soc2-type2/nda',
    '/access/soc2-type2/copy',
    '/access/soc2-type2/file',
    '/access/soc3-summary',
    '/access/no-such-report',
    '/login',
    '/login/callback',
    '/login/staff/callback',
    '/login/callback?code=a&error=b',
    '/logout',
    '/console',
    '/console/requests/none/release',
    '/console/reports',
    '/console/reports/soc2-type2/publish',
    '/console/reports/soc2-type2/live',
    '/console/api/reports/soc2-type2/versions',
    '/shell/publish/',
    '/api/reports/soc2-type2/versions',
    '/version',
    '/health',
  ];

  it.each(paths)('H1, H5: %s carries the security headers, whatever the method', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const response = await fetch(`${running.origin}${path}`, { method, redirect: 'manual' });
      const about = `${method} ${path} → ${response.status}`;
      expect(response.status, about).toBeLessThan(500);
      for (const [name, value] of Object.entries(securityHeaders())) {
        if (name === 'Content-Security-Policy') {
          expect(response.headers.get(name), about).toMatch(/default-src 'none'/);
          expect(response.headers.get(name), about).not.toMatch(/unsafe-/);
        } else expect(response.headers.get(name), about).toBe(value);
      }
      for (const name of ['server', 'x-powered-by', 'access-control-allow-origin']) {
        expect(response.headers.get(name), about).toBeNull();
      }
      for (const cookie of response.headers.getSetCookie()) {
        expect(cookie, about).toMatch(/^__Host-[a-z]+=.*; Path=\/(;|$)/);
        for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax']) expect(cookie, about).toContain(flag);
        expect(cookie, about).not.toMatch(/domain=/i);
      }
      await response.body?.cancel();
    }
  });

  it('A11: a public page is the same bytes for everybody, whatever they send along', async () => {
    const sent: Record<string, string>[] = [
      { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'gopher' },
      { 'X-Original-URL': '/console', 'X-Rewrite-URL': '/console' },
      { Cookie: `__Host-session=${'a'.repeat(43)}; lang=xx` },
      { 'Accept-Language': 'xx', Accept: 'application/json' },
      { Forwarded: 'host=evil.example', 'X-Host': 'evil.example', 'X-Forwarded-Server': 'evil.example' },
    ];
    for (const path of ['/', '/reports/soc2-type2/', '/nda/', '/no-such-page']) {
      const plain = await fetch(`${running.origin}${path}`);
      const bytes = await plain.text();
      for (const headers of sent) {
        const response = await fetch(`${running.origin}${path}`, { headers });
        expect([response.status, await response.text()], JSON.stringify(headers)).toEqual([
          plain.status,
          bytes,
        ]);
        expect(response.headers.getSetCookie()).toEqual([]);
      }
    }
  });

  it('S8: an unsafe method from elsewhere is refused, whatever its content type', async () => {
    for (const path of [
      '/access/soc2-type2',
      '/access/soc2-type2/nda',
      '/login/customer',
      '/logout',
      '/console/requests/none/release',
      '/console/reports/soc2-type2/live',
      '/console/api/reports/soc2-type2/versions',
      '/console/api/reports/soc2-type2/live',
    ]) {
      for (const type of [
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/x-www-form-urlencoded',
        'application/json',
      ]) {
        for (const origin of ['https://evil.example', 'null', undefined]) {
          const headers = { 'Content-Type': type, ...(origin ? { Origin: origin } : {}) };
          const response = await fetch(`${running.origin}${path}`, {
            method: 'POST',
            headers,
            body: '',
            redirect: 'manual',
          });
          expect(response.status, `${path} ${type} ${origin}`).toBe(403);
        }
      }
    }
  });
});
