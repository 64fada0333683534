import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../worker/config.ts';
import { openBrowser } from './access/browser.ts';
import { serverWith } from './login/server.ts';

const local = { ...env } as unknown as Record<string, unknown>;

/** A deployment as it should be. */
const production = {
  ...local,
  ORIGIN: 'https://trust.example.com',
  SESSION_SECRET: 'k'.repeat(44),
  OIDC_ISSUER: 'https://login.example.com/tenant',
  OIDC_CLIENT_SECRET: 'customer-secret',
  STAFF_OIDC_ISSUER: 'https://login.example.com/tenant',
  STAFF_OIDC_CLIENT_SECRET: 'staff-secret',
  MAIL_PROVIDER: 'smtp',
  SMTP_HOST: 'mail.example.com',
  SMTP_PASSWORD: 'mail-secret',
};

const api = {
  MAIL_PROVIDER: 'api',
  MAIL_API_URL: 'https://mail.example.com/emails',
  MAIL_API_KEY: 'key-of-the-mail-service',
};

const findings = (settings: Record<string, unknown>) => {
  const read = readConfig(settings);
  return 'findings' in read ? read.findings.map(({ setting }) => setting) : [];
};

test('the local settings and a deployment’s are accepted', () => {
  expect(findings(local)).toEqual([]);
  expect(findings(production)).toEqual([]);
  expect(findings({ ...production, ...api })).toEqual([]);
  expect(findings({ ...production, MAIL_PROVIDER: 'api' })).toEqual(['MAIL_API_URL', 'MAIL_API_KEY']);
  expect(readConfig(local)).toMatchObject({ config: { local: true } });
  expect(readConfig(production)).toMatchObject({ config: { local: false } });
});

describe('O25 a deployment refuses what only a demo may have', () => {
  test.each<[string, Record<string, string>]>([
    ['ORIGIN', { ORIGIN: 'http://trust.example.com' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'http://login.example.com' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://localhost:8788' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://127.0.0.1' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://127.1' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://0x7f000001' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://[::1]' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://idp.localhost' }],
    ['STAFF_OIDC_ISSUER', { STAFF_OIDC_ISSUER: 'http://127.0.0.1:8788' }],
    ['SESSION_SECRET', { SESSION_SECRET: String(local.SESSION_SECRET) }],
    ['OIDC_CLIENT_SECRET', { OIDC_CLIENT_SECRET: String(local.OIDC_CLIENT_SECRET) }],
    ['STAFF_OIDC_CLIENT_SECRET', { STAFF_OIDC_CLIENT_SECRET: String(local.STAFF_OIDC_CLIENT_SECRET) }],
    ['SMTP_HOST', { SMTP_HOST: '127.0.0.1' }],
    ['SMTP_HOST', { SMTP_HOST: 'localhost' }],
    ['SMTP_HOST', { SMTP_HOST: 'LocalHost' }],
    ['MAIL_API_URL', { ...api, MAIL_API_URL: 'http://mail.example.com/emails' }],
    ['MAIL_API_URL', { ...api, MAIL_API_URL: 'https://127.0.0.1/emails' }],
    ['MAIL_API_KEY', { ...api, MAIL_API_KEY: 'demo-only-key' }],
    ['STAFF_WEBHOOK_URL', { STAFF_WEBHOOK_URL: 'http://hooks.example.com/x' }],
    ['STAFF_WEBHOOK_URL', { STAFF_WEBHOOK_URL: 'https://localhost/x' }],
  ])('%s %j', (setting, change) => expect(findings({ ...production, ...change })).toContain(setting));
});

describe('O25 further providers of customers are data, checked with the rest', () => {
  const partners = {
    id: 'partners',
    name: 'Partners',
    issuer: 'https://partners.example.com',
    clientId: 'x',
  };
  const having = (list: unknown, more: Record<string, unknown> = {}) => ({
    ...production,
    OIDC_CLIENT_SECRET_PARTNERS: 'partner-secret',
    OIDC_PROVIDERS: list,
    ...more,
  });

  test.each([
    ['as JSON', JSON.stringify([partners])],
    ['as wrangler.toml has them', [partners]],
  ])('%s: with scope, and the secret of its own name', (_name, list) => {
    const [read] = [readConfig(having(list))];
    expect(read).toMatchObject({
      config: {
        OIDC_PROVIDERS: [{ ...partners, scope: 'openid profile email', clientSecret: 'partner-secret' }],
      },
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no JSON', having('[{'), 'OIDC_PROVIDERS'],
    ['no list', having({ ...partners }), 'OIDC_PROVIDERS'],
    ['a field that there is not', having([{ ...partners, plan: 'gold' }]), 'OIDC_PROVIDERS'],
    ['a secret among the settings', having([{ ...partners, clientSecret: 'x' }]), 'OIDC_PROVIDERS'],
    ['an id for paths', having([{ ...partners, id: '../staff' }]), 'OIDC_PROVIDERS'],
    ['the id of the staff’s', having([{ ...partners, id: 'staff' }]), 'OIDC_PROVIDERS'],
    ['an id twice', having([partners, { ...partners, issuer: 'https://b.example.com' }]), 'OIDC_PROVIDERS'],
    ['an issuer twice', having([{ ...partners, issuer: production.OIDC_ISSUER }]), 'OIDC_PROVIDERS'],
    ['with a slash', having([{ ...partners, issuer: `${production.OIDC_ISSUER}/` }]), 'OIDC_PROVIDERS'],
    ['plain http', having([{ ...partners, issuer: 'http://partners.example.com' }]), 'OIDC_PROVIDERS'],
    ['this machine', having([{ ...partners, issuer: 'https://127.0.0.1' }]), 'OIDC_PROVIDERS'],
    ['HS256', having([{ ...partners, algorithms: ['HS256'] }]), 'OIDC_PROVIDERS'],
    ['no openid', having([{ ...partners, scope: 'profile' }]), 'OIDC_PROVIDERS'],
    [
      'no secret',
      having([partners], { OIDC_CLIENT_SECRET_PARTNERS: undefined }),
      'OIDC_CLIENT_SECRET_PARTNERS',
    ],
    [
      'the demo’s secret',
      having([partners], { OIDC_CLIENT_SECRET_PARTNERS: 'demo-only-partner' }),
      'OIDC_CLIENT_SECRET_PARTNERS',
    ],
  ])('%s is refused', (_name, settings, setting) => {
    expect(findings(settings).map((finding) => finding.split('.')[0])).toContain(setting);
  });
});

describe('F12 O2 settings that are missing or malformed', () => {
  test.each<[string, unknown]>([
    ['SESSION_SECRET', undefined],
    ['SESSION_SECRET', 'short'],
    ['OIDC_CLIENT_ID', ''],
    ['OIDC_ISSUER', 'login.example.com'],
    ['OIDC_ISSUER', 'javascript:alert(1)'],
    ['OIDC_ISSUER', 'https://login.example.com/?tenant=1'],
    ['OIDC_ALGORITHMS', 'HS256'],
    ['OIDC_ALGORITHMS', 'RS256 none'],
    ['OIDC_ALGORITHMS', ''],
    ['OIDC_SCOPE', 'profile email'],
    ['OIDC_TIMEOUT_MS', '60000'],
    ['ORIGIN', 'https://trust.example.com/path'],
    ['MAIL_PROVIDER', 'pigeon'],
    ['MAIL_WEBHOOK_SECRET', 'whsec_short'],
    ['STAFF_WEBHOOK_TELLS', 'everything'],
  ])('%s %j', (setting, value) => {
    const named = findings({ ...production, [setting]: value });
    expect(named.map((finding) => finding.split('.')[0])).toContain(setting);
  });

  test('algorithms are a list, and two of them unless told', () => {
    const read = readConfig({ ...production, OIDC_ALGORITHMS: 'ES256, PS256' });
    expect(read).toMatchObject({ config: { OIDC_ALGORITHMS: ['ES256', 'PS256'] } });
    expect(readConfig(production)).toMatchObject({ config: { OIDC_ALGORITHMS: ['RS256', 'ES256'] } });
  });

  test.each(['/access/soc2-type2', '/login/callback', '/console', '/health', '/version'])(
    'F12 a Worker without its secret serves nothing at %s, and says no more than that',
    async (path) => {
      const response = await openBrowser(serverWith({ SESSION_SECRET: '' })).get(path);
      expect(response.status).toBe(503);
      expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
      const text = await response.text();
      expect(text).toContain('Not set up yet');
      expect(text).not.toContain('SESSION_SECRET');
    },
  );
});
