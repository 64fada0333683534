import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { PolicyHistories } from '../../schema/history/policy-history.ts';
import { reviewState } from '../../schema/history/review-state.ts';
import { loadContent } from '../../schema/load.ts';
import { policyPdf } from '../../site/integrations/policy-pdf.ts';
import { DIST, pages, ROOT, read } from './built.ts';

const content = await loadContent(ROOT);
const { company, policies } = content;
const histories = JSON.parse(
  readFileSync(join(ROOT, '.generated/policy-history.json'), 'utf8'),
) as PolicyHistories;
const set = { company, policies, histories };
const page = (path: string) => {
  const found = pages.find((one) => one.path === path)?.html;
  if (found === undefined) throw new Error(`there is no page ${path}`);
  return found.replaceAll(/\s+/g, ' ');
};
const text = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the pages say what Git says', () => {
  it('of the last commit of each policy', () => {
    for (const { id } of policies) {
      const [hash = '', day = ''] = execFileSync(
        'git',
        ['-C', ROOT, 'log', '-1', '--format=%H%x09%as', '--', `content/policies/${id}.md`],
        { encoding: 'utf8' },
      )
        .trim()
        .split('\t');
      const html = page(`/policies/${id}/`);
      // Who, in which commit, and what its signature is worth, in one sentence.
      expect(html).toMatch(
        new RegExp(
          `by (<[^>]*>)?${content.authors['*']}(</span>)? in commit <code>${hash.slice(0, 10)}</code>, (not signed|signed|signature)`,
        ),
      );
      expect(html).toContain(`href="/policies/${id}/history/#verify"`);
      expect(html).toContain(`datetime="${day}"`);
    }
  });

  it('of what a sample approved, apart from what was approved; and beside the day, what knows it', () => {
    const samples = histories.policies.filter(({ versions }) => versions.at(-1)?.approval?.sample).length;
    expect(samples).toBeGreaterThan(0);
    expect(text(page('/policies/'))).toContain(
      `${samples} texts with sample approvals only`.replace(/^(\d+) (.*)$/, '$2 $1'),
    );
    for (const history of histories.policies) {
      const now = history.versions.at(-1);
      if (now?.inForce?.ground !== 'earlier records' || !now.approval) continue;
      const said = text(page(`/policies/${history.id}/`));
      expect(said).toMatch(
        /In force since \d+ \w+ \d{4} \(earlier records\) Approved here \d+ \w+ \d{4} sample record/,
      );
    }
    expect(
      histories.policies.some(({ versions }) => versions.at(-1)?.inForce?.ground === 'earlier records'),
    ).toBe(true);
  });

  it('of the exact text, by the name that Git gives it', () => {
    for (const { id, version } of policies) {
      const blob = execFileSync('git', ['-C', ROOT, 'hash-object', `content/policies/${id}.md`], {
        encoding: 'utf8',
      });
      expect(page(`/policies/${id}/versions/${version}/`)).toContain(blob.trim());
    }
  });

  it('of every version: a page, a place in the history, and a word diff with the one before', () => {
    for (const { id, versions } of histories.policies) {
      const history = page(`/policies/${id}/history/`);
      for (const [index, { version }] of versions.entries()) {
        expect(page(`/policies/${id}/versions/${version}/`)).toContain(`version ${version}`);
        expect(history).toContain(`id="v${version}"`);
        const before = versions[index - 1];
        if (before) expect(text(history)).toContain(`Version ${before.version} and ${version}`);
      }
    }
    expect(page('/policies/access-control/history/')).toMatch(/<del>should<\/del><ins>must<\/ins>/);
  });

  it('of fields in words, and of the last approved text where the one before was not', () => {
    for (const { id, versions } of histories.policies) {
      const history = text(page(`/policies/${id}/history/`));
      expect(history).not.toMatch(/(approverRole|ownerRole|covers|reviewEveryMonths):/);
      for (const [index, { version }] of versions.entries()) {
        const before = versions[index - 1];
        if (!before || before.inForce) continue;
        const approved = versions.slice(0, index - 1).findLast(({ inForce }) => inForce);
        if (approved)
          expect(history).toContain(`Version ${approved.version}, the last approved before, and ${version}`);
      }
    }
    expect(text(page('/policies/access-control/history/'))).toMatch(/, the last approved before, and 1\.5/);
    const foot = /<p class="print-foot"[^>]*>(.*?)<\/p>/.exec(
      page('/policies/access-control/versions/1.5/'),
    )?.[1];
    expect(foot?.match(/version 1\.5/g)).toHaveLength(1);
  });

  it('of an editorial version as such: in the history, beside its diff, and in the data', () => {
    const history = page('/policies/testing/history/');
    const part = history.slice(history.indexOf('id="v1.2"')).split('id="v1.1"')[0] ?? '';
    expect(part).toMatch(/<span class="tag editorial"[^>]*>\s*editorial\s*<\/span>/);
    expect(text(part)).toContain('Version 1.1 and 1.2');
    expect(part).toContain('answers reports <ins>of weaknesses</ins>.');
    const { policies: entries } = JSON.parse(read('trust.json').toString('utf8')) as {
      policies: { id: string }[];
    };
    expect(entries.find(({ id }) => id === 'testing')).toMatchObject({
      version: '1.2',
      versionKind: 'editorial',
      standing: 'approved',
      inForce: { version: '1.2', ground: 'approval' },
    });
  });

  it('of what bound during the audit periods, beside the text of today', () => {
    const history = text(page('/policies/access-control/history/'));
    expect(history).toContain('1 October 2025 to 30 September 2026');
    expect(history).toMatch(/Version 1\.4 , in force from 19 January 2026/);
    expect(history).toContain('Version 1.4, at the end of the period, and today’s');
    expect(history).toContain('What bound from 1 October 2025 until then is not in this repository.');
  });

  it('and never an address of mail that only a commit has', () => {
    const mails = new Set(
      execFileSync('git', ['-C', ROOT, 'log', '--format=%ae%n%ce'], { encoding: 'utf8' }).trim().split('\n'),
    );
    for (const { path, html } of pages) {
      for (const mail of mails) expect(html.includes(mail), `${mail} on ${path}`).toBe(false);
    }
  });
});

describe('the list', () => {
  it('has a row for each policy, and marks every record of a sample', () => {
    const html = page('/policies/');
    for (const { id, title } of policies) expect(html).toContain(`<a href="/policies/${id}/">${title}</a>`);
    expect(html).toContain('Sample records:');
    for (const { id, reviews } of histories.policies) {
      for (const { sample } of reviews)
        expect(page(`/policies/${id}/`).includes('sample record')).toBe(sample);
    }
  });
});

it('D40: the next review of each policy is in a calendar, on its day', () => {
  const calendar = read('policies/reviews.ics').toString('utf8').replaceAll('\r\n ', '');
  expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(policies.length);
  for (const history of histories.policies.filter(({ withdrawn }) => withdrawn === null)) {
    const { due } = reviewState(history, histories.asOf);
    expect(calendar).toContain(`UID:${history.id}-${due}@${company.domain}`);
    expect(calendar).toContain(`DTSTART;VALUE=DATE:${due.replaceAll('-', '')}`);
  }
});

it('D39: the sample of CODEOWNERS maps every role of a policy to a team, and asks that of the approver', () => {
  const sample = readFileSync(join(ROOT, 'docs/CODEOWNERS.sample'), 'utf8');
  const teams = new Map(
    [...sample.matchAll(/^# ([A-Z][A-Za-z ]+?) {2,}(@\S+)$/gm)].map(([, role = '', team = '']) => [
      role,
      team,
    ]),
  );
  const rules = sample.split('\n').filter((one) => one.startsWith('/'));
  const owners = (path: string) =>
    rules
      .findLast((rule) => path.startsWith(rule.split(/\s+/)[0] ?? ''))
      ?.split(/\s+/)
      .slice(1);
  for (const { id, ownerRole, approverRole } of policies) {
    expect(teams.has(ownerRole), ownerRole).toBe(true);
    expect(owners(`/content/policies/${id}.md`)).toEqual([teams.get(approverRole)]);
  }
  for (const rule of rules)
    for (const team of rule.match(/@\S+/g) ?? []) expect([...teams.values()]).toContain(team);
});

describe('the whole set', () => {
  it('as one PDF: tagged, with its version on each page', async () => {
    const pdf = join(DIST, 'policies/policies.pdf');
    const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
    expect(info).toMatch(/Tagged: +yes/);
    execFileSync('qpdf', ['--check', pdf]);
    const sheets = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })
      .split('\f')
      .slice(0, -1);
    expect(sheets.length).toBeGreaterThan(policies.length);
    let open = '';
    for (const sheet of sheets) {
      const begins = policies.find(({ title }) => sheet.includes(`${title} · version`));
      if (begins) open = `${begins.title} · version ${begins.version}`;
      expect(sheet).toContain(open || `policies at commit ${histories.head?.slice(0, 10)}`);
      expect(sheet).toContain(company.notice?.label);
    }
    for (const { title } of policies) expect(sheets.join('')).toContain(`${title} · version`);
    const again = Buffer.from(await policyPdf(set));
    expect(createHash('sha256').update(again).digest('hex')).toBe(
      createHash('sha256')
        .update(await policyPdf(set))
        .digest('hex'),
    );
  });

  it('as Markdown, as it binds and as a template, under CC0', async () => {
    const files = unzipSync(new Uint8Array(read('policies/policies.zip')));
    const entry = (name: string) => new TextDecoder().decode(files[name]);
    for (const { id, title, version, blob } of policies) {
      const filled = entry(`policies/${id}.md`);
      expect(filled).toContain(`version: "${version}"\n`);
      expect(filled).toContain(`blob: ${blob}\n`);
      expect(filled).toContain(`# ${title}\n`);
      expect(filled).not.toContain('{{');
      expect(entry(`templates/${id}.md`)).toBe(readFileSync(join(ROOT, `content/policies/${id}.md`), 'utf8'));
      expect(entry('README.md')).toContain(`- ${title}, version ${version}: policies/${id}.md`);
    }
    expect(entry('LICENSE.txt')).toContain('CC0 1.0 Universal');
    expect(Object.keys(files)).toHaveLength(2 * policies.length + 2);
  });

  it('as Markdown is the same bytes on a machine in another time zone', () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import { policyArchive } from './site/integrations/policy-archive.ts';
      const read = (name) => JSON.parse(readFileSync('.generated/' + name, 'utf8'));
      const set = { ...read('public.json'), histories: read('policy-history.json') };
      process.stdout.write(await policyArchive(set, new URL('file://' + process.cwd() + '/')));`;
    const [there, here] = ['Pacific/Auckland', 'America/Los_Angeles'].map((TZ) =>
      execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
        cwd: ROOT,
        env: { ...process.env, TZ },
      }),
    );
    expect(there?.equals(here ?? Buffer.of())).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), 'archive-'));
    expect(
      execFileSync('unzip', ['-tq', join(DIST, 'policies/policies.zip')], { encoding: 'utf8', cwd: folder }),
    ).toContain('No errors');
    rmSync(folder, { recursive: true });
  });
});

it('D41: each policy names the controls that carry it out, and each of these leads back to it', () => {
  for (const { id } of content.policies) {
    const own = content.controls.filter((control) => control.policies.some(({ policy }) => policy === id));
    const html = pages.find(({ path }) => path === `/policies/${id}/`)?.html ?? '';
    const part = html.slice(html.indexOf('id="carried-out"'));
    for (const { id: control, area } of own) {
      expect(part).toContain(`href="/controls/${area}/#${control}"`);
      expect(pages.find(({ path }) => path === `/controls/${area}/`)?.html).toContain(
        `href="/policies/${id}/#`,
      );
    }
    if (own.length === 0) expect(part).toContain('No control on these pages names this text.');
  }
});

it('D39: each policy says how to suggest a change of it', () => {
  expect(pages.find(({ path }) => path === '/policies/testing/')?.html).toContain(
    'href="mailto:security@larkspur-relay.example?subject=Policy%20%E2%80%9CTesting%E2%80%9D%2C%20version%20',
  );
});
