import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTrust } from '../../cli/terminal.ts';
import { launchBrowser } from '../../support/browser.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { copyProject } from '../../support/project-copy.ts';
import { ANN, BEA, policyFile, Repository } from './repository.ts';

/** The site of a repository in which everything is wrong that can be. */
let repository: Repository;

const OLD = policyFile({ title: 'Access', purpose: 'To begin with.' });
const NEW = policyFile({
  title: 'Access',
  versions: ['1.0 substantive', '1.1 editorial'],
  purpose: 'To go on with.',
});

/** So many versions has one policy. */
const LONG = 9;

/** What nobody may read, and what everybody may: the second shows that the search for the first is a search. */
const SECRET = 'canary-9d21c7';
const PUBLIC = 'lighthouse-44e1';

/** Every file of the built site, as a stranger can read it: archives opened, PDFs as text. */
function published(): { file: string; text: string }[] {
  const dist = join(repository.root, 'site/dist');
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const file = path.slice(dist.length);
      const bytes = readFileSync(path);
      const texts = [bytes.toString('latin1'), bytes.toString('utf8')];
      if (file.endsWith('.pdf'))
        texts.push(execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' }));
      if (file.endsWith('.zip')) {
        for (const [name, part] of Object.entries(unzipSync(bytes)))
          texts.push(name, Buffer.from(part).toString('utf8'));
      }
      return { file, text: texts.join('\n') };
    });
}

beforeAll(() => {
  repository = new Repository();
  copyProject(repository.root);
  repository.write('access-control.md', OLD);
  repository.write('gone.md', policyFile({ title: 'Gone rule' }));
  repository.write(
    'before.md',
    '---\ntitle: Old\nversion: "0.9"\n---\n\n<script>alert(1)</script> [x](javascript:alert(1))\n',
  );
  const write = (file: string, words: string) => {
    mkdirSync(join(repository.root, 'content', file, '..'), { recursive: true });
    writeFileSync(join(repository.root, 'content', file), words);
  };
  rmSync(join(repository.root, 'content/authors.yaml'));
  rmSync(join(repository.root, 'content/vendors'), { recursive: true });
  const vendor = `name: ${SECRET}-name\nservice: ${SECRET}-service\nownerRole: ${SECRET}-role\nstatus: active\ndates: { active: 2026-01-12 }\ndata: [employee-data]\naccess: [production]\nrationale: ${SECRET}-rationale\nevidence: [{ kind: questionnaire, received: 2026-01-12, note: ${SECRET}-evidence }]\nreviews: [{ date: 2026-01-12, outcome: approved, note: ${SECRET}-review }]\n`;
  write('vendors/internal.yaml', vendor);
  write('vendors/former.yaml', vendor.replace('-name', '-former'));
  write(
    'access.yaml',
    `grantDays: 77\nconfirmationMinutes: 3\ncustomerClaim: { claim: ${SECRET}-claim, equals: ${SECRET}-value }\nstaffGroup: ${SECRET}-group\nadministratorGroup: ${SECRET}-administrators\nrequestsNotify: ${SECRET}@example.com\nrules:\n  - name: ${SECRET}-rule\n    domains: [${SECRET}.example]\n    outcome: deny\n    reason: The ${SECRET}-reason.\n`,
  );
  const security = join(repository.root, 'content/security.yaml');
  const expired = readFileSync(security, 'utf8')
    .replace(/^reviewed: .*$/m, 'reviewed: 2025-01-07')
    .replace(/^verifiedUntil: .*$/m, 'verifiedUntil: 2025-12-07')
    .replace(/^ {4}by: 2027-06$/m, '    by: 2025-06');
  writeFileSync(security, expired);
  repository.write(
    'imported.md',
    policyFile({ title: 'Imported', versions: ['1.0 substantive @2019-03-01'] }),
  );
  repository.write('kept.md', policyFile({ title: 'Kept', versions: ['1.0 substantive @2019-03-01'] }));
  repository.write('moved.md', policyFile({ title: 'Moved', versions: ['1.0 substantive @2019-03-01'] }));
  repository.commit('2020-01-05', 'begin <b>here</b>');
  rmSync(join(repository.root, 'content/vendors/former.yaml'));
  repository.record('access-control', 'approval', '1.0');
  repository.commit('2020-01-06', 'approve', BEA);
  repository.record('incident-response', 'approval', '1.0');
  repository.commit('2020-01-07', 'approve my own', ANN);
  repository.write('access-control.md', NEW.replace('Nobody may.', `Nobody may ${PUBLIC}.`));
  repository.write('before.md', policyFile({ title: 'Before' }));
  repository.write(
    'imported.md',
    policyFile({
      title: 'Imported',
      versions: ['1.0 substantive @2019-03-01'],
      fields: 'reviewEveryMonths: 24\n',
    }),
  );
  repository.write('moved.md', policyFile({ title: 'Moved', versions: ['1.0 substantive @2019-02-01'] }));
  repository.commit('2020-02-05', 'change');
  repository.git('rm', '-q', 'content/policies/gone.md');
  repository.git('mv', 'content/policies/before.md', 'content/policies/after.md');
  repository.commit('2020-03-05', 'withdraw and rename', BEA);
  for (let last = 0; last < LONG; last += 1) {
    const versions = Array.from({ length: last + 1 }, (_, minor) => `1.${minor} substantive`);
    repository.write('long.md', policyFile({ title: 'Long', versions, purpose: `For the ${last}th time.` }));
    repository.commit(`2020-04-${10 + last}`, `long ${last}`);
  }
  repository.write('draft.md', policyFile({ title: 'Draft' }));
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['--no-warnings', ...args], {
      cwd: repository.root,
      stdio: 'pipe',
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
    });
  run('schema/write.ts');
  run('node_modules/astro/bin/astro.mjs', 'build', '--root', 'site');
});
afterAll(() => repository[Symbol.dispose]());

const html = (path: string) =>
  readFileSync(join(repository.root, 'site/dist', path, 'index.html'), 'utf8').replaceAll(/\s+/g, ' ');
const text = (path: string) =>
  html(path)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',');

describe('a policy of many versions', () => {
  it('shows the last ones in full, and folds the others, each still at its place and found by its link', async () => {
    const page = html('policies/long/history');
    const ids = (part: string) => [...part.matchAll(/<h2 id="v(1\.\d)"/g)].map(([, version]) => version);
    const [shown = '', folded = ''] = page.split('<details class="older"');
    expect(ids(shown)).toEqual(['1.8', '1.7', '1.6']);
    expect(ids(folded)).toEqual(['1.5', '1.4', '1.3', '1.2', '1.1', '1.0']);
    expect(folded).toMatch(/<summary>\s*6 older versions: 1\.0 to 1\.5\s*<\/summary>/);
    expect(text('policies/long/history')).toContain('Version 1.5 and 1.6');
    expect(text('policies/long/history')).toContain('Version 1.4 and 1.5');
    expect(html('policies/access-control/history')).not.toContain('class="older"');
    const browser = await launchBrowser();
    const tab = await browser.newPage({ javaScriptEnabled: false });
    tab.setDefaultTimeout(PATIENCE_MS);
    const dist = join(repository.root, 'site/dist');
    await tab.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      const path = join(dist, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
      return existsSync(path) ? route.fulfill({ path }) : route.abort();
    });
    await tab.goto('https://site.invalid/policies/long/history/');
    expect(await tab.locator('#v1\\.6').isVisible()).toBe(true);
    expect(await tab.locator('#v1\\.2').isVisible()).toBe(false);
    await tab.emulateMedia({ media: 'print' });
    expect(await tab.locator('#v1\\.2').isVisible()).toBe(true);
    await tab.emulateMedia({ media: 'screen' });
    await tab.goto('https://site.invalid/policies/long/history/#v1.2');
    await tab.locator('#v1\\.2').waitFor({ state: 'visible' });
    await browser.close();
  });
});

describe('in plain sight', () => {
  it('a change that nobody approved, and what still binds', () => {
    const page = text('policies/access-control');
    expect(page).toContain('Version 1.1 is not approved.');
    expect(page).toContain('Version 1.0, in force since 6 January 2020, still binds.');
    expect(html('policies/access-control')).toMatch(/<del>begin<\/del><ins>go on<\/ins>/);
    expect(text('policies/access-control/versions/1.1')).toContain(
      'This version is not approved, and does not bind.',
    );
    expect(text('policies/access-control/versions/1.0')).toContain('This version is in force.');
    expect(text('policies')).toMatch(/Access 1\.1 Head of Security 5 Feb 2020 not yet not approved/);
  });

  it('D37: what was changed after it came in on the ground of earlier records, in one verdict everywhere', async () => {
    const page = text('policies/imported');
    expect(page).toContain('Version 1.0-changed is not approved.');
    expect(page).toContain(
      'Version 1.0, in force since 1 March 2019, still binds. As records from before this repository say.',
    );
    expect(html('policies/imported')).toMatch(/<ins>Months between reviews: 24<\/ins>/);
    expect(page).toContain('There is no record for exactly this text.');
    expect(page).not.toContain('Before it came into this repository');
    expect(text('policies')).toMatch(
      /Imported 1\.0-changed Head of Security 5 Feb 2020 not yet not approved/,
    );
    const kept = /In force since 1 March 2019 As records from before this repository say/;
    for (const path of ['policies/kept/history', 'policies/imported/history'])
      expect(text(path)).toMatch(kept);
    expect(text('policies/kept/versions/1.0')).toContain(
      'In force from 1 March 2019 As records from before this repository say.',
    );
    expect(readFileSync(join(repository.root, 'site/dist/policies/kept/history.md'), 'utf8')).toContain(
      'As records from before this repository say',
    );
    const trust = JSON.parse(readFileSync(join(repository.root, 'site/dist/trust.json'), 'utf8')) as {
      policies: Record<string, unknown>[];
    };
    const entry = (id: string) => trust.policies.find((one) => one.id === id);
    expect(entry('imported')).toMatchObject({
      standing: 'not approved',
      approved: null,
      inForce: { version: '1.0', since: '2019-03-01', ground: 'earlier records' },
    });
    expect(entry('kept')).toMatchObject({ standing: 'earlier records', approved: null });
    expect(await repository.notes()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^content\/policies\/imported\.md: version 1\.0-changed is not approved/),
      ]),
    );
    expect((await repository.notes()).join()).not.toContain('kept.md');
    const status = (await startTrust(['policy', 'status', '--root', repository.root]).ended).stdout;
    expect(status).toMatch(/^imported +1\.0-changed +not approved +review/m);
    expect(status).toMatch(/^kept +1\.0 +earlier records +review/m);
  });

  it('each day that was stated for a version, until which commit, and which one counts', () => {
    const days =
      /1 March 2019 As records from before .{0,60} Stated as 1 March 2019 until commit [0-9a-f]{10} of 5 February 2020, since then as 1 February 2019\. No approved version puts it right, so that the day stated first counts\./;
    for (const path of ['policies/moved/history', 'policies/moved/versions/1.0'])
      expect(text(path)).toMatch(days);
    expect(text('policies/kept/history')).not.toContain('Stated as');
    expect(text('policies/moved')).toContain('Not the only day that was stated: history');
    expect(text('de/policies/moved')).toContain('Es wurde auch ein anderer Tag genannt');
    expect(text('policies/kept')).not.toContain('Not the only day');
  });

  it('what brought a policy, which is no change of it', () => {
    expect(text('policies/kept/versions/1.0')).toContain('Added 5 January 2020 by Ann Author');
    expect(text('policies/kept/history')).toContain('Added 5 January 2020 by Ann Author');
    expect(text('policies/access-control/versions/1.1')).toContain('Changed 5 February 2020 by Ann Author');
    expect(text('policies/access-control/history')).toContain('Change 5 February 2020 by Ann Author');
  });

  it('an approval by the author, which is none', () => {
    expect(text('policies/incident-response')).toMatch(
      /not approved Only by somebody who wrote it: 7 January 2020 by Ann Author in commit/,
    );
  });

  it('a security page that nobody read again, in every language, and a plan whose month is over', () => {
    expect(text('')).toContain(
      'This page was good until 7 December 2025, and nobody has read it against practice since.',
    );
    expect(text('de')).toContain('Diese Seite galt bis 7. Dezember 2025');
    expect(text('fr')).toContain('Cette page valait jusqu’au 7 décembre 2025');
    expect(text('')).toMatch(/June 2025 overdue/);
    expect(text('')).not.toMatch(/December 2027 overdue/);
  });

  it('a review that is overdue', () => {
    expect(text('policies/access-control')).toMatch(/Next review 5 January 2021 overdue by [\d,]+ days/);
    expect(text('policies')).toMatch(/5 Jan 2021 overdue/);
  });

  it('a text that is not committed', () => {
    expect(text('policies/draft')).toContain('Not committed yet');
    expect(text('policies')).toMatch(/Draft 1\.0 Head of Security not committed/);
  });

  it('areas without a policy', () => {
    expect(text('policies')).toMatch(/areas without a policy 14/);
    expect(text('policies')).toContain('business continuity and disaster recovery');
  });

  it('how to ask for the history, where no repository is named', () => {
    const said = text('policies/kept/history');
    expect(said).toContain('The repository of these texts is not public. Ask trust@larkspur-relay.example');
    expect(said).not.toContain('Clone the repository');
  });

  it('a policy that was withdrawn, with its texts', () => {
    expect(html('policies')).toContain('<a href="/policies/gone/history/">Gone rule</a>');
    expect(text('policies/gone/history')).toMatch(/Withdrawn: 5 March 2020 by Bea Approver/);
    expect(text('policies/gone/versions/1.0')).toContain('This policy was withdrawn on 5 March 2020.');
  });

  it('a name that a policy had before', () => {
    expect(text('policies/after/history')).toContain('Its file had other names before: before.');
  });

  it('that the file which all can take holds a text that does not bind', () => {
    const pdf = execFileSync('pdftotext', [join(repository.root, 'site/dist/policies/policies.pdf'), '-'], {
      encoding: 'utf8',
    });
    expect(pdf).toContain('Access · version 1.1 · not approved; 1.0 binds');
    expect(pdf).toContain('Imported · version 1.0-changed · not approved; 1.0 binds');
    expect(pdf).toContain('Version 1.0, in force since 1 March 2019, as earlier records say.');
    expect(pdf).toContain('This version is not approved and does not bind.');
  });
});

describe('U12: what an old text or a commit smuggles in', () => {
  it('is shown as it was typed, and does nothing', () => {
    const page = html('policies/after/versions/0.9');
    expect(page).toContain('This text breaks a rule of today, and is shown as it was typed.');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html('policies/after/history')).toContain('begin &lt;b&gt;here&lt;/b&gt;');
    for (const path of ['policies/after/versions/0.9', 'policies/after/history', 'policies/gone/history']) {
      expect(html(path)).not.toMatch(/<script|href="javascript:|<b>here/);
    }
  });
});

describe('A13, A21: what is private', () => {
  it('is in no page, picture, index, feed, archive or file for machines, and neither is an address of who committed', () => {
    const everything = published();
    const with_ = (word: string) =>
      everything.filter(({ text }) => text.includes(word)).map(({ file }) => file);
    // The search finds what is there: in the page, its twin, the index, the data, the archive and the PDF.
    expect(with_(PUBLIC)).toEqual(
      expect.arrayContaining([
        '/policies/access-control/index.html',
        '/policies/access-control.md',
        '/search/index.json',
        '/policies/policies.zip',
        '/policies/policies.pdf',
      ]),
    );
    for (const file of [
      '/trust.json',
      '/llms.txt',
      '/oscal/component-definition.json',
      '/policies/changes.atom',
      '/questions/questions.csv',
      '/updates/feeds/all.json',
      '/subprocessors/objections.ics',
      '/.well-known/security.txt',
      '/sitemap-0.xml',
    ]) {
      expect(everything.map((one) => one.file)).toContain(file);
    }
    for (const word of [SECRET, ANN.mail, BEA.mail, 'grantDays', 'customerClaim'])
      expect(with_(word), word).toEqual([]);
  });
});

describe('where there is nothing yet', () => {
  it('pages say so, and none is an empty table or an empty list', () => {
    expect(text('questions')).toContain('No question has been answered here yet.');
    expect(text('updates')).toContain('Nothing has been published yet.');
    expect(text('controls')).toContain('No control is published yet.');
    expect(text('subprocessors')).toContain('There are none: nobody processes data');
    const empty = [
      '',
      'questions',
      'updates',
      'controls',
      'subprocessors',
      'reports',
      'policies',
      'policies/draft/history',
    ].flatMap((path) =>
      [...html(path).matchAll(/<(tbody|ul|ol|dl)[^>]*>\s*<\/\1>/g)].map(([found]) => `/${path} ${found}`),
    );
    expect(empty).toEqual([]);
  });
});

describe('the feeds of policies', () => {
  const feed = (path: string) => readFileSync(join(repository.root, 'site/dist', path), 'utf8');
  const entries = (path: string) =>
    [
      ...feed(path).matchAll(
        /<entry>.*?<title type="html"><!\[CDATA\[(.*?)\]\]>.*?<id>(.*?)<\/id>.*?<updated>(.{10}).*?<\/entry>/gs,
      ),
    ].map(([, title, id, day]) => `${day} ${title} ${id?.split('policies/')[1]}`);

  it('D43: tell of versions, approvals and reviews, the newest first, with ids that stay', () => {
    expect(entries('policies/access-control/changes.atom')).toEqual([
      '2020-02-05 Access: version 1.1, editorial access-control/versions/1.1',
      '2020-01-06 Access: version 1.0 approved access-control/approvals/1.0',
      '2020-01-05 Access: added, version 1.0 access-control/versions/1.0',
    ]);
    expect(entries('policies/incident-response/changes.atom')[0]).toContain('version 1.0 not approved');
    expect(entries('policies/gone/changes.atom')[0]).toBe('2020-03-05 Gone rule: withdrawn gone/withdrawn');
    expect(entries('policies/draft/changes.atom')).toEqual([]);
    const all = entries('policies/changes.atom');
    expect(all).toEqual(expect.arrayContaining(entries('policies/after/changes.atom')));
    expect(new Set(all).size).toBe(all.length);
  });

  it('are announced by the page and its history, and carry no HTML of an author', () => {
    for (const path of ['policies/access-control', 'policies/access-control/history']) {
      expect(html(path)).toContain('type="application/atom+xml"');
      expect(html(path)).toContain('href="/policies/access-control/changes.atom"');
    }
    expect(feed('policies/changes.atom')).not.toMatch(/<b>|<script/);
  });
});
