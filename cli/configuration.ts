import { existsSync } from 'node:fs';
import type { experimental_readRawConfig } from 'wrangler';
import { providerSecretName } from '../schema/provider-secret.ts';
import type { Finding } from './finding.ts';

/** `trust doctor`: what wrangler.toml says about the deployment, `[env.production]`. */

const PLACEHOLDER_ID = /^0{8}-(0{4}-){3}0{12}$/;
const LOOPBACK = /^https?:\/\/(127\.|localhost|\[::1\])/;

/** The bindings that the Worker cannot do without, and the part of wrangler.toml that makes each. */
const BINDINGS: readonly (readonly [name: string, find: (section: Section) => unknown, table: string])[] = [
  ['DB', ({ d1_databases }) => bound(d1_databases, 'DB'), '[[env.production.d1_databases]]'],
  ['REPORTS', ({ r2_buckets }) => bound(r2_buckets, 'REPORTS'), '[[env.production.r2_buckets]]'],
  [
    'MAIL_QUEUE',
    ({ queues }) => bound(queues?.producers, 'MAIL_QUEUE'),
    '[[env.production.queues.producers]]',
  ],
  ['MAIL_LIMIT', ({ ratelimits }) => named(ratelimits, 'MAIL_LIMIT'), '[[env.production.ratelimits]]'],
  ['LOGIN_LIMIT', ({ ratelimits }) => named(ratelimits, 'LOGIN_LIMIT'), '[[env.production.ratelimits]]'],
  [
    'DOWNLOAD_LIMIT',
    ({ ratelimits }) => named(ratelimits, 'DOWNLOAD_LIMIT'),
    '[[env.production.ratelimits]]',
  ],
  ['MCP_LIMIT', ({ ratelimits }) => named(ratelimits, 'MCP_LIMIT'), '[[env.production.ratelimits]]'],
];

const VARS = [
  'ORIGIN',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'STAFF_OIDC_ISSUER',
  'STAFF_OIDC_CLIENT_ID',
  'MAIL_PROVIDER',
  'MAIL_FROM',
] as const;

const SECRETS = ['SESSION_SECRET', 'OIDC_CLIENT_SECRET', 'STAFF_OIDC_CLIENT_SECRET'] as const;

type Config = ReturnType<typeof experimental_readRawConfig>['rawConfig'];
type Section = NonNullable<NonNullable<Config['env']>[string]>;

/**
 * Examines the deployment that wrangler.toml describes.
 *
 * @param file - path of wrangler.toml
 */
export async function examineConfiguration(file: string): Promise<Finding[]> {
  if (!existsSync(file)) return [missing(file, 'is not there', 'copy it from the project')];
  // Loaded here and not above: wrangler takes a second that no other command should wait for.
  const wrangler = await import('wrangler');
  const { rawConfig } = wrangler.experimental_readRawConfig({ config: file });
  const section = rawConfig.env?.production;
  if (!section) {
    return [
      missing(
        'wrangler.toml',
        'has no [env.production]: what it describes is the local system',
        'add [env.production] with your own vars and bindings: docs/deployment.md has one to copy',
      ),
      note('secrets', `a deployment needs ${SECRETS.join(', ')}`, secretCommand('SESSION_SECRET')),
    ];
  }
  return [
    ...BINDINGS.map(([name, find, table]) =>
      find(section)
        ? ok(`binding ${name}`)
        : missing(`binding ${name}`, 'is not there', `add ${table} to wrangler.toml`),
    ),
    ...examineDatabase(section),
    ...examineMailService(section),
    ...examineVars(section),
    note(
      'secrets',
      `wrangler.toml does not hold them: ${[...SECRETS, ...providerSecrets(section), ...mailSecrets(section)].join(', ')}`,
      `npx wrangler secret list --env production, then ${secretCommand('NAME')}`,
    ),
  ];
}

function examineDatabase({ d1_databases }: Section): Finding[] {
  const databases: readonly { binding?: string; database_id?: string }[] = d1_databases ?? [];
  const id = bound(databases, 'DB')?.database_id;
  if (id !== undefined && !PLACEHOLDER_ID.test(id)) return [];
  return [
    missing(
      'database',
      'has the placeholder for its id',
      'npx wrangler d1 create vitrine, and put its id in wrangler.toml',
    ),
  ];
}

/** Without the binding every mail would fail, and only the log would say so. */
function examineMailService({ vars = {}, send_email }: Section): Finding[] {
  if (vars.MAIL_PROVIDER !== 'binding') return [];
  return [
    named(send_email, 'EMAIL')
      ? ok('binding EMAIL')
      : missing(
          'binding EMAIL',
          'is not there',
          'add [[env.production.send_email]], or use MAIL_PROVIDER = "smtp" or "api"',
        ),
  ];
}

function examineVars({ vars = {} }: Section): Finding[] {
  const value = (name: string) => (typeof vars[name] === 'string' ? vars[name] : '');
  const findings = VARS.filter((name) => value(name) === '').map((name) =>
    missing(name, 'is not set', `set it in [env.production.vars] of wrangler.toml`),
  );
  for (const name of ['ORIGIN', 'OIDC_ISSUER', 'STAFF_OIDC_ISSUER']) {
    if (value(name) === '' || (value(name).startsWith('https://') && !LOOPBACK.test(value(name)))) continue;
    findings.push(
      missing(name, `is ${value(name)}, which is this machine or not https`, 'set your own in wrangler.toml'),
    );
  }
  if (value('MAIL_PROVIDER') === 'smtp' && value('SMTP_HOST') === '') {
    findings.push(missing('SMTP_HOST', 'is not set', 'set it in [env.production.vars] of wrangler.toml'));
  }
  if (value('MAIL_PROVIDER') === 'api' && value('MAIL_API_URL') === '') {
    findings.push(missing('MAIL_API_URL', 'is not set', 'set it in [env.production.vars] of wrangler.toml'));
  }
  return findings.length > 0 ? findings : [ok('vars')];
}

/** One for each further provider of customers; that the list is sound is for the Worker to check. */
function providerSecrets({ vars = {} }: Section): string[] {
  const listed: unknown = vars.OIDC_PROVIDERS;
  const ids = JSON.stringify(listed ?? []).matchAll(/\bid\W+([a-z][a-z0-9-]*)/g);
  return [...ids].map(([, id = '']) => providerSecretName(id));
}

function mailSecrets({ vars = {} }: Section): string[] {
  if (vars.MAIL_PROVIDER === 'api') return ['MAIL_API_KEY'];
  return vars.MAIL_PROVIDER === 'smtp' ? ['SMTP_PASSWORD'] : [];
}

function secretCommand(name: string): string {
  return `openssl rand -base64 32 | npx wrangler secret put ${name} --env production`;
}

function bound<T extends { binding?: string | undefined }>(
  list: readonly T[] | undefined,
  name: string,
): T | undefined {
  return list?.find(({ binding }) => binding === name);
}

function named<T extends { name: string }>(list: readonly T[] | undefined, name: string): T | undefined {
  return list?.find((one) => one.name === name);
}

function ok(subject: string): Finding {
  return { level: 'ok', subject, message: 'is there' };
}

function note(subject: string, message: string, mend: string): Finding {
  return { level: 'note', subject, message, mend };
}

function missing(subject: string, message: string, mend: string): Finding {
  return { level: 'missing', subject, message, mend };
}
