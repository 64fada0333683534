import { describe, expect, test } from 'vitest';
import { identityOf, isAdmitted } from '../../../worker/login/identity.ts';
import { safeReturnPath } from '../../../worker/login/return-path.ts';
import { rows } from '../access/rows.ts';
import { ScriptedProvider } from './scripted-login.ts';

describe('O20 where a sign-in may lead back to', () => {
  test.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https:evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    '/a%0d%0aSet-Cookie:%20x=y',
    '/a\r\nSet-Cookie: x=y',
    '/a//evil.example',
    '/@evil.example:80\\',
    '/a#b',
    ' /access',
    '',
    `/${'a'.repeat(600)}`,
    ['/access'],
    undefined,
  ])('%j falls back', (value) => expect(safeReturnPath(value, '/reports')).toBe('/reports'));

  test.each(['/', '/console', '/access/soc2-type2/copy', '/console?page=2&state=open'])(
    '%s stays',
    (value) => {
      expect(safeReturnPath(value)).toBe(value);
      expect(new URL(safeReturnPath(value), 'https://trust.example').origin).toBe('https://trust.example');
    },
  );

  test('O20 in a real sign-in', async () => {
    const provider = await ScriptedProvider.start();
    const back = async (form: Record<string, string>) =>
      (await provider.login({ form })).response.headers.get('Location');
    expect(await back({ return_to: '//evil.example' })).toBe('/');
    expect(await back({ return_to: '/access/soc2-type2' })).toBe('/access/soc2-type2');
  });
});

describe('O21 a person is an issuer and a subject', () => {
  const idOf = async (provider: ScriptedProvider, sub: string) => {
    const { response } = await provider.login({ token: ({ claims }) => provider.sign({ ...claims, sub }) });
    expect(response.status).toBe(303);
    const [row] = await rows<{ id: string }>(
      'SELECT id FROM people WHERE issuer = ?1 AND subject = ?2',
      provider.issuer,
      sub,
    );
    return row?.id;
  };

  test('the same address under a new subject, or the same subject elsewhere, is somebody else', async () => {
    const [one, other] = [await ScriptedProvider.start(), await ScriptedProvider.start()];
    const first = await idOf(one, 'subject-a');
    expect(await idOf(one, 'subject-a')).toBe(first);
    const ids = new Set([first, await idOf(one, 'subject-b'), await idOf(other, 'subject-a')]);
    expect(ids.size).toBe(3);
    expect(ids.has(undefined)).toBe(false);
  });

  test('name, company and address are what the provider says today', async () => {
    const provider = await ScriptedProvider.start();
    await provider.login();
    await provider.login({ token: ({ claims }) => provider.sign({ ...claims, name: 'Renamed' }) });
    expect(await rows('SELECT name FROM people WHERE issuer = ?1', provider.issuer)).toEqual([
      { name: 'Renamed' },
    ]);
  });
});

describe('the rule that narrows customers', () => {
  const rules = (claim: string, equals: string) => ({ customerClaim: { claim, equals }, staffGroup: 'g' });

  test.each<[string, Record<string, unknown>, ReturnType<typeof rules>, boolean]>([
    ['equal', { tenant: 'acme' }, rules('tenant', 'acme'), true],
    ['in a list', { tenant: ['x', 'acme'] }, rules('tenant', 'acme'), true],
    ['other', { tenant: 'acme2' }, rules('tenant', 'acme'), false],
    ['longer', { tenant: 'acme.evil' }, rules('tenant', 'acme'), false],
    ['absent', {}, rules('tenant', 'acme'), false],
    ['inherited', {}, rules('constructor', 'Object'), false],
    [
      'O22 an address that was verified',
      { email: 'a@b.c', email_verified: true },
      rules('email', 'a@b.c'),
      true,
    ],
    [
      'O22 an address that was not',
      { email: 'a@b.c', email_verified: false },
      rules('email', 'a@b.c'),
      false,
    ],
    ['O22 an address of which nobody says', { email: 'a@b.c' }, rules('email', 'a@b.c'), false],
    ['O22 "true" is not true', { email: 'a@b.c', email_verified: 'true' }, rules('email', 'a@b.c'), false],
  ])('%s', (_name, claims, rule, admitted) => expect(isAdmitted('customer', claims, rule)).toBe(admitted));

  test('without a rule every account is a customer’s', () => {
    expect(isAdmitted('customer', {}, { customerClaim: null, staffGroup: 'g' })).toBe(true);
  });
});

test.each([
  ['is vouched for', { email_verified: true }, 0],
  ['is not', { email_verified: false }, 1],
  ['is vouched for in another type', { email_verified: 'true' }, 1],
  ['is none', { email: 'nobody', email_verified: false }, 0],
])(
  'O22: whether an address %s is on record with it, and again at each sign-in',
  async (_name, changed, unvouched) => {
    const provider = await ScriptedProvider.start();
    const sub = crypto.randomUUID();
    for (const [claims, expected] of [
      [changed, unvouched],
      [{ email_verified: true }, 0],
    ] as const) {
      const { response } = await provider.login({
        token: (token) => provider.sign({ ...token.claims, sub, ...claims }),
      });
      expect(response.status).toBe(303);
      expect(
        await rows(
          'SELECT address_unvouched AS n FROM people WHERE issuer = ?1 AND subject = ?2',
          provider.issuer,
          sub,
        ),
      ).toEqual([{ n: expected }]);
    }
  },
);

describe('what a profile says about itself', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a name', { name: ' Ada \n Example ' }, 'Ada Example'],
    ['no name but an address', { email: 'a@b.c' }, 'a@b.c'],
    ['nothing', {}, 'sub-1'],
    ['only spaces', { name: ' \u200b\u00a0 ' }, 'sub-1'],
    ['a name that is no text', { name: { first: 'Ada' } }, 'sub-1'],
    ['controls and overrides', { name: 'A\u0000d\u202Ea\u2066' }, 'A da'],
    ['half a character', { name: 'Ada\ud800' }, 'Ada\ufffd'],
    ['300 characters outside of the first plane', { name: '😀'.repeat(300) }, '😀'.repeat(200)],
    ['decomposed letters', { name: 'Ko\u0308ln' }, 'Köln'],
  ])('%s', (_name, claims, name) =>
    expect(identityOf('https://idp.example', 'sub-1', claims).name).toBe(name),
  );

  test('an address is one only with an @', () => {
    expect(identityOf('i', 's', { email: 'nobody' }).address).toBe(null);
    expect(identityOf('i', 's', { email: 'a@b.c' }).address).toBe('a@b.c');
    // M10: a domain in its one form, as everybody else's is kept; the part before it as the provider writes it.
    for (const [email, address] of [
      ['Ada@BÜCHER.example', 'Ada@xn--bcher-kva.example'],
      ['ada@Company.EXAMPLE', 'ada@company.example'],
      ['ada@company。example', 'ada@company。example'],
      ['"a@b"@company.example', '"a@b"@company.example'],
      ['ada@[192.0.2.1]', 'ada@[192.0.2.1]'],
      ['ada@', 'ada@'],
    ])
      expect(identityOf('i', 's', { email }).address, email).toBe(address);
  });
});
