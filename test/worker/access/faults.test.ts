import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import worker from '../../../worker/index.ts';
import { deliverDueMail } from '../../../worker/mail/outbox.ts';
import { faulty } from '../faulty-database.ts';
import { copyOf } from '../login/server.ts';
import { type Browser, openBrowser, type Server } from './browser.ts';
import { mailsTo, newProspect, type Prospect } from './prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

/** The Worker with bindings in place of the real ones. */
function serverWith(bindings: Partial<Env>): Server {
  return async (request) => {
    const context = createExecutionContext();
    const response = await worker.fetch(
      request as Request<unknown, IncomingRequestCfProperties>,
      { ...env, ...bindings },
      context,
    );
    await waitOnExecutionContext(context);
    return response;
  };
}

/** A confirmed prospect, and the same browser in front of another server. */
async function confirmed(): Promise<{ prospect: Prospect; form: Record<string, string> }> {
  const prospect = newProspect();
  await prospect.ask();
  await prospect.confirm();
  return { prospect, form: await prospect.agreement() };
}

function elsewhere(prospect: Prospect, server: Server): Prospect['browser'] {
  const other = newProspect('soc2-type2', { server }).browser;
  for (const [name, value] of prospect.browser.cookies) other.cookies.set(name, value);
  return other;
}

const path = '/access/soc2-type2/nda';

/** What has to hold whenever the dust settles. */
async function whole(prospect: Prospect): Promise<number> {
  const acceptances = await acceptancesOf(prospect.address);
  const grants = await grantsOf(prospect.address);
  const [request] = await requestsOf(prospect.address);
  expect(grants).toHaveLength(acceptances.length);
  expect(request?.state).toBe(acceptances.length ? 'granted' : 'confirmed');
  for (const { id } of acceptances) {
    expect(await eventsAbout(id)).toEqual(['nda.accepted']);
    expect(await rows('SELECT * FROM mails WHERE subject_id = ?1', id)).toHaveLength(1);
  }
  for (const { id } of grants) expect(await eventsAbout(id)).toEqual(['grant.made']);
  return acceptances.length;
}

describe('a database that fails while a reader agrees', () => {
  it.each(['lost before', 'lost after'] as const)(
    'N13 F9 P7: a connection %s any of the calls leaves all or nothing, and a retry ends in one acceptance',
    async (fault) => {
      const probe = await confirmed();
      const counting = faulty(() => 'none');
      await elsewhere(probe.prospect, serverWith({ DB: counting.db })).post(path, probe.form);
      expect(counting.calls()).toBeGreaterThan(5);
      const statuses = new Set<number>();
      for (let call = 0; call < counting.calls(); call++) {
        const { prospect, form } = await confirmed();
        const { db } = faulty((n) => (n === call ? fault : 'none'));
        const response = await elsewhere(prospect, serverWith({ DB: db })).post(path, form);
        statuses.add(response.status);
        await whole(prospect);
        const retried = await prospect.browser.post(path, form);
        expect([retried.status, retried.headers.get('Location')]).toEqual([303, '/access/soc2-type2/copy']);
        expect(await whole(prospect)).toBe(1);
      }
      // A lost batch is written again by itself; anything else says 503 and asks for another try.
      expect([...statuses].sort()).toEqual([303, 503]);
    },
  );

  it('F2: a batch whose answer was lost is one result to the reader', async () => {
    const { prospect, form } = await confirmed();
    const { db } = faulty(() => 'none');
    let batches = 0;
    const losing = new Proxy(db, {
      get(target, key) {
        if (key !== 'withSession') return Reflect.get(target, key) as unknown;
        return (constraint: string) =>
          new Proxy(target.withSession(constraint), {
            get(session, name) {
              if (name !== 'batch') return Reflect.get(session, name) as unknown;
              return async (statements: D1PreparedStatement[]) => {
                const results = await session.batch(statements);
                if (++batches === 1) throw new Error('D1_ERROR: Network connection lost.');
                return results;
              };
            },
          });
      },
    });
    const response = await elsewhere(prospect, serverWith({ DB: losing })).post(path, form);
    expect([response.status, response.headers.get('Location'), batches]).toEqual([
      303,
      '/access/soc2-type2/copy',
      2,
    ]);
    expect(await whole(prospect)).toBe(1);
    await deliverDueMail(env, Date.now());
    expect((await mailsTo(prospect.address)).filter(({ subject }) => subject.includes('NDA'))).toHaveLength(
      1,
    );
  });

  it('P7: a database that is down gives no page of anybody, and says so with a number', async () => {
    const { prospect } = await confirmed();
    const { db } = faulty(() => 'lost before');
    const browser = elsewhere(prospect, serverWith({ DB: db }));
    for (const page of ['', '/confirm', '/nda', '/copy', '/file', '/pending']) {
      const response = await browser.get(`/access/soc2-type2${page}`);
      expect([page, response.status]).toEqual([page, 503]);
      expect(await response.text()).toMatch(/Reference <code>[A-Za-z0-9_-]{22}/);
    }
  });
});

describe('a database that fails while a customer gets their grant', () => {
  it.each(['lost before', 'lost after'] as const)(
    'F9 P7: a connection %s any of the calls is a 503 or the grant, and a retry ends in one grant',
    async (fault) => {
      const customer = async () => {
        const browser = openBrowser();
        return { browser, person: await signIn(browser, { kind: 'customer' }) };
      };
      const get = (browser: Browser, person: string, server: Server) =>
        copyOf(browser, server).post('/access/soc2-type2/customer', { person });
      const probe = await customer();
      const counting = faulty(() => 'none');
      await get(probe.browser, probe.person, serverWith({ DB: counting.db }));
      expect(counting.calls()).toBeGreaterThan(2);
      for (let call = 0; call < counting.calls(); call++) {
        const { browser, person } = await customer();
        const { db } = faulty((n) => (n === call ? fault : 'none'));
        const response = await get(browser, person, serverWith({ DB: db }));
        expect([call, response.status]).toEqual([call, 503]);
        expect((await browser.post('/access/soc2-type2/customer', { person })).status).toBe(303);
        const grants = await rows<{ id: string }>('SELECT id FROM grants WHERE person_id = ?1', person);
        expect(grants).toHaveLength(1);
        expect(await eventsAbout(grants[0]?.id ?? '')).toEqual(['grant.made']);
      }
    },
  );
});

describe('a database that fails while a reader asks or confirms', () => {
  it('F9: asking again after any failure ends in a mail and a confirmation', async () => {
    const probe = newProspect();
    const counting = faulty(() => 'none');
    const form = (address: string) => ({
      attempt: crypto.randomUUID().replaceAll('-', '').padEnd(43, 'x'),
      name: 'Ann',
      company: 'Acme',
      address,
    });
    await elsewhere(probe, serverWith({ DB: counting.db })).post('/access/soc2-type2', form(probe.address));
    for (let call = 0; call < counting.calls(); call++) {
      const prospect = newProspect();
      const { db } = faulty((n) => (n === call ? 'lost before' : 'none'));
      const entries = form(prospect.address);
      const browser = elsewhere(prospect, serverWith({ DB: db }));
      await browser.post('/access/soc2-type2', entries);
      // The same form again, as a reader does; what was kept is not kept twice, and the sweep sends what is due.
      const again = elsewhere(prospect, serverWith({}));
      for (const [name, value] of browser.cookies) again.cookies.set(name, value);
      expect((await again.post('/access/soc2-type2', entries)).status).toBe(303);
      await deliverDueMail(env, Date.now() + 120_000);
      expect(await requestsOf(prospect.address)).toHaveLength(1);
      const { code } = await prospect.keys();
      const confirmed = await again.post('/access/soc2-type2/confirm', { code });
      expect([call, confirmed.status]).toEqual([call, 303]);
    }
  });
});
