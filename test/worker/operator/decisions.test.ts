import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { content } from '../../../worker/content.ts';
import { newId } from '../../../worker/random.ts';
import { openBrowser, textOf } from '../access/browser.ts';
import { newProspect } from '../access/prospect.ts';
import { requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { publish } from '../reports/exit.ts';
import { type Client, newClient } from './client.ts';

/** What staff decide, by a program of theirs. */

const REPORT = 'pentest-letter';
const written = content.access;
let desk: Client;
beforeAll(async () => {
  await publish({ report: REPORT, bodyLength: 2_000 });
  desk = await newClient('decide', 'desk@staff.example');
});
afterEach(() => void Object.assign(content, { access: written }));

/** Somebody whose request waits. */
async function waiting(address?: string) {
  const prospect = newProspect(REPORT, address ? { address } : {});
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  const [request] = await requestsOf(prospect.address);
  expect(request?.state).toBe('pending');
  return { ...prospect, id: request?.id ?? '' };
}
const stateOf = async ({ address }: { address: string }) => (await requestsOf(address))[0]?.state;
const refusalOf = async (response: Response) =>
  [response.status, ((await response.json()) as { detail: string }).detail] as const;

describe('a decision', () => {
  it('releases as staff do: grant, event with the token, mail; the reader downloads', async () => {
    const reader = await waiting();
    const response = await desk.post(`/api/requests/${reader.id}/release`, { days: 9 });
    expect([response.status, await response.json()]).toEqual([
      200,
      { id: reader.id, state: 'granted', told: true },
    ]);
    const [grant] = await rows<{ days: number }>(
      'SELECT (expires_at - starts_at) / 86400000 AS days FROM grants WHERE person_id = (SELECT person_id FROM requests WHERE id = ?1)',
      reader.id,
    );
    expect(grant?.days).toBe(9);
    expect(
      await rows("SELECT actor FROM events WHERE object = ?1 AND type = 'request.released'", reader.id),
    ).toEqual([{ actor: desk.actor }]);
    expect(
      await rows("SELECT recipient FROM mails WHERE subject_id = ?1 AND template = 'decision'", reader.id),
    ).toEqual([{ recipient: reader.address }]);
    const file = await reader.browser.get(`/access/${REPORT}/file`);
    expect(file.status).toBe(200);
    await file.arrayBuffer();
  });

  it('is shown in the console with the name of the token', async () => {
    const reader = await waiting();
    await desk.post(`/api/requests/${reader.id}/deny`, { reason: 'We only give it to customers.' });
    const browser = openBrowser();
    await signIn(browser, { kind: 'staff', groups: [written.staffGroup], roles: [] });
    const page = textOf(await (await browser.get(`/console/requests/${reader.id}`)).text());
    expect(page).toContain('the desk’s own program');
  });

  it('denies with a reason, which the reader is told', async () => {
    const reader = await waiting();
    const response = await desk.post(`/api/requests/${reader.id}/deny`, {
      reason: 'We only give it to customers.',
    });
    expect(await response.json()).toEqual({ id: reader.id, state: 'denied', told: true });
    expect(await rows('SELECT state, reason FROM requests WHERE id = ?1', reader.id)).toEqual([
      { state: 'denied', reason: 'We only give it to customers.' },
    ]);
  });

  it('C9: counts once: what came second is refused, and changes nothing', async () => {
    const reader = await waiting();
    const answers = await Promise.all([
      desk.post(`/api/requests/${reader.id}/release`, {}),
      desk.post(`/api/requests/${reader.id}/deny`, { reason: 'No.' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const state = await stateOf(reader);
    const again = await desk.post(`/api/requests/${reader.id}/deny`, { reason: 'No.' });
    expect(again.status).toBe(409);
    expect(await stateOf(reader)).toBe(state);
  });
});

describe('whose decision it is', () => {
  it('C3 M14: nobody’s own, under no tag of their mailbox', async () => {
    const reader = await waiting('greedy+report@staff-own.example');
    const own = await newClient('decide', 'greedy@staff-own.example');
    for (const [act, body] of [
      ['release', {}],
      ['deny', { reason: 'No.' }],
    ] as const)
      expect(await refusalOf(await own.post(`/api/requests/${reader.id}/${act}`, body))).toEqual([
        403,
        'This is about your own access: somebody else on the staff has to decide it.',
      ]);
    expect(await stateOf(reader)).toBe('pending');
  });

  it('C3: not that of a token that was made for nobody', async () => {
    const reader = await waiting();
    const nobody = await newClient('decide');
    expect(await refusalOf(await nobody.post(`/api/requests/${reader.id}/release`, {}))).toEqual([
      403,
      expect.stringContaining('--for ADDRESS'),
    ]);
    expect(await stateOf(reader)).toBe('pending');
  });

  it.each(['read', 'publish', 'revoke'])('A17: not that of a token that may %s', async (scope) => {
    const reader = await waiting();
    const client = await newClient(scope, 'desk@staff.example');
    expect((await client.post(`/api/requests/${reader.id}/release`, {})).status).toBe(403);
    expect(await stateOf(reader)).toBe('pending');
  });

  it('no release where staff have to prove anew who they are, which a token cannot; a denial goes through', async () => {
    const rules = { ...written.staffSignIn, recentFor: ['releases'], minutes: 10 };
    Object.assign(content, { access: { ...written, staffSignIn: rules } });
    const reader = await waiting();
    expect(await refusalOf(await desk.post(`/api/requests/${reader.id}/release`, {}))).toEqual([
      403,
      expect.stringContaining('release it in the console'),
    ]);
    expect(await stateOf(reader)).toBe('pending');
    expect((await desk.post(`/api/requests/${reader.id}/deny`, { reason: 'No.' })).status).toBe(200);
  });
});

describe('lifting a revocation', () => {
  it('C3: is not for a token of whom it struck; it is for every other', async () => {
    const reader = await waiting('struck+1@staff-own.example');
    const [request] = await requestsOf(reader.address);
    const own = await newClient('revoke', 'struck@staff-own.example');
    for (const [client, status] of [
      [own, 403],
      [await newClient('revoke', 'desk@staff.example'), 200],
      [await newClient('revoke'), 200],
    ] as const) {
      const id = newId();
      const act = { id, scope: 'person', target: request?.person_id, reason: 'They have left.' };
      expect((await client.post('/api/revocations', act)).status).toBe(200);
      expect((await client.post(`/api/revocations/${id}/lift`, {})).status, client.actor).toBe(status);
    }
  });
});

describe('what cannot be read', () => {
  it.each([
    ['release', { days: 0 }, 400, /^days: /],
    ['release', { days: '9' }, 400, /^days: /],
    ['release', { begins: 'tomorrow' }, 400, /^begins: expected a day such as 2026-11-30\.$/],
    ['release', { begins: '2001-01-01' }, 400, /^begins: Enter a day from today on/],
    ['release', { day: 9 }, 400, /day/],
    ['release', 'days=9', 400, /^The body is not JSON\.$/],
    ['release', '', 400, /^The body is not JSON\.$/],
    ['deny', {}, 400, /^reason: /],
    ['deny', { reason: ' ' }, 400, /^reason: Enter the reason/],
    ['deny', { reason: 'x'.repeat(1001) }, 400, /^reason: Use at most 1000 characters/],
    ['deny', { reason: 'x'.repeat(20_000) }, 413, /./],
  ])('C4: %s %o: %i, in a sentence, and the request waits on', async (act, body, status, sentence) => {
    const reader = await waiting();
    expect(await refusalOf(await desk.post(`/api/requests/${reader.id}/${act}`, body))).toEqual([
      status,
      expect.stringMatching(sentence),
    ]);
    expect(await stateOf(reader)).toBe('pending');
  });

  it('is not there: 404', async () => {
    expect(await refusalOf(await desk.post('/api/requests/nobody/release', {}))).toEqual([
      404,
      'There is no such request, or it is no longer kept.',
    ]);
  });
});
