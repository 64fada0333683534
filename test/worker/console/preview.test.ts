import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AccessRule } from '../../../core/access/rules.ts';
import { content } from '../../../worker/content.ts';
import { ruleSetOf } from '../../support/access-rule.ts';
import { type Browser, openBrowser, textOf } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';

const written = content.access;
afterEach(() => void Object.assign(content, { access: written }));

async function rules(...list: Partial<AccessRule>[]): Promise<void> {
  Object.assign(content, { access: { ...written, rules: await ruleSetOf(list) } });
}

let browser: Browser;
beforeAll(async () => {
  browser = openBrowser();
  await signIn(browser, { kind: 'staff', groups: [written.staffGroup] });
});

interface Visit {
  readonly report?: string;
  readonly as?: string;
  readonly address?: string;
  readonly step?: string;
}

async function preview({ report = 'soc2-type2', as = 'prospect', address = 'a@b.example', step }: Visit) {
  const query = new URLSearchParams({ report, as, address, ...(step ? { step } : {}) });
  const response = await browser.get(`/console/preview?${query}`);
  const html = await response.text();
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? '';
  const steps = [...main.matchAll(/step=(\w+)|<strong aria-current="page">/g)].map(
    ([, name]) => name ?? step ?? 'form',
  );
  return { response, main, steps, text: textOf(main) };
}

/** How many rows every table has. Whatever is asked of the Worker, the rules in force are kept behind its back. */
async function everything(): Promise<Record<string, unknown>[]> {
  const tables = await rows<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND name <> 'rule_sets'",
  );
  return await Promise.all(
    tables.map(async ({ name }) => ({ name, ...(await rows(`SELECT count(*) AS n FROM "${name}"`))[0] })),
  );
}

describe('the preview as a visitor', () => {
  const byRule = (outcome: AccessRule['outcome'], facts: Partial<AccessRule> = {}) => ({
    domains: ['b.example'],
    outcome,
    reason: 'The words of the rule.',
    ...facts,
  });

  it.each<[string, Visit, Partial<AccessRule>[], string[], string]>([
    ['no rule', {}, [], ['form', 'nda', 'copy'], 'they accept the NDA, then they have the report (default)'],
    ['on request', { report: 'pentest-letter' }, [], ['form', 'nda', 'pending', 'copy'], 'a person decides'],
    ['a denial', {}, [byRule('deny')], ['form', 'denied'], 'The words of the rule.'],
    [
      'another domain',
      { address: 'a@x.b.example' },
      [byRule('deny')],
      ['form', 'nda', 'copy'],
      'No rule names',
    ],
    [
      'a partner',
      {},
      [byRule('grant', { basis: 'partner', reference: 'MNDA 7' })],
      ['form', 'copy'],
      'the-rule',
    ],
    ['a review', {}, [byRule('review')], ['form', 'nda', 'pending', 'copy'], 'a person decides'],
    ['a customer', { as: 'customer' }, [], ['form', 'copy'], 'they have the report (customer)'],
    [
      'a customer without an address',
      { as: 'customer', address: '' },
      [byRule('deny')],
      ['form', 'copy'],
      'customer',
    ],
    ['a customer denied', { as: 'customer' }, [byRule('deny')], ['form', 'denied'], 'The words of the rule.'],
  ])(
    'A3, C14: %s: shows the pages that follow from the rules in force',
    async (_, visit, list, steps, said) => {
      await rules(...list);
      for (const step of steps) {
        const page = await preview({ ...visit, step });
        expect([page.response.status, page.steps, page.text.includes(said)], step).toEqual([
          200,
          steps,
          true,
        ]);
        expect(page.text).toContain('Preview. What');
      }
    },
  );

  it('A1: writes and grants nothing, and has no form or link that does', async () => {
    const before = await everything();
    expect(before.length).toBeGreaterThan(20);
    for (const report of ['soc2-type2', 'pentest-letter'])
      for (const as of ['prospect', 'customer'])
        for (const step of ['form', 'nda', 'pending', 'denied', 'copy']) {
          const { main, response } = await preview({ report, as, step });
          expect(main).not.toMatch(/\saction=|href="\/(access|my-access)/);
          for (const [control] of main.matchAll(/<(?:input|button|select|textarea)\b[^>]*>/g))
            expect(control).toContain('disabled');
          expect(response.headers.get('Refresh')).toBeNull();
        }
    expect(await everything()).toEqual(before);
  });

  it('is the reader’s own page: the agreement whole, the days of the rule, the number of nobody’s copy', async () => {
    await rules(byRule('grant', { basis: 'partner', reference: 'MNDA 7', downloads: 3 }));
    const copy = await preview({ step: 'copy' });
    expect(copy.text).toContain('Your copy is ready');
    expect(copy.text).toContain('3 of 3 left');
    expect(copy.text).toContain('MNDA 7');
    await rules();
    expect((await preview({ step: 'nda' })).text).toContain(content.nda.consentSentence);
  });

  it('C16: what cannot be a visitor is said in a sentence, and what was typed stays, as text', async () => {
    for (const visit of [
      { address: '' },
      { address: '"><svg onload=alert(1)>' },
      { report: 'nothing' },
      { report: 'soc3-summary' },
    ]) {
      const { response, main, text } = await preview(visit);
      expect(response.status, JSON.stringify(visit)).toBe(400);
      expect(text).toMatch(/Enter an address such as|Choose a report of the list/);
      expect(main).not.toContain('<svg');
    }
  });
});
