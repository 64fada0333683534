import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import type { Evidence } from '../../../worker/access/evidence.ts';
import { content } from '../../../worker/content.ts';
import { deliverDueMail } from '../../../worker/mail/outbox.ts';
import { hashOf } from '../../../worker/random.ts';
import { copyOf } from '../login/server.ts';
import { overtaken } from '../overtaken.ts';
import { openBrowser, textOf } from './browser.ts';
import { mailsTo, newProspect, type Prospect } from './prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf } from './rows.ts';
import { signIn } from './sign-in.ts';

const path = '/access/soc2-type2/nda';
const inForce = content.nda;

/** Puts another text into force, as a deployment does; it ends with the test. */
function putInForce(version: string): void {
  const newer = { version, effective: '2026-11-23', changes: 'It is shorter.', sha256: 'b'.repeat(64) };
  const text = { path: '/nda/newer.md', markdown: '# Newer', html: '<h2>The newer text</h2>' };
  const entry = { ...newer, ...text, toCurrent: null };
  const nda = {
    ...inForce,
    ...entry,
    consentSentence: 'I agree to the newer text.',
    versions: [...inForce.versions, entry],
  };
  Object.assign(content, { nda });
}

afterEach(() => {
  Object.assign(content, { nda: inForce });
});

async function confirmed(options: Parameters<typeof newProspect>[1] = {}): Promise<Prospect> {
  const prospect = newProspect('soc2-type2', options);
  await prospect.ask();
  await prospect.confirm();
  return prospect;
}

describe('the page', () => {
  it('N11 N20: shows the whole text, a box that is not ticked, both sentences and both buttons', async () => {
    const prospect = await confirmed();
    const html = await (await prospect.browser.get(path)).text();
    expect(html).toContain(inForce.html);
    const box = /<input type="checkbox"[^>]*>/.exec(html)?.[0] ?? '';
    expect(box).toContain('id="agree"');
    expect(box).not.toContain('checked');
    expect(html).toContain(`for="agree">${inForce.consentSentence} ${inForce.authoritySentence}</label>`);
    for (const label of [inForce.agreeLabel, inForce.declineLabel])
      expect(textOf(html)).toContain(` ${label} `);
    expect(html).toContain(`href="${inForce.path}"`);
    expect(html).toContain(`lang="${inForce.locale}"`);
  });

  it('N8: shows names as text, whatever they are', async () => {
    const prospect = await confirmed({
      name: ') Tj ET Q <img src=x onerror=alert(1)>',
      company: '\u202eevil\u0000 & Söhne 🦊',
    });
    const html = await (await prospect.browser.get(path)).text();
    expect(html).not.toContain('<img src=x');
    expect(textOf(html)).toContain('evil & Söhne 🦊, by ) Tj ET Q <img src=x onerror=alert(1)>');
    expect((await prospect.agree()).status).toBe(303);
  });
});

describe('agreeing', () => {
  it('B4: records what was shown, to whom, how they were known, and what it gave', async () => {
    const prospect = await confirmed({ name: 'Ann Lee', company: 'Acme Sample Ltd' });
    await prospect.agree();
    const [acceptance] = await acceptancesOf(prospect.address);
    const [grant] = await grantsOf(prospect.address);
    const [request] = await requestsOf(prospect.address);
    const [letter] = await mailsTo(prospect.address);
    const evidence = JSON.parse(acceptance?.evidence ?? '') as Evidence;
    const bytes = await (await env.ASSETS.fetch(new URL(inForce.path, env.ORIGIN))).text();
    expect(evidence).toEqual({
      v: 1,
      acceptance: acceptance?.id,
      request: request?.id,
      report: 'soc2-type2',
      nda: {
        id: inForce.id,
        version: inForce.version,
        effective: inForce.effective,
        locale: 'en',
        sha256: await hashOf(bytes),
        path: inForce.path,
        shownSha256: await hashOf(inForce.html),
      },
      shown: {
        consent: inForce.consentSentence,
        authority: inForce.authoritySentence,
        button: 'I agree to the NDA',
      },
      counterparty: 'Larkspur Relay Example GmbH',
      signer: {
        person: request?.person_id,
        name: 'Ann Lee',
        company: 'Acme Sample Ltd',
        address: prospect.address,
        session: await hashOf(prospect.browser.cookies.get('__Host-session') ?? ''),
        ip: expect.stringContaining('2001:db8:'),
        userAgent: 'Test browser',
      },
      confirmation: {
        id: expect.any(String),
        by: 'code',
        messageId: letter?.messageId.replace(/[<>]/g, ''),
        sentAt: expect.stringMatching(/Z$/),
        confirmedAt: expect.stringMatching(/Z$/),
      },
      acceptedAt: expect.stringMatching(/Z$/),
      build: expect.any(String),
      grant: { id: grant?.id, copy: grant?.copy_id, expiresAt: expect.stringMatching(/Z$/) },
    });
    expect(grant?.basis).toBe('nda');
    expect(JSON.parse(grant?.mark ?? '').copyId).toBe(grant?.copy_id);
    expect(await eventsAbout(acceptance?.id ?? '')).toEqual(['nda.accepted']);
    expect(await eventsAbout(grant?.id ?? '')).toEqual(['grant.made']);
  });

  it('N14: the signer gets the whole text by mail, once, with its hash and the copy’s number', async () => {
    const prospect = await confirmed({ name: '<b>Ann</b>' });
    await prospect.agree();
    const arrived = async () => {
      await Promise.all([deliverDueMail(env, Date.now()), deliverDueMail(env, Date.now())]);
      return (await mailsTo(prospect.address)).filter(({ subject }) => subject.includes('NDA'));
    };
    await expect.poll(arrived).toHaveLength(1);
    const receipts = await arrived();
    expect(receipts).toHaveLength(1);
    const [grant] = await grantsOf(prospect.address);
    const text = receipts[0]?.text.replaceAll('\r\n', '\n') ?? '';
    expect(text).toContain(inForce.markdown.trim());
    expect(text).toContain(inForce.sha256);
    expect(text).toContain(grant?.copy_id);
    expect(text).toContain('<b>Ann</b>, for Sample Prospect Ltd');
    expect(receipts[0]?.html).toContain('&lt;b&gt;Ann&lt;/b&gt;');
    // The agreement as a document, and not as its Markdown.
    expect(receipts[0]?.html).toContain('9. How long it lasts</h3>');
    expect(receipts[0]?.html).not.toContain('## 9. How long it lasts');
  });

  it('N4: 20 parallel submits and a late retry are one acceptance, one grant, one receipt', async () => {
    const prospect = await confirmed();
    const form = await prospect.agreement();
    const answers = await Promise.all(Array.from({ length: 20 }, () => prospect.browser.post(path, form)));
    answers.push(await prospect.browser.post(path, form));
    for (const answer of answers)
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/access/soc2-type2/copy']);
    const acceptances = await acceptancesOf(prospect.address);
    const grants = await grantsOf(prospect.address);
    expect([acceptances.length, grants.length]).toEqual([1, 1]);
    expect(JSON.parse(acceptances[0]?.evidence ?? '').grant.id).toBe(grants[0]?.id);
    expect(await eventsAbout(grants[0]?.id ?? '')).toEqual(['grant.made']);
    expect(await eventsAbout(acceptances[0]?.id ?? '')).toEqual(['nda.accepted']);
  });

  it('N5: the back button and the same form again change nothing', async () => {
    const prospect = await confirmed();
    const form = await prospect.agreement();
    await prospect.browser.post(path, form);
    expect((await prospect.browser.get(path)).headers.get('Location')).toBe('/access/soc2-type2/copy');
    expect((await prospect.browser.post(path, form)).status).toBe(303);
    expect((await prospect.browser.post(path, { ...form, decision: 'decline' })).status).toBe(303);
    expect(await acceptancesOf(prospect.address)).toHaveLength(1);
    expect((await requestsOf(prospect.address))[0]?.state).toBe('granted');
  });

  it('N3: without the tick nothing is agreed, and any other value is none of ours', async () => {
    const prospect = await confirmed();
    const form = await prospect.agreement();
    const { agree: _, ...unticked } = form;
    const again = await prospect.browser.post(path, unticked);
    expect(again.status).toBe(400);
    expect(textOf(await again.text())).toContain('Tick the box if you agree');
    for (const agree of ['', 'on', 'true', 'false', 'no', '1', 'YES'])
      expect((await prospect.browser.post(path, { ...form, agree })).status).toBe(400);
    const doubled = new URLSearchParams([...Object.entries(form), ['agree', 'yes']]);
    expect((await prospect.browser.post(path, doubled)).status).toBe(400);
    const { decision: __, ...undecided } = form;
    expect((await prospect.browser.post(path, undecided)).status).toBe(400);
    expect(await acceptancesOf(prospect.address)).toEqual([]);
  });

  it('N2 N9: an altered hash, version, id or sentence is refused and recorded', async () => {
    const prospect = await confirmed();
    const form = await prospect.agreement();
    const altered: Record<string, string>[] = [
      { sha256: 'a'.repeat(64) },
      { version: '9.9' },
      { nda: 'another' },
      { authority: '' },
      { consent: 'I have read nothing.' },
    ];
    for (const change of altered)
      expect((await prospect.browser.post(path, { ...form, ...change })).status).toBe(400);
    for (const field of ['sha256', 'version', 'nda', 'authority', 'consent']) {
      const { [field]: _, ...without } = form;
      expect((await prospect.browser.post(path, without)).status).toBe(400);
    }
    const [request] = await requestsOf(prospect.address);
    expect(await eventsAbout(request?.id ?? '')).toEqual([
      'address.confirmed',
      ...Array(10).fill('nda.tampered'),
    ]);
    expect(await acceptancesOf(prospect.address)).toEqual([]);
    for (let i = 0; i < 15; i++) await prospect.browser.post(path, { ...form, nda: 'another' });
    // Who sends more of them fills the log, not the ledger.
    expect((await eventsAbout(request?.id ?? '')).length).toBe(21);
  });

  it('N1: a text that changed between page and submit is shown anew, and nothing is agreed', async () => {
    const prospect = await confirmed();
    const form = await prospect.agreement();
    putInForce('2.0');
    const changed = await prospect.browser.post(path, form);
    expect(changed.status).toBe(409);
    const html = await changed.text();
    expect(html).toContain('<h2>The newer text</h2>');
    expect(textOf(html)).toContain('What changed: It is shorter.');
    expect(await acceptancesOf(prospect.address)).toEqual([]);
    await prospect.agree();
    const [acceptance] = await acceptancesOf(prospect.address);
    expect(acceptance?.nda_sha256).toBe('b'.repeat(64));
  });

  it('N6: nobody answers for another person or another person’s request', async () => {
    const [ann, bob] = [await confirmed(), await confirmed()];
    const hers = await ann.agreement();
    const his = await bob.agreement();
    expect((await bob.browser.post(path, { ...his, request: hers.request ?? '' })).status).toBe(403);
    expect((await bob.browser.post(path, { ...his, request: 'none' })).status).toBe(403);
    expect((await bob.browser.post('/access/pentest-letter/nda', his)).status).toBe(403);
    expect([await acceptancesOf(ann.address), await acceptancesOf(bob.address)]).toEqual([[], []]);
  });

  it('S14: a page that was made for somebody else is a conflict', async () => {
    const [ann, bob] = [await confirmed(), await confirmed()];
    const hers = await ann.agreement();
    expect((await bob.browser.post(path, hers)).status).toBe(409);
    expect(await acceptancesOf(ann.address)).toEqual([]);
  });

  it('N7 S13: no step can be skipped, and no other kind of session takes it', async () => {
    const prospect = await confirmed();
    const form = await prospect.agreement();
    expect((await openBrowser().post(path, form)).status).toBe(401);
    const asked = newProspect();
    await asked.ask();
    expect((await asked.browser.post(path, form)).status).toBe(401);
    expect((await asked.browser.get('/access/soc2-type2/file')).status).toBe(401);
    expect((await prospect.browser.get('/access/soc2-type2/file')).status).toBe(403);
    for (const page of ['nda', 'copy', 'pending'])
      expect((await asked.browser.get(`/access/soc2-type2/${page}`)).headers.get('Location')).toBe(
        '/access/soc2-type2',
      );
    expect((await prospect.browser.get('/access/soc2-type2/copy')).headers.get('Location')).toBe(path);
    for (const kind of ['customer', 'staff'] as const) {
      const browser = openBrowser();
      const person = await signIn(browser, { kind });
      expect((await browser.post(path, { ...form, person })).status).toBe(403);
    }
    expect(await acceptancesOf(prospect.address)).toEqual([]);
  });
});

describe('declining', () => {
  it('N10: is recorded, gives nothing, and the reader can come back', async () => {
    const prospect = await confirmed();
    const { agree: _, ...form } = await prospect.agreement();
    const declined = await prospect.browser.post(path, { ...form, decision: 'decline' });
    expect([declined.status, textOf(await declined.text())]).toEqual([
      200,
      expect.stringContaining('You declined'),
    ]);
    const [request] = await requestsOf(prospect.address);
    expect(request?.state).toBe('declined');
    expect(await eventsAbout(request?.id ?? '')).toEqual(['address.confirmed', 'nda.declined']);
    expect((await prospect.browser.get('/access/soc2-type2/file')).status).toBe(403);
    expect(await grantsOf(prospect.address)).toEqual([]);
    expect((await prospect.agree()).headers.get('Location')).toBe('/access/soc2-type2/copy');
  });
});

describe('answers that cross', () => {
  it('N10: a decline that comes after the agreement is told how things stand, and is not recorded', async () => {
    const prospect = await confirmed();
    const form = await prospect.agreement();
    // The decline has found the page open; then the other tab agrees.
    const agreeing = overtaken(async () => void (await prospect.browser.post(path, form)));
    const slow = copyOf(prospect.browser, agreeing);
    const declined = await slow.post(path, { ...form, decision: 'decline' });
    // By its own clock the decline may be too early for the grant; the page that it leads to is not.
    expect(declined.status).toBe(303);
    const next = await prospect.browser.get('/access/soc2-type2');
    expect(next.headers.get('Location')).toBe('/access/soc2-type2/copy');
    const [request] = await requestsOf(prospect.address);
    expect(request?.state).toBe('granted');
    expect(await eventsAbout(request?.id ?? '')).toEqual(['address.confirmed']);
  });

  it('P1 A5 N19: access that is withdrawn while its reader agrees to a newer text stays withdrawn', async () => {
    const prospect = await confirmed();
    await prospect.agree();
    const [first] = await grantsOf(prospect.address);
    putInForce('2.0');
    const form = await prospect.agreement();
    const withdrawing = overtaken(async () => {
      await env.DB.prepare('UPDATE grants SET revoked_at = 1 WHERE id = ?1').bind(first?.id).run();
    });
    const answer = await copyOf(prospect.browser, withdrawing).post(path, form);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('withdrawn');
    expect(await grantsOf(prospect.address)).toHaveLength(1);
    expect(await acceptancesOf(prospect.address)).toHaveLength(1);
    expect((await prospect.browser.get('/access/soc2-type2/file')).status).toBe(403);
  });
});

describe('coming back', () => {
  it('within the grant’s life takes the confirmation alone, from any browser', async () => {
    const prospect = await confirmed();
    await prospect.agree();
    const again = newProspect('soc2-type2', { address: prospect.address });
    await again.ask();
    expect((await again.confirm()).headers.get('Location')).toBe('/access/soc2-type2/copy');
    expect(await acceptancesOf(prospect.address)).toHaveLength(1);
    expect(await grantsOf(prospect.address)).toHaveLength(1);
  });

  it('N1: after the text changed, the page comes again, and the new grant takes the old one’s place', async () => {
    const prospect = await confirmed();
    await prospect.agree();
    const [first] = await grantsOf(prospect.address);
    putInForce('2.0');
    const file = await prospect.browser.get('/access/soc2-type2/file');
    expect([file.status, file.headers.get('Location')]).toEqual([303, path]);
    expect((await prospect.browser.get('/access/soc2-type2/copy')).headers.get('Location')).toBe(path);
    const page = textOf(await (await prospect.browser.get(path)).text());
    expect(page).toContain('a newer one than you saw before');

    const form = await prospect.agreement();
    await Promise.all(Array.from({ length: 5 }, () => prospect.browser.post(path, form)));
    const acceptances = await acceptancesOf(prospect.address);
    expect(acceptances.map(({ nda_sha256 }) => nda_sha256)).toEqual([inForce.sha256, 'b'.repeat(64)]);
    expect(JSON.parse(acceptances[1]?.evidence ?? '').confirmation.by).toBe('code');
    const [old, renewed, ...more] = await grantsOf(prospect.address);
    expect(more).toEqual([]);
    expect(old?.expires_at).toBeLessThan(first?.expires_at ?? 0);
    expect(JSON.parse(renewed?.basis_detail ?? '').renews).toBe(old?.id);
    expect(await eventsAbout(old?.id ?? '')).toEqual(['grant.made', 'grant.superseded']);
    expect((await prospect.browser.get(path)).headers.get('Location')).toBe('/access/soc2-type2/copy');
  });

  it('N1: after the text changed, a decline leaves the reader without access', async () => {
    const prospect = await confirmed();
    await prospect.agree();
    putInForce('2.0');
    await prospect.browser.post(path, { ...(await prospect.agreement()), decision: 'decline' });
    const [request] = await requestsOf(prospect.address);
    expect(await eventsAbout(request?.id ?? '')).toContain('nda.declined');
    expect((await prospect.browser.get('/access/soc2-type2/file')).headers.get('Location')).toBe(path);
  });
});
