import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findingDomains, findingPeople } from '../../../worker/console/search/find.ts';
import { indexPeople, WORDLESS } from '../../../worker/console/search/index-people.ts';
import { partsOf, wordsOf } from '../../../worker/console/search/words.ts';
import { content } from '../../../worker/content.ts';
import worker from '../../../worker/index.ts';
import { RUNS_OF_A_ROUND, sweepExpired } from '../../../worker/retention.ts';
import { type Browser, openBrowser, textOf } from '../access/browser.ts';
import { newProspect } from '../access/prospect.ts';
import { acceptancesOf, grantsOf, requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { recording, scansOf } from '../query-plans.ts';
import { quiet } from '../quiet.ts';
import { publish } from '../reports/exit.ts';

/** The console's search: by any word, by parts of a domain, by any id; indexed, and of nobody who was deleted. */

let viewer: Browser;
let approver: Browser;
beforeAll(async () => {
  await publish({ bodyLength: 2_000 });
  [viewer, approver] = [openBrowser(), openBrowser()];
  await signIn(viewer, { kind: 'staff', groups: [content.access.staffGroup], name: 'Watcher' });
  await signIn(approver, {
    kind: 'staff',
    groups: [content.access.staffGroup],
    roles: ['approver'],
    name: 'Decider',
  });
});

const add = (id: string, name: string, company: string, address: string | null, at = Date.now()) =>
  env.DB.prepare(
    `INSERT INTO people (id, kind, issuer, subject, address, name, company, created_at)
     VALUES (?1, 'customer', 'https://idp.example', ?1, ?4, ?2, ?3, ?5)`,
  )
    .bind(id, name, company, address, at)
    .run();

/** The ids of people whom a search shows. */
async function found(typed: string, browser = viewer): Promise<string[]> {
  const page = await (await browser.get(`/console/search?${new URLSearchParams({ q: typed })}`)).text();
  return [...page.matchAll(/href="\/console\/people\/([^"?]+)"/g)].map(([, id]) => id ?? '');
}

/** The domains of companies that a search shows. */
async function companies(typed: string): Promise<string[]> {
  const page = await (await viewer.get(`/console/search?${new URLSearchParams({ q: typed })}`)).text();
  return [...page.matchAll(/href="\/console\/companies\/([^"]+)"/g)].map(([, domain]) => domain ?? '');
}

describe('words', () => {
  it.each<[string, string[]]>([
    ['Anne-Sofie O’Hara', ['anne', 'sofie', 'o', 'hara']],
    ['ÅNGSTRÖM Łódź', ['angstrom', 'lodz']],
    ['Groß & Söhne GmbH', ['gross', 'sohne', 'gmbh']],
    ['Þóra Ødegård', ['thora', 'odegard']],
    ['Иван Петров', ['иван', 'петров']],
    ['', []],
    ['%_"*', []],
  ])('of %j', (text, words) => expect(wordsOf(text)).toEqual(words));

  it('of a script that does not part them are the whole and its parts', () => {
    const words = wordsOf('株式会社サンプル');
    expect(words).toContain('株式会社サンフル'.normalize('NFKD').replace(/\p{M}/gu, ''));
    expect(words.length).toBeGreaterThan(1);
  });

  it('of a domain are what is left from each part on', () => {
    expect(partsOf('eu.acme-corp.example')).toEqual([
      'eu.acme-corp.example',
      'acme-corp.example',
      'corp.example',
      'example',
    ]);
  });
});

describe('C16: a search', () => {
  beforeAll(async () => {
    await add('ann', 'Ann-Marie Ångström', 'Quokka Widgets & Söhne', 'ann@eu.quokka-widgets.example');
    await add('bob', 'Bob Ångström', 'Numbat AG', 'bob@numbat.example');
    await add('taro', '山田 太郎', '株式会社サンプル', 'taro@sample-kk.example');
  });

  it.each<[string, string[]]>([
    ['marie', ['ann']],
    ['ANGSTROM', ['ann', 'bob']],
    ['ångs', ['ann', 'bob']],
    ['angstrom numbat', ['bob']],
    ['numbat ang', ['bob']],
    ['widg', ['ann']],
    ['sohne', ['ann']],
    ['quokka-wid', ['ann']],
    ['widgets.example', ['ann']],
    ['@numbat.example', ['bob']],
    ['太郎', ['taro']],
    ['株式', ['taro']],
    ['angstrom quoll', []],
    ['ngstrom', []],
    ["' OR 1=1 --", []],
    ['%', []],
    ['\u{10FFFF}', []],
  ])('for %j finds %j', async (typed, ids) => {
    expect((await found(typed)).toSorted()).toEqual(ids);
  });

  it('finds companies by any part of their domain', async () => {
    expect(await companies('widgets')).toEqual(['eu.quokka-widgets.example']);
    expect(await companies('quokka-widgets.ex')).toEqual(['eu.quokka-widgets.example']);
    expect(await companies('sohne')).toEqual([]);
  });

  it('finds nobody by the part of an address before the at-sign, except for whoever sees addresses', async () => {
    await add('hidden', 'Hedda', 'Numbat AG', 'zyzzyva.secret@numbat.example');
    for (const typed of ['zyzzyva', 'secret', 'zyzzyva.secret@numbat.example'])
      expect(
        (await found(typed)).filter((id) => id === 'hidden' && !typed.includes('@')),
        typed,
      ).toEqual([]);
    expect(await found('zyzzyva', approver)).toEqual(['hidden']);
  });

  it('finds anything by its id, and whose a copy is', async () => {
    const prospect = newProspect('soc2-type2', { name: 'Ida Ident' });
    await prospect.ask();
    await prospect.confirm();
    await prospect.agree();
    const [[request], [grant], [acceptance]] = await Promise.all([
      requestsOf(prospect.address),
      grantsOf(prospect.address),
      acceptancesOf(prospect.address),
    ]);
    const ids = [request?.id, request?.person_id, grant?.id, acceptance?.id, grant?.copy_id];
    for (const id of ids) {
      const page = await (await viewer.get(`/console/search?q=${id}`)).text();
      expect(textOf(page), id ?? '').toContain('Ida Ident');
    }
  });

  it('shows ten, and says that there may be more', async () => {
    for (let i = 0; i < 12; i++) await add(`many-${i}`, `Bettong ${i}`, 'Many', null);
    expect(await found('bettong')).toHaveLength(10);
    const page = textOf(await (await viewer.get('/console/search?q=bettong')).text());
    expect(page).toContain('There may be more: add a word.');
    expect(await found('bettong 11')).toEqual(['many-11']);
  });
});

describe('the words of people', () => {
  const wordsIn = async (id: string) =>
    (
      await rows<{ word: string }>(
        "SELECT word FROM people_words WHERE person_id = ?1 AND field <> 'domain'",
        id,
      )
    )
      .map(({ word }) => word)
      .toSorted();
  const primary = () => env.DB.withSession('first-primary');

  it('are made anew with the name, by whichever way it changes', async () => {
    const prospect = newProspect('soc2-type2', { name: 'Before Wombat' });
    await prospect.ask();
    await prospect.confirm();
    const [request] = await requestsOf(prospect.address);
    const person = request?.person_id ?? '';
    expect(await found('wombat')).toEqual([person]);
    const again = newProspect('soc2-type2', { name: 'After Echidna', address: prospect.address });
    await again.ask();
    await again.confirm();
    expect(await found('echidna')).toEqual([person]);
    expect(await found('wombat')).toEqual([]);
  });

  it('are made by the sweep, of everybody that was there before', async () => {
    await add('old', 'Olga Oldtimer', 'Long Ago Ltd', 'o@longago.example', 1);
    await indexPeople(primary(), 100, Date.now());
    await env.DB.prepare("UPDATE people SET words_at = NULL WHERE id = 'old'").run();
    await env.DB.prepare("DELETE FROM people_words WHERE person_id = 'old'").run();
    await worker.scheduled({} as ScheduledController, quiet);
    expect(await wordsIn('old')).toEqual(['ago', 'long', 'ltd', 'oldtimer', 'olga']);
    expect(await rows('SELECT 1 FROM people WHERE words_at IS NULL')).toEqual([]);
  });

  /** A session in which something happens between what is read and what is written of it. */
  const racing = (meanwhile: () => Promise<unknown>) =>
    new Proxy(primary(), {
      get(target, key) {
        if (key === 'batch')
          return async (statements: D1PreparedStatement[]) => {
            await meanwhile();
            return await target.batch(statements);
          };
        const member = Reflect.get(target, key) as unknown;
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });

  it('are not lost where two make them at the same moment', async () => {
    await add('twice', 'Tilda Twice', '', null);
    await indexPeople(
      racing(() => indexPeople(primary(), 1, Date.now())),
      1,
      Date.now(),
    );
    expect(await wordsIn('twice')).toEqual(['tilda', 'twice']);
  });

  it('made of a name that changed meanwhile are not kept', async () => {
    await add('raced', 'First Name', '', null);
    const db = primary();
    const renamed = racing(() =>
      env.DB.prepare("UPDATE people SET name = 'Second Name' WHERE id = 'raced'").run(),
    );
    await indexPeople(renamed, 1, Date.now());
    expect(await wordsIn('raced')).toEqual([]);
    await indexPeople(db, 1, Date.now());
    expect(await wordsIn('raced')).toEqual(['name', 'second']);
  });

  it('of the longest names that there are fit into what D1 takes at once', async () => {
    const longest = Array.from({ length: 40 }, (_, i) => `${'語'.repeat(60)}${i}`).join(' ');
    await env.DB.batch(
      Array.from({ length: 60 }, (_, i) =>
        env.DB.prepare(
          `INSERT INTO people (id, kind, address, name, company, created_at) VALUES (?1, 'prospect', ?2, ?3, ?3, 1)`,
        ).bind(`long-${i}`, `${i}@${'a-b.'.repeat(60)}example`, longest),
      ),
    );
    await indexPeople(primary(), 10, Date.now());
    expect(await rows('SELECT 1 FROM people WHERE words_at IS NULL')).toEqual([]);
    expect((await wordsIn('long-59')).length).toBeGreaterThan(20);
  });

  it('go with whoever deletes their data, at once, and do not come back', async () => {
    const prospect = newProspect('soc2-type2', { name: 'Gone Numbat', company: 'Vanished Ltd' });
    await prospect.ask();
    await prospect.confirm();
    await prospect.agree();
    const [request] = await requestsOf(prospect.address);
    const person = request?.person_id ?? '';
    expect(await found('vanished')).toEqual([person]);
    await prospect.browser.post('/my-access/delete', { person });
    expect(await rows('SELECT 1 FROM people_words WHERE person_id = ?1', person)).toEqual([]);
    expect(await found('vanished')).toEqual([]);
    expect(await found('deleted')).toEqual([]);
  });

  it('keep nobody from being deleted in time', async () => {
    const long = Date.now() - 100 * 86_400_000;
    await add('unused-person', 'Una Unused', 'Unused Ltd', 'u@unused.example', long);
    await indexPeople(primary(), 100, Date.now());
    expect(await wordsIn('unused-person')).not.toEqual([]);
    for (let run = 0; run < RUNS_OF_A_ROUND; run++) await sweepExpired(env, Date.now() + run * 5 * 60_000);
    expect(await rows("SELECT 1 FROM people WHERE id = 'unused-person'")).toEqual([]);
    expect(await wordsIn('unused-person')).toEqual([]);
  });
});

describe('D9 with a million rows', () => {
  beforeEach(async () => void (await indexPeople(env.DB.withSession('first-primary'), 1, Date.now())));

  it('a search reads indexes alone, whatever was typed', async () => {
    for (const finding of [
      findingPeople('one', 10),
      findingPeople('one two three.example', 10),
      findingDomains('x.y'),
    ]) {
      expect(finding).not.toBeNull();
      const plan = await rows<{ detail: string }>(
        `EXPLAIN QUERY PLAN ${finding?.sql}`,
        ...(finding?.values ?? []),
      );
      const lines = plan.map(({ detail }) => detail).join('; ');
      expect(lines).not.toMatch(/\bSCAN\b/);
      expect(lines).toMatch(/SEARCH w USING (PRIMARY KEY|COVERING INDEX \S+) \(word>\? AND word<\?\)/);
    }
    expect(await scansOf(WORDLESS)).toEqual([]);
  });

  it('and so does the page as a whole', async () => {
    const browser = openBrowser();
    await signIn(browser, { kind: 'staff', groups: [content.access.staffGroup] });
    const { db, statements } = recording();
    const page = await worker.fetch(
      new Request(new URL('/console/search?q=quokka', env.ORIGIN), {
        headers: { Cookie: `__Host-session=${browser.cookies.get('__Host-session')}` },
      }) as never,
      { ...env, DB: db },
      { waitUntil: () => {}, passThroughOnException: () => {} } as never,
    );
    expect(page.status).toBe(200);
    const own = [...statements].filter((sql) => /\b(people_words|FROM people p)\b/.test(sql));
    expect(own.length).toBeGreaterThanOrEqual(2);
    for (const sql of own) expect(await scansOf(sql), sql).toEqual([]);
  });
});
