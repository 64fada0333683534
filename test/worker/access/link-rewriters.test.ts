import { describe, expect, it } from 'vitest';
import { openBrowser, textOf } from './browser.ts';
import { mailsTo, newProspect } from './prospect.ts';

/** What stands between a mail and its reader: services that wrap links, and programs that look at what is behind one. */

const UNFURLERS = [
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'Twitterbot/1.0',
  'LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  'WhatsApp/2.23.20.0',
  'TelegramBot (like TwitterBot)',
  'SkypeUriPreview Preview/0.5',
];

describe('a link in a mail', () => {
  it('M15: survives being wrapped, and has nothing that tracks', async () => {
    const prospect = newProspect();
    await prospect.ask();
    const { path, token } = await prospect.keys();
    const [letter] = await mailsTo(prospect.address);
    // One address and no other in both bodies: nothing is loaded, nothing counts who opened it.
    const links = [...(letter?.html ?? '').matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = '']) => link);
    expect(
      links.filter((link) => /^https?:/.test(link)).every((link) => link.includes(`token=${token}`)),
    ).toBe(true);
    expect(letter?.html).not.toMatch(/<img|<link|url\(|@import/);
    expect(letter?.text).toContain(path);

    // Wrapped as a query of somebody else's address, and taken out again.
    const inner = new URL(path, 'https://trust.example').href;
    const wrapped = new URL('https://safelinks.example/');
    wrapped.searchParams.set('url', inner);
    expect(new URL(wrapped.href).searchParams.get('url')).toBe(inner);
    // With what such services add of their own, and opened by them first.
    const added = `${path}&utm_source=mail&mc_eid=0123456789`;
    for (let i = 0; i < 3; i++) expect((await openBrowser().get(added)).status).toBe(200);
    expect(await (await prospect.browser.get(added)).text()).toMatch(
      /action="[^"]*\/access\/soc2-type2\/confirm"/,
    );
    const confirmed = await prospect.browser.post('/access/soc2-type2/confirm', { token });
    expect(confirmed.headers.get('Location')).toMatch(/\/access\/soc2-type2\/nda$/);
  });
});

describe('a link that is pasted into a chat', () => {
  it('A22: shows a program that unfurls it what a stranger sees, and nothing to put on a card', async () => {
    const prospect = newProspect('soc2-type2', { name: 'Una Unfurled' });
    await prospect.ask();
    await prospect.confirm();
    await prospect.agree();
    const paths = ['', '/copy', '/nda', '/pending', '/file'].map((path) => `/access/soc2-type2${path}`);
    for (const path of [...paths, '/my-access', '/my-access/export', '/console', '/console/people']) {
      const stranger = await openBrowser().get(path);
      for (const agent of UNFURLERS) {
        const answer = await openBrowser().get(path, { 'User-Agent': agent });
        expect([path, agent, answer.status, answer.headers.get('Location')]).toEqual([
          path,
          agent,
          stranger.status,
          stranger.headers.get('Location'),
        ]);
        const html = await answer.text();
        expect(html).not.toMatch(/property="og:|name="twitter:|application\/ld\+json|oembed/);
        expect(textOf(html)).not.toContain('Una Unfurled');
        expect(html).not.toContain(prospect.address);
      }
    }
  });
});
