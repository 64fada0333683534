import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { agreementList } from '../../../worker/console/agreements/list.tsx';
import { RECORD } from '../../../worker/console/agreements/store.ts';
import { companyList } from '../../../worker/console/companies/list.tsx';
import { INVITATIONS, MEMBERS } from '../../../worker/console/companies/store.ts';
import { downloadList } from '../../../worker/console/downloads-list.tsx';
import { eventList } from '../../../worker/console/events-list.tsx';
import { grantList } from '../../../worker/console/grants/list.tsx';
import type { Filter, List } from '../../../worker/console/lists/list.ts';
import { listStatement, type Place } from '../../../worker/console/lists/read-list.ts';
import { peopleList } from '../../../worker/console/people/list.tsx';
import { HISTORY } from '../../../worker/console/people/store.ts';
import { proposalList } from '../../../worker/console/proposals/list.tsx';
import { requestList } from '../../../worker/console/requests/request-list.tsx';
import { revocationList } from '../../../worker/console/revocations/list.tsx';
import { staffList } from '../../../worker/console/roles/list.tsx';
import type { Staff } from '../../../worker/console/staff.ts';
import { EVENTS } from '../../../worker/console/words.ts';
import { content } from '../../../worker/content.ts';
import { type Browser, openBrowser, textOf } from '../access/browser.ts';
import { newProspect } from '../access/prospect.ts';
import { eventsAbout, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { publish } from '../reports/exit.ts';

/** Whoever has every filter of every list. */
const administrator: Staff = {
  idHash: 'x',
  kind: 'staff',
  person: { id: 'x', name: 'X', company: '', address: null },
  claims: {},
  createdAt: 0,
  roles: ['administrator'],
};

const reading = { staff: administrator, now: Date.now() };

/** Every list of the console: one that is added is tested. */
const lists = [
  agreementList(Date.now()),
  requestList(administrator),
  peopleList(administrator),
  companyList,
  grantList,
  downloadList,
  eventList,
  proposalList,
  revocationList,
  staffList,
] as unknown as List<object>[];

let browser: Browser;
let person: string;
beforeAll(async () => {
  browser = openBrowser();
  person = await signIn(browser, {
    kind: 'staff',
    groups: [content.access.staffGroup],
    roles: ['approver'],
  });
});

/** A value that a filter can be asked for. */
function sample(filter: Filter): string {
  if (filter.kind === 'choice') return filter.options[0]?.[0] ?? '';
  return filter.kind === 'since' || filter.kind === 'until' ? '2026-11-20' : 'abc';
}

/** The values of a filter that hold a column equal. */
function valuesOf(filter: Filter): string[] {
  const values = filter.kind === 'choice' ? filter.options.map(([value]) => value) : [sample(filter)];
  return values.filter((value) => columnHeldEqual(filter, value) !== null);
}

function columnHeldEqual(filter: Filter, value: string): string | null {
  if (!('condition' in filter)) return null;
  return /(?:\w+\.)?(\w+) = \?/.exec(filter.condition(value, Date.now()).sql)?.[1] ?? null;
}

async function planOf(sql: string, values: readonly (string | number)[]): Promise<string[]> {
  const plan = await rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
  return plan.map(({ detail }) => detail);
}

it('every event that is written has its words', () => {
  const sources = import.meta.glob<string>('../../../worker/**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const nouns = new Set(Object.keys(EVENTS).map((type) => type.slice(0, type.indexOf('.'))));
  const written = Object.entries(sources)
    // Webhooks tell events under names of their own.
    .filter(([path]) => !path.includes('/webhooks/kinds.ts') && !path.endsWith('/console/words.ts'))
    .flatMap(([, source]) => [...source.matchAll(/'(([a-z]+)\.[a-z-]+)'/g)])
    .filter(([, , noun]) => nouns.has(noun ?? ''))
    .map(([, type]) => type ?? '');
  expect(written.length).toBeGreaterThan(40);
  expect([...new Set(written)].filter((type) => !Object.hasOwn(EVENTS, type))).toEqual([]);
});

describe('D9 with a million rows', () => {
  const places: Record<string, Place | null> = {
    first: null,
    number: [1_700_000_000_000, 'id'],
    text: ['m', 'm'],
  };

  it.each(lists.map((list) => [list.path, list] as const))(
    '%s reads an index, page by page',
    async (_, list) => {
      const choices = [
        new Map<string, string>(),
        ...list.filters.map((filter) => new Map([[filter.name, sample(filter)]])),
      ];
      for (const chosen of choices)
        for (const place of Object.values(places)) {
          const { sql, values } = listStatement(reading, list, chosen, place, 51);
          const plan = (await planOf(sql, values)).join('; ');
          expect(plan, `${[...chosen]} ${place}`).not.toMatch(/\bSCAN\b|TEMP B-TREE/);
        }
    },
  );

  // The order alone is an index, too, and would be read to its end for a value that few rows have.
  it.each(
    lists.flatMap((list) =>
      list.filters.flatMap((filter) =>
        valuesOf(filter).map(
          (value) => [`${list.path}?${filter.name}=${value}`, filter, value, list] as const,
        ),
      ),
    ),
  )('%s searches an index for what a filter holds equal', async (_, filter, value, list) => {
    const { sql, values } = listStatement(reading, list, new Map([[filter.name, value]]), null, 51);
    const plan = (await planOf(sql, values)).join('; ');
    expect(plan).toMatch(new RegExp(`\\b${columnHeldEqual(filter, value)}=\\?`));
  });

  it('a person’s and a company’s page read what is theirs', async () => {
    for (const sql of Object.values(HISTORY))
      expect((await planOf(sql, ['x'])).join('; '), sql).not.toMatch(/\bSCAN\b/);
    expect((await planOf(MEMBERS, ['x', 1])).join('; ')).not.toMatch(/\bSCAN\b/);
    for (const sql of [...Object.values(INVITATIONS), ...Object.values(RECORD)])
      expect((await planOf(sql, ['x'])).join('; '), sql).not.toMatch(/\bSCAN\b/);
  });
});

describe('the pages of a list', () => {
  const AT = 1_600_000_000_000;

  it('come one after the other, each row once, though many are of the same moment and some are new', async () => {
    const ids = Array.from({ length: 120 }, (_, i) => `tie-${String(i).padStart(3, '0')}`);
    const insert = (id: string, at: number) =>
      env.DB.prepare(
        "INSERT INTO people (id, kind, address, name, company, created_at) VALUES (?1, 'prospect', ?2, ?1, 'Tie AG', ?3)",
      ).bind(id, `${id}@tie.example`, at);
    await env.DB.batch(ids.map((id) => insert(id, AT)));
    const seen: string[] = [];
    let path: string | undefined = '/console/people?company=tie&until=2020-09-14';
    for (let pages = 0; path !== undefined && pages < 5; pages++) {
      const html = await (await browser.get(path)).text();
      seen.push(...[...html.matchAll(/href="\/console\/people\/(tie-[^"]+)"/g)].map(([, id]) => id ?? ''));
      if (pages === 0) await insert('tie-new', AT).run();
      path = /<a rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen.filter((id) => id !== 'tie-new')).toEqual(ids);
    expect(new Set(seen).size).toBe(seen.length);
    expect(textOf(await (await browser.get('/console/people?address=TIE-09')).text())).toContain('tie-099');
    expect(textOf(await (await browser.get('/console/companies?domain=tie')).text())).toContain('121');
  });

  it('C16: take text that means something to SQL as text, and refuse what cannot be a filter', async () => {
    for (const typed of ["' OR 1=1 --", '%', '_', "x'); DROP TABLE people; --", '\u{10FFFF}', 'a\u0000b']) {
      const query = new URLSearchParams({ address: typed });
      const page = await browser.get(`/console/people?${query}`);
      expect([page.status, textOf(await page.text()).includes('There is nobody of that kind.')]).toEqual([
        200,
        true,
      ]);
    }
    const refused = [
      '/console/people?since=2026-02-30',
      '/console/people?since=yesterday',
      '/console/people?kind=emperor',
      `/console/people?address=${'a'.repeat(321)}`,
      '/console/people?after=x',
      '/console/people?after=[1]',
      '/console/people?after=[{},2]',
      '/console/people?format=xlsx',
      `/console/search?q=${'a'.repeat(321)}`,
    ];
    for (const path of refused) expect((await browser.get(path)).status, path).toBe(400);
    const page = textOf(await (await browser.get('/console/people?since=yesterday')).text());
    expect(page).toContain('From: enter a day such as 2026-11-30.');
  });
});

describe('what a list is filtered by', () => {
  it('grants by the domain of the company, downloads by the report, as they are written', async () => {
    const prospect = newProspect('soc2-type2', { address: `${crypto.randomUUID()}@filter.example` });
    await prospect.ask();
    await prospect.confirm();
    await prospect.browser.post('/access/soc2-type2/nda', await prospect.agreement());
    const of = async (path: string) =>
      JSON.parse(await (await browser.get(`${path}&format=json`)).text()) as {
        address: string;
        report: string;
      }[];
    const grants = await of('/console/grants?domain=@FILTER.example');
    expect(grants).toMatchObject([{ report: 'soc2-type2' }]);
    expect(await of('/console/grants?domain=ilter.example')).toEqual([]);
    await publish({ bodyLength: 2_000 });
    expect((await prospect.browser.get('/access/soc2-type2/file')).status).toBe(200);
    expect((await of('/console/downloads?report=soc2-type2')).length).toBe(1);
    expect(await of('/console/downloads?report=pentest-letter')).toEqual([]);
  });
});

describe('an export', () => {
  const formulas = [
    '=HYPERLINK("http://evil.example","x")',
    '+cmd|calc',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\uFF1D1+1',
    'quotes " and, commas',
    'two\r\nlines',
    'お客様',
  ];

  it('C6: no cell of a CSV begins a formula, and nothing is lost; JSON has the very text', async () => {
    await env.DB.batch(
      formulas.map((name, i) =>
        env.DB.prepare(
          "INSERT INTO people (id, kind, address, name, company, created_at) VALUES (?1, 'prospect', ?2, ?3, 'Formula AG', 1)",
        ).bind(`formula-${i}`, `formula${i}@formula.example`, name),
      ),
    );
    const answer = await browser.get('/console/people?address=formula&format=csv');
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="people-\d{4}-\d{2}-\d{2}\.csv"$/,
    );
    expect(answer.headers.get('Content-Security-Policy')).toBe(
      "sandbox; default-src 'none'; frame-ancestors 'none'",
    );
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    for (const cell of text.split(/","|^"|"$/gm)) expect(cell).not.toMatch(/^[=+\-@\t\uFF1D]/);
    expect(text).toContain('"\'=HYPERLINK(""http://evil.example"",""x"")"');
    expect(text).toContain('"two\r\nlines"');
    expect(text.split('\r\n')[0]).toBe('"name","company","address","kind","since","id"');

    const json = JSON.parse(await (await browser.get('/console/people?address=formula&format=json')).text());
    expect(json.map(({ name }: { name: string }) => name)).toEqual(formulas);
  });

  it('goes on past a thousand rows, and has each once', async () => {
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
       INSERT INTO events (at, type, actor, object) SELECT i, 'many.made', 'system', 'many' FROM n`,
    ).run();
    const json = JSON.parse(await (await browser.get('/console/events?object=many&format=json')).text());
    expect(json).toHaveLength(2500);
    expect(new Set(json.map(({ id }: { id: number }) => id)).size).toBe(2500);
    expect(JSON.parse(await (await browser.get('/console/events?object=none&format=json')).text())).toEqual(
      [],
    );
  });

  it('shows the times of an event as times, and its numbers as numbers', async () => {
    await env.DB.prepare('INSERT INTO events (at, type, actor, object, detail) VALUES (1, ?1, ?2, ?3, ?4)')
      .bind(
        'grant.made',
        'system',
        'timed',
        JSON.stringify({ expires: Date.UTC(2027, 1, 25, 9, 30), last: 906_881 }),
      )
      .run();
    const page = textOf(await (await browser.get('/console/events?object=timed')).text());
    expect(page).toContain('expires: 25 Feb 2027, 09:30 UTC');
    expect(page).toContain('last: 906881');
  });

  it('C17: is in the record with the filters and without what was looked for; so is tracing a copy', async () => {
    await browser.get('/console/people?address=secret&format=csv');
    await browser.get('/console/people?address=secret');
    const exported = await rows<{ object: string; detail: string }>(
      "SELECT object, detail FROM events WHERE type = 'list.exported' AND actor = ?1 ORDER BY id DESC LIMIT 1",
      person,
    );
    expect(exported).toEqual([{ object: 'list:people', detail: '{"format":"csv","filters":"address"}' }]);
  });

  it('C17: so is opening a person’s page, each time, and nothing of the person', async () => {
    const reader = await signIn(openBrowser(), { kind: 'customer' });
    await browser.head(`/console/people/${reader}`);
    await browser.get('/console/people/nobody');
    expect(await eventsAbout(reader)).toEqual([]);
    await browser.get(`/console/people/${reader}`);
    await browser.get(`/console/people/${reader}`);
    const opened = await rows('SELECT type, actor, detail FROM events WHERE object = ?1', reader);
    expect(opened).toEqual(Array(2).fill({ type: 'person.opened', actor: person, detail: '{}' }));
  });
});

describe('C5, C19: what strangers wrote', () => {
  const polyglots = [
    '<svg onload=alert(1)>',
    '"><img src=x onerror=alert(2)>',
    "javascript:/*--></title></style></textarea></script><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+alert(3)//'>",
    '</main><script>alert(4)</script>',
    '\u001b[31mred\u202eesrever',
  ];

  it('is text on every page', async () => {
    for (const [i, text] of polyglots.entries()) {
      const id = `polyglot-${i}`;
      await env.DB.batch([
        env.DB.prepare(
          `INSERT INTO people (id, kind, issuer, subject, address, name, company, created_at)
           VALUES (?1, 'customer', 'https://idp.example', ?2, ?3, ?2, ?2, ?4)`,
        ).bind(id, text, `${text.slice(0, 20)}@polyglot${i}.example`, Date.now()),
        env.DB.prepare(
          `INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
           VALUES (?1, 'pentest-letter', ?1, ?2, ?2, ?2, 'x', 'pending', ?2, ?2, ?3, ?3)`,
        ).bind(id, text, Date.now()),
        env.DB.prepare(
          'INSERT INTO events (at, type, actor, object, detail) VALUES (1, ?1, ?2, ?1, ?3)',
        ).bind(text, id, JSON.stringify({ [text]: text })),
      ]);
    }
    const paths = [
      '/console',
      '/console/requests',
      '/console/people',
      '/console/companies',
      '/console/events',
      '/console/search?q=%3Csvg',
      ...polyglots.flatMap((text, i) => [
        `/console/people/polyglot-${i}`,
        `/console/requests/polyglot-${i}`,
        `/console/search?${new URLSearchParams({ q: text })}`,
        `/console/people?${new URLSearchParams({ name: text })}`,
      ]),
    ];
    for (const path of paths) {
      const page = await browser.get(path);
      const html = await page.text();
      expect(page.status, path).toBe(200);
      expect(html, path).not.toMatch(/<svg[ /]onload|<img src=x|<script>alert|<\/title><\/style>/);
      expect(page.headers.get('Content-Security-Policy'), path).toContain("default-src 'none'");
    }
    expect(textOf(await (await browser.get('/console/requests/polyglot-0')).text())).toContain(polyglots[0]);
  });
});
