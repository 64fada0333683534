import { createMessageBatch } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endAgreement } from '../../../worker/access/end-agreement.ts';
import { type Revoked, validateRevocation } from '../../../worker/access/revocation-target.ts';
import {
  continueRevocation,
  continueRevocations,
  countStruck,
  findRevocation,
  liftRevocation,
  startRevocation,
} from '../../../worker/access/revoke.ts';
import { content } from '../../../worker/content.ts';
import worker from '../../../worker/index.ts';
import type { MailMessage } from '../../../worker/mail/message.ts';
import { deliverDueMail } from '../../../worker/mail/outbox.ts';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import { faulty } from '../faulty-database.ts';
import { forTries } from '../mail/sweep-limits.ts';
import { quiet } from '../quiet.ts';
import { ask, downloadsOf, newReader, publish } from '../reports/exit.ts';
import { mailsTo, newProspect, type Prospect } from './prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

const primary = () => env.DB.withSession('first-primary');
const by = { actor: 'operator:test', reason: 'A test of ours.' };

/** Takes something back to the end. */
async function revoke(what: Revoked, more: Partial<Parameters<typeof startRevocation>[3]> = {}) {
  const act = await startRevocation(quiet, primary(), what, { ...by, ...more }, Date.now());
  return await continueRevocation(quiet, primary(), act.id, Date.now());
}

async function granted(options: Parameters<typeof newProspect>[1] = {}): Promise<Prospect> {
  const prospect = newProspect('soc2-type2', options);
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  return prospect;
}

const file = (prospect: Prospect) => prospect.browser.get('/access/soc2-type2/file');

/** Somebody's grants in bulk, as rows: each of a person of their own at one domain. */
async function fill(domain: string, count: number, report = 'soc2-type2'): Promise<void> {
  const series = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)';
  await env.DB.batch([
    env.DB.prepare(
      `${series} INSERT INTO people (id, kind, address, name, created_at)
       SELECT ?1 || i, 'prospect', 'reader' || i || '@' || ?1, 'Sample', 0 FROM n`,
    ).bind(domain, count),
    env.DB.prepare(
      `${series} INSERT INTO grants (id, person_id, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at)
       SELECT ?1 || '-grant-' || i, ?1 || i, ?3, 'nda', '{}', ?1 || i, '{}', 0, ?4 FROM n`,
    ).bind(domain, count, report, Date.now() + 3_600_000),
  ]);
}

/** What has to hold of every grant of a domain, at any moment. */
async function consistent(domain: string): Promise<number> {
  const [found] = await rows<{ revoked: number; events: number; mails: number; odd: number }>(
    `SELECT (SELECT count(*) FROM grants WHERE id LIKE ?1 AND revoked_at IS NOT NULL) AS revoked,
            (SELECT count(*) FROM events WHERE type = 'grant.revoked' AND object LIKE ?1) AS events,
            (SELECT count(*) FROM mails WHERE template = 'revoked' AND subject_id LIKE ?1) AS mails,
            (SELECT count(*) FROM grants g WHERE id LIKE ?1 AND (revoked_at IS NULL) = EXISTS (
              SELECT 1 FROM events WHERE type = 'grant.revoked' AND object = g.id)) AS odd`,
    `${domain}-grant-%`,
  );
  expect(found).toMatchObject({ events: found?.revoked, mails: found?.revoked, odd: 0 });
  return found?.revoked ?? 0;
}

beforeEach(async () => {
  // Mails of one test are none of the next one's business.
  await env.DB.prepare("UPDATE mails SET state = 'dead' WHERE state IN ('queued', 'sending')").run();
});

/** The mail queue, which keeps what it is given: each call's ids. */
function notingQueue(): { noting: Env; chunks: string[][] } {
  const chunks: string[][] = [];
  const MAIL_QUEUE = {
    send: async () => {},
    sendBatch: async (messages: { body: MailMessage }[]) => {
      chunks.push(messages.map(({ body }) => body.mailId));
    },
  };
  return { noting: { ...env, MAIL_QUEUE } as unknown as Env, chunks };
}

describe('ten thousand grants', () => {
  it('C15 F8 F9 N13: end in chunks, each with its event, and a crash anywhere is gone on with', async () => {
    const domain = 'ten-thousand.example';
    const { noting, chunks } = notingQueue();
    await fill(domain, 10_000);
    await fill('bystander.example', 3);
    const what = { scope: 'company', target: domain } as const;
    expect(await countStruck(primary(), what, Date.now())).toBe(10_000);

    const started = await startRevocation(noting, primary(), what, by, Date.now());
    expect(started).toMatchObject({ total: 10_000, done: 200, finished_at: null });
    // It dies in the middle of a journey to the database, before or after the batch was written.
    for (const fault of ['lost before', 'lost after'] as const) {
      const { db } = faulty((call) => (call < 31 ? 'none' : fault));
      const session = db.withSession('first-primary');
      await expect(continueRevocation(noting, session, started.id, Date.now())).rejects.toThrow(
        'connection lost',
      );
      const revoked = await consistent(domain);
      expect(revoked).toBeGreaterThan(200);
      expect((await findRevocation(primary(), started.id))?.done).toBe(revoked);
    }
    expect(await consistent(domain)).toBeLessThan(10_000);

    // Two sweeps at once, and one too many.
    await Promise.all([continueRevocations(noting, Date.now()), continueRevocations(noting, Date.now())]);
    await continueRevocations(noting, Date.now());
    expect(await consistent(domain)).toBe(10_000);
    expect(await findRevocation(primary(), started.id)).toMatchObject({
      done: 10_000,
      finished_at: expect.any(Number),
    });
    expect(await eventsAbout(started.id)).toEqual(['revocation.started', 'revocation.finished']);
    // Each is put on the queue once, in its chunks. Whose chunk was lost after it was written is left to the sweep.
    expect(Math.max(...chunks.map(({ length }) => length))).toBe(100);
    expect(new Set(chunks.flat()).size).toBe(chunks.flat().length);
    expect(chunks.flat().length).toBeGreaterThanOrEqual(10_000 - 200);
    expect(await consistent('bystander.example')).toBe(0);
  }, 900_000);

  it('P5 F7: whom it strikes is told by the queue, and by nobody twice', async () => {
    const { noting, chunks } = notingQueue();
    await fill('told.example', 250);
    const what = { scope: 'company', target: 'told.example' } as const;
    const act = await startRevocation(noting, primary(), what, by, Date.now());
    await continueRevocation(noting, primary(), act.id, Date.now());
    await continueRevocations(noting, Date.now());
    expect(chunks.map(({ length }) => length)).toEqual([100, 100, 50]);
    const queued = await rows<{ id: string }>("SELECT id FROM mails WHERE state = 'queued'");
    expect(chunks.flat().toSorted()).toEqual(queued.map(({ id }) => id).toSorted());

    // The queue hands them over in tens, one of them twice; the sweep is at work on the same mails.
    const some = chunks[2] ?? [];
    const tens = Array.from({ length: 5 }, (_, i) => some.slice(10 * i, 10 * i + 10));
    const consume = async (ids: readonly string[] = []) => {
      const messages = ids.map((mailId, i) => ({
        id: `m${i}`,
        timestamp: new Date(),
        attempts: 1,
        body: { mailId },
      }));
      await worker.queue(createMessageBatch<MailMessage>('vitrine-mail', messages), quiet);
    };
    await Promise.all([
      ...[...tens, tens[0]].map((ids) => consume(ids)),
      deliverDueMail(quiet, Date.now() + 1000, forTries(10)),
    ]);
    const [sent] = await rows<{ n: number; tries: number; open: number }>(
      `SELECT sum(state = 'sent') AS n, max(tries) AS tries,
              sum(state <> 'sent' AND id IN (SELECT value FROM json_each(?1))) AS open
       FROM mails WHERE subject_id LIKE 'told.example-%'`,
      JSON.stringify(some),
    );
    expect(sent).toMatchObject({ tries: 1, open: 0 });
    expect(sent?.n).toBeGreaterThanOrEqual(50);
  });

  it('F9: a crash before or after any call ends in the same state, and nothing is done twice', async () => {
    for (const fault of ['lost before', 'lost after'] as const) {
      for (let at = 0; at < 8; at++) {
        const domain = `crash-${at}-${fault.slice(5)}.example`;
        await fill(domain, 5);
        const id = newId();
        const { db } = faulty((call) => (call === at ? fault : 'none'));
        const session = db.withSession('first-primary');
        const what = { scope: 'company', target: domain } as const;
        await startRevocation(quiet, session, what, { ...by, id }, Date.now()).catch(() => {});
        await consistent(domain);
        // The operator sends it again; the id makes it one act.
        await startRevocation(quiet, primary(), what, { ...by, id }, Date.now());
        await continueRevocations(quiet, Date.now());
        expect(await consistent(domain)).toBe(5);
        expect(await findRevocation(primary(), id)).toMatchObject({ total: 5, done: 5 });
        expect(await eventsAbout(id)).toEqual(['revocation.started', 'revocation.finished']);
      }
    }
  });

  it('D9: no chunk scans the grants, whatever is taken back', async () => {
    for (const condition of [
      'g.id = ?1',
      'g.person_id = ?1',
      `g.person_id IN (SELECT id FROM people WHERE address IS NOT NULL
         AND lower(substr(address, instr(address, '@') + 1)) = ?1)`,
      'g.report_id = ?1',
      "?1 = ''",
    ]) {
      const plan = await rows<{ detail: string }>(
        `EXPLAIN QUERY PLAN SELECT g.id FROM grants g
         WHERE ${condition} AND g.revoked_at IS NULL AND g.expires_at > ?2 LIMIT 200`,
        'x',
        0,
      );
      expect(plan.map(({ detail }) => detail).join('\n')).not.toMatch(/^SCAN/m);
    }
  });
});

describe('who is struck', () => {
  it('P5 A3: a person loses every report, is told so on the next page, and is mailed once', async () => {
    const [ann, bob] = [await granted(), await granted()];
    expect((await file(ann)).status).not.toBe(403);
    const [grant] = await grantsOf(ann.address);
    const [{ person_id = '' } = {}] = await rows<{ person_id: string }>(
      'SELECT person_id FROM grants WHERE id = ?1',
      grant?.id,
    );
    const message = 'Your company moved to the customer portal.';
    const act = await revoke({ scope: 'person', target: person_id }, { message });
    expect(act).toMatchObject({ total: 1, done: 1, finished_at: expect.any(Number) });
    const refused = await file(ann);
    expect(refused.status).toBe(403);
    const page = await refused.text();
    expect(page).toContain('Your access was withdrawn');
    expect(page).toContain(message);
    expect(page).not.toContain(by.reason);
    expect((await file(bob)).status).not.toBe(403);
    await deliverDueMail(quiet, Date.now() + 1000);
    const [letter, ...more] = (await mailsTo(ann.address)).filter(({ subject }) => /withdrawn/.test(subject));
    expect(more).toEqual([]);
    expect(letter?.text).toContain(message);
    expect(letter?.text).not.toContain(by.reason);
    // Neither this report nor another one is given again without staff.
    expect((await ann.browser.get('/access/pentest-letter')).status).toBe(403);
    const again = newProspect('soc2-type2', { address: ann.address });
    await again.ask();
    expect((await again.confirm()).status).toBe(403);
    expect(await grantsOf(ann.address)).toHaveLength(1);

    await liftRevocation(primary(), act.id, 'staff', Date.now());
    await expect(liftRevocation(primary(), act.id, 'staff', Date.now())).rejects.toThrow('conflict');
    // Lifting gives nothing by itself.
    expect((await file(ann)).status).toBe(403);
    const anew = newProspect('soc2-type2', { address: ann.address });
    await anew.ask();
    expect((await anew.confirm()).headers.get('Location')).toBe('/access/soc2-type2/copy');
    expect((await file(anew)).status).not.toBe(403);
    expect(await eventsAbout(act.id)).toEqual([
      'revocation.started',
      'revocation.finished',
      'revocation.lifted',
    ]);
  });

  it('M10 A1: a company is its exact domain, however it is written, and those who come later too', async () => {
    const domain = `${crypto.randomUUID().slice(0, 8)}.struck.example`;
    const inside = await granted({ address: `ann@${domain}` });
    const subdomain = await granted({ address: `bob@mail.${domain}` });
    const alike = await granted({ address: `eve@evil-${domain}` });
    const checked = validateRevocation({
      scope: 'company',
      target: ` @${domain.toUpperCase()}`,
      reason: 'x',
    });
    if ('error' in checked) throw new Error(checked.error);
    await revoke(checked.what);
    expect((await file(inside)).status).toBe(403);
    expect((await file(subdomain)).status).not.toBe(403);
    expect((await file(alike)).status).not.toBe(403);
    const late = newProspect('soc2-type2', { address: `late@${domain}` });
    await late.ask();
    expect((await late.confirm()).status).toBe(403);
    expect(await grantsOf(late.address)).toEqual([]);
  });

  it('P5 M10: what was taken back does not come back by a tag on the address, nor to a customer by their address', async () => {
    const ann = await granted();
    const [{ id: target = '' } = {}] = await rows<{ id: string }>(
      'SELECT id FROM people WHERE address = ?1',
      ann.address,
    );
    const act = await revoke({ scope: 'person', target });
    const tagged = newProspect('soc2-type2', { address: ann.address.replace('@', '+second@') });
    await tagged.ask();
    expect((await tagged.confirm()).status).toBe(403);
    expect((await tagged.browser.get('/access/pentest-letter')).status).toBe(403);
    expect(await grantsOf(tagged.address)).toEqual([]);
    await liftRevocation(primary(), act.id, 'staff', Date.now());
    expect((await tagged.browser.get('/access/soc2-type2')).headers.get('Location')).toBe(
      '/access/soc2-type2/nda',
    );
    expect((await tagged.agree()).headers.get('Location')).toBe('/access/soc2-type2/copy');
    const [grant] = await grantsOf(tagged.address);
    await revoke({ scope: 'grant', target: grant?.id ?? '' });
    const other = newProspect('soc2-type2', { address: ann.address.replace('@', '+third@') });
    await other.ask();
    expect((await other.confirm()).status).toBe(403);

    const address = `${crypto.randomUUID()}@customer.example`;
    const customer = newProspect().browser;
    const person = await signIn(customer, { kind: 'customer', address: address.toUpperCase() });
    await customer.post('/access/soc2-type2/customer', { person });
    expect((await customer.get('/access/soc2-type2/file')).status).not.toBe(403);
    await revoke({ scope: 'person', target: person });
    const asProspect = newProspect('soc2-type2', { address });
    await asProspect.ask();
    expect((await asProspect.confirm()).status).toBe(403);
    // Whom their own provider vouches for is not shut out by what somebody with a like address had.
    const moved = newProspect().browser;
    const movedId = await signIn(moved, { kind: 'customer', address: other.address });
    await moved.post('/access/soc2-type2/customer', { person: movedId });
    expect((await moved.get('/access/soc2-type2/file')).status).not.toBe(403);
  });

  it('a reader who ends their own access is not mailed, and may ask again', async () => {
    const prospect = await granted();
    const [{ id: target = '' } = {}] = await rows<{ id: string }>(
      'SELECT id FROM people WHERE address = ?1',
      prospect.address,
    );
    await revoke({ scope: 'person', target }, { actor: target, own: true });
    const refused = await file(prospect);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('access has ended'),
    ]);
    await deliverDueMail(quiet, Date.now() + 1000);
    expect((await mailsTo(prospect.address)).filter(({ subject }) => /withdrawn/.test(subject))).toEqual([]);
    const again = newProspect('soc2-type2', { address: prospect.address });
    await again.ask();
    expect((await again.confirm()).headers.get('Location')).toBe('/access/soc2-type2/copy');
  });

  it('a report, and everything', async () => {
    await fill('report.example', 3, 'pentest-letter');
    const prospect = await granted();
    await revoke({ scope: 'report', target: 'pentest-letter' });
    expect(await consistent('report.example')).toBe(3);
    expect((await file(prospect)).status).not.toBe(403);
    const customer = newProspect().browser;
    const person = await signIn(customer, { kind: 'customer' });
    await customer.post('/access/soc2-type2/customer', { person });
    const act = await revoke({ scope: 'everything', target: '' });
    expect((await file(prospect)).status).toBe(403);
    expect((await customer.get('/access/soc2-type2/file')).status).toBe(403);
    expect((await customer.post('/access/soc2-type2/customer', { person })).status).toBe(403);
    expect(
      await rows('SELECT 1 FROM grants WHERE revoked_at IS NULL AND expires_at > ?1', Date.now()),
    ).toEqual([]);
    await liftRevocation(primary(), act.id, 'staff', Date.now());
    expect((await customer.post('/access/soc2-type2/customer', { person })).status).toBe(303);
  });
});

describe('a version', () => {
  it('P5 A3 A4: taken back, it breaks streams and is refused; access goes on for the next one', async () => {
    const version = await publish({ bodyLength: 4_000_000 });
    const reader = await newReader('Vera Version');
    const target = `soc2-type2/${version.manifest.revision}`;
    const { response, settled } = await ask(reader);
    const stream = response.body?.getReader();
    expect((await stream?.read())?.done).toBe(false);
    const act = await revoke({ scope: 'version', target }, { message: 'Page 3 was wrong.' });
    expect(act).toMatchObject({ total: 1, done: 1, finished_at: expect.any(Number) });
    await settled();
    const rest = async () => {
      while (!(await stream?.read())?.done);
    };
    await expect(rest()).rejects.toThrow();
    expect((await downloadsOf(reader))[0]?.outcome).toBe('revoked');
    expect(await eventsAbout(reader.grant.id)).toEqual(['grant.recalled']);

    const refused = await ask(reader);
    expect([refused.response.status, await refused.response.text()]).toEqual([
      403,
      expect.stringContaining('This report is not handed out at present'),
    ]);
    // To everybody else it looks as it always does.
    expect((await ask(null)).response.status).toBe(401);
    expect(await rows('SELECT 1 FROM report_pointers WHERE report_id = ?1', 'soc2-type2')).toEqual([]);
    await publish();
    const next = await ask(reader);
    expect(next.response.status).toBe(200);
    await next.response.arrayBuffer();
    await next.settled();
  });
});

describe('a download under way', () => {
  it('A4 P5: breaks when its agreement ends, and when its person or company loses access', async () => {
    await publish({ bodyLength: 4_000_000 });
    const ends: Record<string, (personId: string, domain: string) => Promise<unknown>> = {
      agreement: (personId) => endAgreement(primary(), { personId }, 'signer', personId, Date.now()),
      person: (personId) => revoke({ scope: 'person', target: personId }),
      company: (_, domain) => revoke({ scope: 'company', target: domain }),
    };
    const outcomes = Object.entries(ends).map(async ([name, end]) => {
      const domain = `${name}-${crypto.randomUUID().slice(0, 8)}.example`;
      const prospect = await granted({ address: `reader@${domain}` });
      const [{ id = '', person_id: personId = '' } = {}] = await rows<{ id: string; person_id: string }>(
        'SELECT g.id, g.person_id FROM grants g JOIN people p ON p.id = g.person_id WHERE p.address = ?1',
        prospect.address,
      );
      const Cookie = `__Host-session=${prospect.browser.cookies.get('__Host-session')}`;
      const { response, settled } = await ask(null, { headers: { Cookie } });
      const stream = response.body?.getReader();
      expect((await stream?.read())?.done).toBe(false);
      await end(personId, domain);
      await settled();
      const rest = async () => {
        while (!(await stream?.read())?.done);
      };
      await expect(rest()).rejects.toThrow();
      const [download] = await rows('SELECT outcome FROM downloads WHERE grant_id = ?1', id);
      return [name, download?.outcome];
    });
    expect(await Promise.all(outcomes)).toEqual(Object.keys(ends).map((name) => [name, 'revoked']));
  });
});

describe('a report that is no longer in the catalogue', () => {
  it('A1 A3: says so to whoever was given it, and to nobody else that it ever was', async () => {
    const [ann, bob] = [await granted(), await granted()];
    const [grant] = await grantsOf(ann.address);
    await env.DB.prepare("UPDATE grants SET report_id = 'soc2-2019' WHERE id = ?1").bind(grant?.id).run();
    for (const path of ['/access/soc2-2019/file', '/access/soc2-2019/copy']) {
      const told = await ann.browser.get(path);
      expect([told.status, await told.text()]).toEqual([403, expect.stringContaining('no longer offered')]);
      expect((await bob.browser.get(path)).status).toBe(404);
      expect((await newProspect().browser.get(path)).status).toBe(404);
    }
    expect((await ann.browser.get('/access/soc2-2018/file')).status).toBe(404);
  });
});

describe('the operator’s API', () => {
  const { access: rules } = content;
  const withTwo = (...twoPersons: typeof rules.twoPersons) =>
    Object.assign(content, { access: { ...rules, twoPersons } });
  beforeEach(() => void withTwo());
  afterEach(() => void Object.assign(content, { access: rules }));

  async function call(scopes: string | null, path: string, body?: object) {
    const token = `trust_${newToken()}`;
    if (scopes !== null)
      await env.DB.prepare(
        `INSERT INTO operator_tokens (id, name, token_hash, scopes, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, 0, ?5)`,
      )
        .bind(newId(), 'test', await hashOf(token), scopes, Date.now() + 1e6)
        .run();
    const text = JSON.stringify(body ?? null);
    const response = await exports.default.fetch(
      new Request(new URL(`/api/revocations${path}`, env.ORIGIN), {
        method: body ? 'POST' : 'GET',
        headers: { Authorization: `Bearer ${token}`, 'Content-Length': String(text.length) },
        ...(body ? { body: text } : {}),
      }),
    );
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  }

  it('A17: takes a token with the scope revoke, counts first, and is asked how far it has come', async () => {
    await fill('api.example', 450);
    const wanted = { scope: 'company', target: 'API.example', reason: 'A test.', id: newId() };
    expect((await call(null, '', wanted)).status).toBe(401);
    expect((await call('publish', '', wanted)).status).toBe(403);
    expect(await call('revoke', '', { ...wanted, dryRun: true })).toEqual({
      status: 200,
      json: { scope: 'company', target: 'api.example', total: 450 },
    });
    expect(await consistent('api.example')).toBe(0);
    const begun = await call('revoke', '', wanted);
    expect(begun).toMatchObject({ status: 200, json: { id: wanted.id, total: 450, done: 200 } });
    await continueRevocations(quiet, Date.now());
    expect(await call('revoke', `/${wanted.id}`)).toMatchObject({ json: { done: 450 } });
    expect(await consistent('api.example')).toBe(450);
    expect(await call('revoke', `/${wanted.id}/lift`, {})).toMatchObject({
      status: 200,
      json: { lifted_at: expect.any(Number), lifted_by: expect.stringMatching(/^operator:/) },
    });
    expect((await call('revoke', `/${newId()}`)).status).toBe(404);
    expect((await call('revoke', `/${newId()}/lift`, {})).status).toBe(409);
  });

  it('C15: proposes what a second person has to agree to; one grant, and an emergency, wait for nobody', async () => {
    withTwo('bulk');
    const [ann, bob] = [await granted({ address: 'ann@two-persons.example' }), await granted()];
    const wanted = { scope: 'company', target: 'two-persons.example', reason: 'A leak.', id: newId() };
    const proposed = await call('revoke', '', { ...wanted, endNda: true });
    const page = `${env.ORIGIN}/console/proposals/${wanted.id}`;
    expect(proposed).toMatchObject({ status: 200, json: { state: 'proposed', proposal: page, total: 1 } });
    expect((await file(ann)).status).not.toBe(403);
    expect((await call('revoke', `/${wanted.id}`)).status).toBe(404);
    expect(
      await rows(
        "SELECT kind, made_by LIKE 'operator:%' AS token, act ->> '$.endNda' AS nda FROM proposals WHERE id = ?1",
        wanted.id,
      ),
    ).toEqual([{ kind: 'bulk', token: 1, nda: 1 }]);

    const [his] = await grantsOf(bob.address);
    const single = { scope: 'grant', target: his?.id, reason: 'A leak.', id: newId(), emergency: true };
    expect((await call('revoke', '', single)).json).toMatchObject({ done: 1 });
    expect((await file(bob)).status).toBe(403);

    const everything = { scope: 'everything', target: '', reason: 'A leak.' };
    expect((await call('revoke', '', { ...everything, id: newId() })).json).toMatchObject({
      state: 'proposed',
    });
    expect((await file(ann)).status).not.toBe(403);
    const id = newId();
    expect(await call('revoke', '', { ...everything, id, emergency: true })).toMatchObject({ json: { id } });
    await continueRevocations(env, Date.now());
    expect((await file(ann)).status).toBe(403);
    const emergencies = await rows(
      "SELECT object FROM events WHERE type = 'revocation.started' AND detail ->> '$.emergency' = 1",
    );
    expect(emergencies).toEqual([{ object: id }]);
  });

  it('names a grant by its copy, and a person by their address', async () => {
    const [ann, bob] = [await granted(), await granted()];
    const [hers] = await grantsOf(ann.address);
    const typed = hers?.copy_id.toLowerCase().replaceAll('-', ' ');
    const entries = { reason: 'A test.', id: newId() };
    const first = await call('revoke', '', { ...entries, scope: 'grant', target: typed });
    expect(first.json).toMatchObject({ target: hers?.id, done: 1 });
    const second = await call('revoke', '', {
      ...entries,
      id: newId(),
      scope: 'person',
      target: bob.address.toUpperCase(),
    });
    expect(second.json).toMatchObject({ done: 1 });
    expect([(await file(ann)).status, (await file(bob)).status]).toEqual([403, 403]);
  });

  it('N19: ends the agreement, too, if that is asked for, of a person or a company', async () => {
    const [ann, bob] = [await granted(), await granted()];
    const entries = { scope: 'person', reason: 'The talks ended.' };
    const endings = [
      { ...entries, id: newId(), target: ann.address, endNda: true },
      { ...entries, id: newId(), target: bob.address },
    ];
    for (const ending of endings) expect((await call('revoke', '', ending)).status).toBe(200);
    expect(await acceptancesOf(ann.address)).toMatchObject([{ ended_by: 'us' }]);
    expect(await acceptancesOf(bob.address)).toMatchObject([{ ended_by: null }]);
    const all = { scope: 'everything', target: '', reason: 'x', id: newId(), endNda: true };
    expect((await call('revoke', '', all)).status).toBe(400);
  });

  it.each([
    [{ scope: 'person', target: 'nobody@nowhere.example', reason: 'x' }, 404],
    [{ scope: 'person', target: 'nobody', reason: 'x' }, 400],
    [{ scope: 'everything', target: '', reason: '' }, 400],
    [{ scope: 'everything', target: '' }, 400],
    [{ scope: 'everything', target: '', reason: 'x', actor: 'somebody' }, 400],
    [{ scope: ['everything'], target: '', reason: 'x' }, 400],
  ])('C4: %j is answered %i', async (body, status) => {
    expect((await call('revoke', '', { id: newId(), ...body })).status).toBe(status);
  });
});

describe('what is asked for', () => {
  it.each([
    ['somebody', 'x', 'Expected one of'],
    ['grant', "x' OR 1=1", 'the id of a grant'],
    ['person', '', 'the id of a person'],
    ['company', 'example', 'a domain'],
    ['company', '%', 'a domain'],
    ['version', 'soc2-type2', 'a report and a revision'],
    ['report', '../x', 'the id of a report'],
    ['everything', 'x', 'no target'],
  ])('%s %j is refused in a sentence', (scope, target, sentence) => {
    expect(validateRevocation({ scope, target, reason: 'x' })).toEqual({
      error: expect.stringContaining(sentence),
      field: scope === 'somebody' ? 'scope' : 'target',
    });
  });

  it('a reason is needed, as a plain line', () => {
    const entries = { scope: 'everything', target: '' };
    for (const reason of ['', ' ', '\u200b', 'x'.repeat(1001)])
      expect(validateRevocation({ ...entries, reason })).toHaveProperty('error');
    expect(validateRevocation({ ...entries, reason: 'a\u202e\nb' })).toMatchObject({ reason: 'a b' });
  });

  it('A1: what does not exist is not found, and one id is one act', async () => {
    for (const what of [
      { scope: 'grant', target: newId() },
      { scope: 'person', target: newId() },
      { scope: 'version', target: `soc2-type2/${'0'.repeat(64)}` },
    ] as const)
      await expect(startRevocation(quiet, primary(), what, by, Date.now())).rejects.toThrow('not-found');
    const id = newId();
    const what = { scope: 'company', target: 'nobody.example' } as const;
    const [first, second] = await Promise.all([
      startRevocation(quiet, primary(), what, { ...by, id }, 1),
      startRevocation(quiet, primary(), what, { ...by, id }, 2),
    ]);
    expect(first.created_at).toBe(second.created_at);
    const other = { scope: 'everything', target: '' } as const;
    await expect(startRevocation(quiet, primary(), other, { ...by, id }, 3)).rejects.toThrow('conflict');
  });
});

describe('races', () => {
  it('P1 A5 N6: downloads, renewals, notices and revocations at once end with nothing open, and each event once', async () => {
    await publish();
    const prospect = await granted();
    const [{ id: target = '' } = {}] = await rows<{ id: string }>(
      'SELECT id FROM people WHERE address = ?1',
      prospect.address,
    );
    const { browser } = prospect;
    const person = { person: target };
    const acts = [
      () => file(prospect),
      () => browser.post('/access/soc2-type2/prospect', person),
      () => browser.post('/my-access/agreement/end', person),
      () => revoke({ scope: 'person', target }),
    ];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => acts[i % 4]?.()));
    for (const answer of answers) if (answer instanceof Response) await answer.arrayBuffer().catch(() => {});
    expect((await file(prospect)).status).toBe(403);
    const grants = await rows<{ id: string }>('SELECT id FROM grants WHERE person_id = ?1', target);
    for (const { id } of grants) {
      const types = await eventsAbout(id);
      expect(new Set(types).size).toBe(types.length);
    }
    const open = 'SELECT 1 FROM grants WHERE person_id = ?1 AND revoked_at IS NULL AND expires_at > ?2';
    expect(await rows(open, target, Date.now())).toEqual([]);
    // Every download on record began while its grant was live.
    const late = await rows(
      `SELECT d.id FROM downloads d JOIN grants g ON g.id = d.grant_id
       WHERE g.person_id = ?1 AND d.started_at >= g.expires_at`,
      target,
    );
    expect(late).toEqual([]);
  });

  it('P1 A5: twenty acceptances against a revocation end without a live grant', async () => {
    const prospect = newProspect();
    await prospect.ask();
    await prospect.confirm();
    const form = await prospect.agreement();
    const [{ id: target = '' } = {}] = await rows<{ id: string }>(
      'SELECT id FROM people WHERE address = ?1',
      prospect.address,
    );
    await Promise.all([
      ...Array.from({ length: 10 }, () => prospect.browser.post('/access/soc2-type2/nda', form)),
      revoke({ scope: 'person', target }),
      ...Array.from({ length: 10 }, () => prospect.browser.post('/access/soc2-type2/nda', form)),
    ]);
    const live = (await rows('SELECT 1 FROM grants WHERE person_id = ?1 AND revoked_at IS NULL', target))
      .length;
    expect(live).toBe(0);
    expect((await acceptancesOf(prospect.address)).length).toBeLessThanOrEqual(1);
    expect((await file(prospect)).status).toBe(403);
  });
});
