import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endAgreement } from '../../../worker/access/end-agreement.ts';
import { startRevocation } from '../../../worker/access/revoke.ts';
import { bringsColleagues } from '../../../worker/companies/colleague.ts';
import { endStranded } from '../../../worker/companies/end.ts';
import { content } from '../../../worker/content.ts';
import { deliverMail } from '../../../worker/mail/outbox.ts';
import { RUNS_OF_A_ROUND, sweepExpired } from '../../../worker/retention.ts';
import { ruleSetOf } from '../../support/access-rule.ts';
import { COVER_ENDS, LEVELS, type Level } from '../../vectors/access-matrix.ts';
import { type Browser, fieldsOf, openBrowser, textOf } from '../access/browser.ts';
import { mailsTo, newProspect } from '../access/prospect.ts';
import { eventsAbout, requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { comeBack } from '../my-access/coming-back.ts';
import { quiet } from '../quiet.ts';
import { publish } from '../reports/exit.ts';

const REPORT = 'soc2-type2';
const MINUTE = 60_000;
const DAY = 86_400_000;
const inForce = content.nda;
const rules = content.access;

beforeAll(async () => {
  await publish({ bodyLength: 2_000 });
  await publish({ bodyLength: 2_000, report: LEVELS['on-request'] });
});
afterEach(() => {
  Object.assign(content, { nda: inForce, access: rules });
});

interface Signer {
  readonly browser: Browser;
  readonly address: string;
  readonly domain: string;
  readonly person: string;
}

/** Somebody who has signed for a company with a domain of its own. */
async function signer(domain = `${crypto.randomUUID().slice(0, 8)}.example`): Promise<Signer> {
  const prospect = newProspect(REPORT, { address: `signer@${domain}`, company: 'Meadow Example AG' });
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  return { ...prospect, domain, person: await personOf(prospect.address) };
}

async function personOf(address: string): Promise<string> {
  const [person] = await rows<{ id: string }>('SELECT id FROM people WHERE address = ?1', address);
  return person?.id ?? '';
}

async function invite({ browser, person }: Signer, colleague: string, attempt?: string): Promise<Response> {
  const page = fieldsOf(await (await browser.get('/my-access')).text());
  return await browser.post('/my-access/colleagues', {
    person,
    attempt: attempt ?? page.attempt ?? '',
    colleague,
  });
}

async function invitationOf(
  address: string,
): Promise<{ id: string; ended_by: string | null; person_id: string | null }> {
  const [row] = await rows<{ id: string; ended_by: string | null; person_id: string | null }>(
    'SELECT * FROM invitations WHERE address = ?1 ORDER BY invited_at DESC, rowid DESC LIMIT 1',
    address,
  );
  if (!row) throw new Error(`${address} is not invited`);
  return row;
}

/** The form of the invitation's page, box ticked, with a name. */
async function acknowledgement(browser: Browser, id: string): Promise<Record<string, string>> {
  const page = await (await browser.get(`/my-access/invitations/${id}`)).text();
  return { ...fieldsOf(page), name: 'Sample Colleague', acknowledge: 'yes' };
}

/** A colleague who has come by an invitation and acknowledged the agreement. */
async function colleague(
  of: Signer,
  local = 'colleague',
): Promise<{ browser: Browser; address: string; id: string; joined: Response; person: string }> {
  const address = `${local}@${of.domain}`;
  await invite(of, address);
  const { id } = await invitationOf(address);
  const { browser } = await comeBack(address);
  const joined = await browser.post(`/my-access/invitations/${id}`, await acknowledgement(browser, id));
  return { browser, address, id, joined, person: await personOf(address) };
}

const file = (browser: Browser) => browser.get(`/access/${REPORT}/file`);

describe('a colleague of a signer', () => {
  it('is invited by mail, confirms the address, sees the agreement, and has a copy without signing', async () => {
    const lead = await signer();
    const address = `colleague@${lead.domain}`;
    expect((await invite(lead, address)).headers.get('Location')).toBe('/my-access');
    // What was done is said once, and not again when the page is loaded again.
    const ownPage = async () => await (await lead.browser.get('/my-access')).text();
    expect(await ownPage()).toContain('an invitation is on its way');
    expect(await ownPage()).not.toContain('an invitation is on its way');
    const [mail] = await rows<{ id: string }>('SELECT id FROM mails WHERE recipient = ?1', address);
    await deliverMail(env, mail?.id ?? '', Date.now());
    const [letter] = await mailsTo(address);
    expect(letter?.text).toContain(lead.address);
    expect(letter?.text).not.toContain('Sample Reader');
    const link = new URL(/https?:\/\/\S+invitation=\S+/.exec(letter?.text ?? '')?.[0] ?? 'http://no.link');

    const entry = await (await openBrowser().get(link.pathname + link.search)).text();
    expect(fieldsOf(entry).address).toBe(address);
    expect(textOf(entry)).toContain('Your colleague invites you');
    expect(textOf(entry)).not.toContain('I am a customer');
    expect(textOf(await (await openBrowser().get('/my-access?invitation=unknown')).text())).toContain(
      'I am a customer',
    );
    const { browser, confirmed } = await comeBack(address);
    const { id } = await invitationOf(address);
    expect(confirmed.headers.get('Location')).toBe(`/my-access/invitations/${id}`);
    const page = textOf(await (await browser.get(`/my-access/invitations/${id}`)).text());
    for (const words of ['Meadow Example AG', lead.address, content.nda.title]) expect(page).toContain(words);
    expect((await file(browser)).status).toBe(403);

    const joined = await browser.post(`/my-access/invitations/${id}`, await acknowledgement(browser, id));
    expect(joined.headers.get('Location')).toBe(`/access/${REPORT}`);
    expect((await browser.get(`/access/${REPORT}`)).headers.get('Location')).toBe(`/access/${REPORT}/copy`);
    const copy = textOf(await (await browser.get(`/access/${REPORT}/copy`)).text());
    expect(copy).toContain('Sample Reader accepted for Meadow Example AG');
    const download = await file(browser);
    expect(download.headers.get('Content-Type')).toBe('application/pdf');
    await download.arrayBuffer();

    const person = await personOf(address);
    const [grant] = await rows<{ mark: string; acceptance_id: string }>(
      'SELECT * FROM grants WHERE person_id = ?1',
      person,
    );
    const [acceptance] = await rows<{ id: string }>(
      'SELECT id FROM acceptances WHERE person_id = ?1',
      lead.person,
    );
    expect(grant?.acceptance_id).toBe(acceptance?.id);
    expect(JSON.parse(grant?.mark ?? '{}')).toMatchObject({
      reader: { name: 'Sample Colleague', company: 'Meadow Example AG', address },
    });
    expect(await eventsAbout(id)).toEqual(['invitation.made', 'invitation.joined']);
    const [receipt] = await rows<{ id: string }>(
      "SELECT id FROM mails WHERE template = 'acknowledgement' AND subject_id = ?1",
      id,
    );
    await deliverMail(env, receipt?.id ?? '', Date.now());
    const received = (await mailsTo(address)).find(({ subject }) =>
      subject.startsWith('Your copy of the NDA'),
    );
    expect(received?.text).toContain('## 2. What is confidential');
    const shown = await browser.get(`/my-access/receipts/${id}`);
    expect(textOf(await shown.text())).toContain('Accepted for your company by Sample Reader');
  });

  it('A1: the page of an invitation is its address’s alone, and looks the same for all others', async () => {
    const lead = await signer();
    await invite(lead, `colleague@${lead.domain}`);
    const { id } = await invitationOf(`colleague@${lead.domain}`);
    const other = await signer(lead.domain.replace('.example', '-two.example'));
    const answers = [];
    for (const path of [id, 'missing']) {
      const response = await other.browser.get(`/my-access/invitations/${path}`);
      answers.push([response.status, (await response.text()).replaceAll(path, 'ID')]);
    }
    expect(answers[0]).toEqual(answers[1]);
    const stolen = await other.browser.post(`/my-access/invitations/${id}`, {
      person: other.person,
      name: 'X',
      acknowledge: 'yes',
      sha256: content.nda.sha256,
    });
    expect(stolen.status).toBe(404);
    expect((await openBrowser().get(`/my-access/invitations/${id}`)).status).toBe(401);
    const customer = openBrowser();
    await signIn(customer, { kind: 'customer', address: `colleague@${lead.domain}` });
    expect((await customer.get(`/my-access/invitations/${id}`)).status).toBe(403);
    expect(await eventsAbout(id)).toEqual(['invitation.made']);
  });

  it('N3 N8: joins with the box ticked and a name that can be seen, and not otherwise', async () => {
    const lead = await signer();
    const address = `colleague@${lead.domain}`;
    await invite(lead, address);
    const { id } = await invitationOf(address);
    const { browser } = await comeBack(address);
    const { acknowledge, ...unticked } = await acknowledgement(browser, id);
    const path = `/my-access/invitations/${id}`;
    expect(acknowledge).toBe('yes');
    for (const [fields, status] of [
      [unticked, 400],
      [{ ...unticked, acknowledge: 'on' }, 400],
      [{ ...unticked, acknowledge: 'yes', name: '\u200b \u202e' }, 400],
      [{ ...unticked, acknowledge: 'yes', name: 'x'.repeat(301) }, 400],
      [{ ...unticked, acknowledge: 'yes', sha256: 'a'.repeat(64) }, 409],
    ] as const)
      expect((await browser.post(path, fields)).status).toBe(status);
    expect(await rows('SELECT 1 FROM grants WHERE person_id = ?1', await personOf(address))).toEqual([]);
  });

  it('N4: joins once, whatever is pressed how often', async () => {
    const lead = await signer();
    const address = `colleague@${lead.domain}`;
    await invite(lead, address);
    const { id } = await invitationOf(address);
    const { browser } = await comeBack(address);
    const fields = await acknowledgement(browser, id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => browser.post(`/my-access/invitations/${id}`, fields)),
    );
    for (const { headers } of answers) expect(headers.get('Location')).toBe(`/access/${REPORT}`);
    expect((await browser.post(`/my-access/invitations/${id}`, fields)).headers.get('Location')).toBe(
      `/access/${REPORT}`,
    );
    await browser.get(`/access/${REPORT}`);
    const person = await personOf(address);
    expect(await eventsAbout(id)).toEqual(['invitation.made', 'invitation.joined']);
    expect(await rows('SELECT 1 FROM grants WHERE person_id = ?1', person)).toHaveLength(1);
    expect(await rows('SELECT 1 FROM requests WHERE person_id = ?1', person)).toHaveLength(1);
  });

  it('C14: is decided about by the rules like anybody', async () => {
    const lead = await signer();
    const address = `colleague@${lead.domain}`;
    const denied = await ruleSetOf([
      { people: [address], outcome: 'deny', reason: 'We do not give it to you.' },
    ]);
    Object.assign(content, { access: { ...rules, rules: denied } });
    const joining = await colleague(lead);
    const page = await joining.browser.get(`/access/${REPORT}`);
    expect(textOf(await page.text())).toContain('We do not give it to you.');
    expect((await file(joining.browser)).status).toBe(403);
  });

  it('may not invite: that is the signer’s', async () => {
    const lead = await signer();
    const { browser, person } = await colleague(lead);
    expect(await (await browser.get('/my-access')).text()).not.toContain('name="colleague"');
    const attempt = 'A'.repeat(43);
    const fields = { person, attempt, colleague: `third@${lead.domain}` };
    expect((await browser.post('/my-access/colleagues', fields)).status).toBe(403);
  });
});

describe('inviting', () => {
  it('M10: takes addresses of exactly the same domain, punycode compared, and says why not', async () => {
    const lead = await signer(`müller-${crypto.randomUUID().slice(0, 6)}.example`);
    const domain = new URL(`http://${lead.domain}`).hostname;
    const [person] = await rows<{ id: string }>(
      'SELECT id FROM people WHERE address = ?1',
      `signer@${domain}`,
    );
    const self = { ...lead, person: person?.id ?? '' };
    for (const typed of [
      `a@sub.${lead.domain}`,
      `a@evil-${lead.domain}`,
      `a@${lead.domain}.evil.example`,
      `a@${lead.domain.replace('ü', 'u')}`,
      `a@${lead.domain}@evil.example`,
      `a@${lead.domain}\r\nBcc: b@evil.example`,
      `a%0d%0a@${lead.domain} `,
      'a@gmail.com',
      `signer@${lead.domain}`,
      '',
    ]) {
      const response = await invite(self, typed);
      expect(response.status, typed).toBe(400);
      expect(await response.text()).toContain('id="colleague-error"');
    }
    expect((await invite(self, `A@${lead.domain.toUpperCase()}`)).status).toBe(303);
    expect((await invitationOf(`a@${domain}`)).ended_by).toBe(null);
  });

  it('is for companies: not from a free-mail or disposable domain, and only where the NDA says so', async () => {
    for (const domain of ['gmail.com', 'mailinator.com']) {
      expect(bringsColleagues({ coversColleagues: true }, `x@${domain}`)).toBe(false);
    }
    expect(bringsColleagues({ coversColleagues: true }, 'x@meadow.example')).toBe(true);
    expect(bringsColleagues({ coversColleagues: false }, 'x@meadow.example')).toBe(false);
    const lead = await signer();
    const { attempt } = fieldsOf(await (await lead.browser.get('/my-access')).text());
    Object.assign(content, { nda: { ...inForce, coversColleagues: false } });
    expect(await (await lead.browser.get('/my-access')).text()).not.toContain('name="colleague"');
    expect((await invite(lead, `a@${lead.domain}`, attempt)).status).toBe(403);
  });

  it('M8: a signer sends twenty a day, a mailbox gets five an hour, and the page tells neither apart', async () => {
    const lead = await signer();
    const victim = `victim@${lead.domain}`;
    for (let count = 0; count < 7; count++) {
      await invite(lead, victim);
      await lead.browser.post(`/my-access/colleagues/${(await invitationOf(victim)).id}`, {
        person: lead.person,
      });
    }
    expect(await rows('SELECT 1 FROM mails WHERE recipient = ?1', victim)).toHaveLength(5);
    const statuses = [];
    for (let count = 0; count < 14; count++)
      statuses.push((await invite(lead, `c${count}@${lead.domain}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 13 }, () => 303), 429]);
  });

  it('M17 N4: twice or twenty times at once is one invitation and one mail', async () => {
    const lead = await signer();
    const address = `colleague@${lead.domain}`;
    const { attempt } = fieldsOf(await (await lead.browser.get('/my-access')).text());
    const answers = await Promise.all(Array.from({ length: 15 }, () => invite(lead, address, attempt)));
    for (const { status } of answers) expect(status).toBe(303);
    await invite(lead, address);
    expect(await rows('SELECT 1 FROM invitations WHERE address = ?1', address)).toHaveLength(1);
    expect(
      await rows("SELECT 1 FROM mails WHERE recipient = ?1 AND template = 'invitation'", address),
    ).toHaveLength(1);
  });

  it('M7: the form of a report says nothing of a company that has signed, nor does "My access" to who is not invited', async () => {
    const lead = await signer();
    const texts = [];
    for (const address of [`second@${lead.domain}`, `second@never-${lead.domain}`]) {
      const prospect = newProspect(REPORT, { address });
      await prospect.ask();
      const waiting = await (await prospect.browser.get(`/access/${REPORT}/confirm`)).text();
      await prospect.confirm();
      const nda = await (await prospect.browser.get(`/access/${REPORT}/nda`)).text();
      const own = await (await prospect.browser.get('/my-access')).text();
      texts.push(
        [waiting, nda, own].map((html) =>
          textOf(html)
            .replaceAll(address, 'ADDRESS')
            .replaceAll(/\d\d:\d\d UTC/g, ''),
        ),
      );
    }
    expect(texts[0]).toEqual(texts[1]);
    expect(texts.join()).not.toContain(lead.address);
  });
});

describe('taking a colleague out', () => {
  it('P5: closes what rests on it at once, tells them, and leaves what they have in their own name', async () => {
    const lead = await signer();
    const joined = await colleague(lead);
    await joined.browser.get(`/access/${REPORT}`);
    expect((await file(joined.browser)).status).toBe(200);
    const page = textOf(await (await lead.browser.get('/my-access')).text());
    expect(page).toContain(`Sample Colleague , ${joined.address}`);
    const path = `/my-access/colleagues/${joined.id}`;
    expect(textOf(await (await lead.browser.get(path)).text())).toContain('closes at once');
    expect((await file(joined.browser)).status).toBe(200);

    expect((await lead.browser.post(path, { person: lead.person })).status).toBe(303);
    expect((await file(joined.browser)).status).toBe(403);
    expect(await eventsAbout(joined.id)).toEqual([
      'invitation.made',
      'invitation.joined',
      'invitation.ended',
    ]);
    expect(
      await rows("SELECT 1 FROM mails WHERE template = 'removed' AND recipient = ?1", joined.address),
    ).toHaveLength(1);
    expect((await lead.browser.post(path, { person: lead.person })).status).toBe(404);
    // The invitation is used up, and the agreement is asked for from now on.
    expect((await joined.browser.get(`/my-access/invitations/${joined.id}`)).status).toBe(404);
    const again = newProspect(REPORT, { address: joined.address, company: 'Meadow Example AG' });
    await again.ask();
    expect((await again.confirm()).headers.get('Location')).toBe(`/access/${REPORT}/nda`);
    await again.agree();
    expect((await file(again.browser)).status).toBe(200);
    await endStranded(quiet, Date.now());
    expect((await file(again.browser)).status).toBe(200);
  });

  it('P5: nobody whom a signer took out renews what rested on it, at the same moment neither', async () => {
    for (const together of [false, true]) {
      const lead = await signer();
      const joined = await colleague(lead);
      await joined.browser.get(`/access/${REPORT}`);
      const end = Date.now() + 5 * DAY;
      await env.DB.prepare('UPDATE grants SET starts_at = ?2, expires_at = ?3 WHERE person_id = ?1')
        .bind(joined.person, end - rules.grantDays * DAY, end)
        .run();
      expect(await (await joined.browser.get(`/access/${REPORT}/copy`)).text()).toContain('Renew my access');
      const removal = lead.browser.post(`/my-access/colleagues/${joined.id}`, { person: lead.person });
      if (!together) await removal;
      await joined.browser.post(`/access/${REPORT}/renew`, { person: joined.person });
      expect((await removal).status).toBe(303);
      const [grant] = await rows<{ expires_at: number; revoked_at: number | null }>(
        'SELECT expires_at, revoked_at FROM grants WHERE person_id = ?1',
        joined.person,
      );
      expect(grant?.revoked_at).not.toBeNull();
      if (!together) expect(grant?.expires_at).toBe(end);
      expect((await file(joined.browser)).status).toBe(403);
    }
  });

  it('P5: a signer from whom staff took access back brings nobody in, and whoever they invited stays out', async () => {
    const lead = await signer();
    const inside = await colleague(lead, 'inside');
    await inside.browser.get(`/access/${REPORT}`);
    await invite(lead, `invited@${lead.domain}`);
    const { id } = await invitationOf(`invited@${lead.domain}`);
    const { browser } = await comeBack(`invited@${lead.domain}`);
    const form = await acknowledgement(browser, id);
    const what = { scope: 'person', target: lead.person } as const;
    const by = { actor: 'operator:test', reason: 'A test of ours.' };
    await startRevocation(quiet, env.DB.withSession('first-primary'), what, by, Date.now());
    const attempt = 'A'.repeat(43);
    expect((await invite(lead, `late@${lead.domain}`, attempt)).status).toBe(403);
    expect(await rows('SELECT id FROM invitations WHERE address = ?1', `late@${lead.domain}`)).toEqual([]);
    expect((await browser.get(`/my-access/invitations/${id}`)).status).toBe(404);
    expect((await browser.post(`/my-access/invitations/${id}`, form)).status).toBe(404);
    expect((await invitationOf(`invited@${lead.domain}`)).person_id).toBeNull();
    // The company is still bound, and nobody took anything from whoever had joined.
    const download = await file(inside.browser);
    expect(download.status).toBe(200);
    await download.arrayBuffer();
  });

  it('A1: is the signer’s alone', async () => {
    const lead = await signer();
    const joined = await colleague(lead);
    await joined.browser.get(`/access/${REPORT}`);
    const other = await signer();
    const path = `/my-access/colleagues/${joined.id}`;
    expect((await other.browser.get(path)).status).toBe(404);
    expect((await other.browser.post(path, { person: other.person })).status).toBe(404);
    expect((await joined.browser.post(path, { person: joined.person })).status).toBe(404);
    expect((await openBrowser().get(path)).status).toBe(401);
    expect((await file(joined.browser)).status).toBe(200);
  });

  it('an invitation that was taken back, is too old or rests on another text lets nobody in', async () => {
    const lead = await signer();
    for (const spoil of [
      async (id: string) => {
        await lead.browser.post(`/my-access/colleagues/${id}`, { person: lead.person });
      },
      async (id: string) => {
        await env.DB.prepare('UPDATE invitations SET expires_at = ?2 WHERE id = ?1')
          .bind(id, Date.now())
          .run();
      },
      async () => {
        const known = { version: '2.0', sha256: 'b'.repeat(64) };
        Object.assign(content, { nda: { ...inForce, ...known } });
      },
    ]) {
      const address = `${crypto.randomUUID().slice(0, 8)}@${lead.domain}`;
      await invite(lead, address);
      const { id } = await invitationOf(address);
      const { browser } = await comeBack(address);
      const fields = await acknowledgement(browser, id);
      await spoil(id);
      expect((await browser.post(`/my-access/invitations/${id}`, fields)).status).toBe(404);
      expect(await rows('SELECT 1 FROM grants WHERE person_id = ?1', await personOf(address))).toEqual([]);
    }
  });
});

describe('when a signer or a colleague leaves', () => {
  it('N19: an acceptance that ends takes the access of its colleagues with it', async () => {
    const lead = await signer();
    const joined = await colleague(lead);
    await joined.browser.get(`/access/${REPORT}`);
    expect((await file(joined.browser)).status).toBe(200);
    await env.DB.prepare('UPDATE acceptances SET ends_at = ?2 WHERE person_id = ?1')
      .bind(lead.person, Date.now())
      .run();
    await endStranded(quiet, Date.now());
    await endStranded(quiet, Date.now());
    expect((await file(joined.browser)).status).toBe(403);
    expect((await invitationOf(joined.address)).ended_by).toBe('withdrawal');
    expect((await invite(lead, `late@${lead.domain}`, 'A'.repeat(43))).status).toBe(403);
  });

  it('F9: a grant that was left over when its invitation ended is ended by the sweep', async () => {
    const lead = await signer();
    const joined = await colleague(lead);
    await joined.browser.get(`/access/${REPORT}`);
    await env.DB.prepare("UPDATE invitations SET ended_at = ?2, ended_by = 'signer' WHERE id = ?1")
      .bind(joined.id, Date.now())
      .run();
    await endStranded(quiet, Date.now());
    expect((await file(joined.browser)).status).toBe(403);
  });

  it('P6: a signer who deletes their data leaves their colleagues in, whose company is still bound', async () => {
    const lead = await signer();
    const joined = await colleague(lead);
    await joined.browser.get(`/access/${REPORT}`);
    await invite(lead, `open@${lead.domain}`);
    expect((await lead.browser.post('/my-access/delete', { person: lead.person })).status).toBe(200);
    expect((await file(joined.browser)).status).toBe(200);
    expect(await rows('SELECT 1 FROM invitations WHERE address = ?1', `open@${lead.domain}`)).toEqual([]);
    expect(textOf(await (await joined.browser.get('/my-access')).text())).toContain('It covers you since');
    await joined.browser.post(`/access/${LEVELS['on-request']}/prospect`, { person: joined.person });
    expect((await requestsOf(joined.address)).at(-1)?.state).toBe('pending');
  });

  it('a colleague who ends their access is out; one who deletes their data leaves what they acknowledged', async () => {
    const lead = await signer();
    const first = await colleague(lead, 'first');
    await first.browser.post('/my-access/end', { person: first.person });
    expect((await invitationOf(first.address)).ended_by).toBe('colleague');
    const second = await colleague(lead, 'second');
    const page = textOf(
      await (await second.browser.post('/my-access/delete', { person: second.person })).text(),
    );
    expect(page).toContain('Until:');
    const [kept] = await rows<{ evidence: string }>(
      'SELECT evidence FROM invitations WHERE id = ?1',
      second.id,
    );
    expect(kept?.evidence).toContain(second.address);
    expect(textOf(await (await lead.browser.get('/my-access')).text())).not.toContain('second@');
  });

  it('invitations that nobody took up are deleted after a month, and so is who confirmed and went no further', async () => {
    const lead = await signer();
    const address = `curious@${lead.domain}`;
    await invite(lead, address);
    await comeBack(address);
    const later = Date.now() + 45 * DAY;
    for (let run = 0; run < 2 * RUNS_OF_A_ROUND; run++) await sweepExpired(env, later + run * 5 * MINUTE);
    expect(await rows('SELECT 1 FROM invitations WHERE address = ?1', address)).toEqual([]);
    expect(await rows('SELECT 1 FROM people WHERE address = ?1', address)).toEqual([]);
  });
});

describe('A2 N19: what a colleague has', () => {
  const LETTER = LEVELS['on-request'];
  const fileOf = (browser: Browser, report: string) => browser.get(`/access/${report}/file`);

  /** A colleague who asks for the report on request: their pending request. */
  async function askForLetter({ browser, person }: Awaited<ReturnType<typeof colleague>>): Promise<string> {
    const asked = await browser.post(`/access/${LETTER}/prospect`, { person });
    expect(asked.headers.get('Location')).toBe(`/access/${LETTER}/pending`);
    const [request] = await rows<{ id: string }>(
      "SELECT id FROM requests WHERE person_id = ?1 AND state = 'pending'",
      person,
    );
    return request?.id ?? '';
  }

  async function approver() {
    const browser = openBrowser();
    const groups = [content.access.staffGroup];
    return { browser, person: await signIn(browser, { kind: 'staff', groups, roles: ['approver'] }) };
  }

  const end: Record<(typeof COVER_ENDS)[number], (lead: Signer, id: string) => Promise<unknown>> = {
    'taken out': (lead, id) => lead.browser.post(`/my-access/colleagues/${id}`, { person: lead.person }),
    'notice of the signer': (lead) =>
      endAgreement(
        env.DB.withSession('first-primary'),
        { personId: lead.person },
        'signer',
        lead.person,
        Date.now(),
      ),
    'end of the term': (lead) =>
      env.DB.prepare('UPDATE acceptances SET ends_at = ?2 WHERE person_id = ?1')
        .bind(lead.person, Date.now())
        .run(),
    'newer text': async () => {
      const newer = { version: '2.0', effective: '2026-01-01', sha256: 'c'.repeat(64) };
      Object.assign(content, {
        nda: { ...inForce, ...newer, versions: [...inForce.versions, { ...inForce.versions[0], ...newer }] },
        access: { ...rules, ndaGraceDays: 0 },
      });
    },
  };

  const levels: readonly Level[] = ['customer-or-nda', 'on-request'];
  it.each(levels.flatMap((level) => COVER_ENDS.map((ends) => [level, ends] as const)))(
    '%s opens nothing after: %s',
    async (level, ends) => {
      const report = LEVELS[level];
      const lead = await signer();
      const joined = await colleague(lead);
      if (level === 'on-request') {
        const id = await askForLetter(joined);
        const staff = await approver();
        const facts = textOf(await (await staff.browser.get(`/console/requests/${id}`)).text());
        expect(facts).toContain(`NDA ${inForce.version} accepted by Sample Reader, a colleague`);
        const { person } = staff;
        expect((await staff.browser.post(`/console/requests/${id}/release`, { person })).status).toBe(303);
        const copy = textOf(await (await joined.browser.get(`/access/${LETTER}/copy`)).text());
        expect(copy).toContain('Sample Reader accepted for Meadow Example AG');
        expect(copy).toContain('and we released it to you');
      } else await joined.browser.get(`/access/${report}`);
      expect((await fileOf(joined.browser, report)).status).toBe(200);

      await end[ends](lead, joined.id);
      expect((await fileOf(joined.browser, report)).headers.get('Content-Type')).not.toBe('application/pdf');
    },
  );

  it('is not released once nothing covers them: staff are told what to do', async () => {
    const lead = await signer();
    const joined = await colleague(lead);
    const id = await askForLetter(joined);
    await end['taken out'](lead, joined.id);
    const { browser, person } = await approver();
    const page = textOf(await (await browser.get(`/console/requests/${id}`)).text());
    expect(page).toContain('No NDA covers this reader');
    const refused = await browser.post(`/console/requests/${id}/release`, { person });
    expect(refused.status).toBe(409);
    expect(textOf(await refused.text())).toContain('Deny it with that reason');
    expect(await rows('SELECT 1 FROM grants WHERE request_id = ?1', id)).toEqual([]);
    expect(await rows('SELECT state FROM requests WHERE id = ?1', id)).toEqual([{ state: 'pending' }]);
  });

  it('by a release on record without an agreement, opens only as long as one covers them', async () => {
    const lead = await signer();
    const joined = await colleague(lead);
    const id = await askForLetter(joined);
    const { browser, person } = await approver();
    await browser.post(`/console/requests/${id}/release`, { person });
    await env.DB.prepare(
      `UPDATE grants SET acceptance_id = NULL, basis_detail = '{"by":"x"}' WHERE request_id = ?1`,
    )
      .bind(id)
      .run();
    expect((await fileOf(joined.browser, LETTER)).status).toBe(200);
    await end['taken out'](lead, joined.id);
    expect((await fileOf(joined.browser, LETTER)).status).toBe(303);
  });

  it('F9: opens nothing between the end of an invitation and that of its grants', async () => {
    const lead = await signer();
    const joined = await colleague(lead);
    await joined.browser.get(`/access/${REPORT}`);
    await env.DB.prepare("UPDATE invitations SET ended_at = ?2, ended_by = 'signer' WHERE id = ?1")
      .bind(joined.id, Date.now())
      .run();
    expect((await fileOf(joined.browser, REPORT)).status).toBe(303);
  });
});

describe('nobody is ever added to marketing', () => {
  it('no column and no form of ours has a field for it', async () => {
    const tables = await rows<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table'
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`,
    );
    const columns: { name: string }[] = [];
    for (const { name } of tables)
      columns.push(...(await rows<{ name: string }>('SELECT name FROM pragma_table_info(?1)', name)));
    const lead = await signer();
    const pages = [];
    for (const path of [`/access/${REPORT}?again`, '/my-access', '/my-access/delete'])
      pages.push(await (await lead.browser.get(path)).text(), await (await openBrowser().get(path)).text());
    const fields = pages.join().match(/<(?:input|select|textarea)\b[^>]*>/g) ?? [];
    for (const text of [...columns.map(({ name }) => name), ...fields])
      expect(text).not.toMatch(/market|newsletter|campaign|\blead\b|lead_|crm|promo|opt_?in|consent_to/i);
    expect(columns.length).toBeGreaterThan(100);
    expect(fields.length).toBeGreaterThan(5);
  });
});
