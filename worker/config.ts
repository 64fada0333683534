import { z } from 'zod';
import { providerSecretName } from '../schema/provider-secret.ts';
import { Failure } from './problem.ts';

/**
 * The deployment's settings, read once and checked as a whole: a Worker with half a configuration serves nothing.
 *
 * A deployment is local when its own origin is a loopback address, and only then may anything be a demo. Every other
 * origin has to be https, and then plain-http issuers, the demo's secrets and a loopback mail sink are refused.
 */

/** What the demo's secrets begin with. A production deployment refuses to run on one of them. */
const DEMO_SECRET_PREFIX = 'demo-only-';

const MINIMUM_SECRET_LENGTH = 32;
const LOOPBACK_HOST = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|::1)$/i;

/** Signature algorithms that can be allowed: asymmetric ones only (RFC 8725 section 3.1). */
const SIGNATURE_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const CUSTOMER_SCOPE = 'openid profile email';

const origin = z
  .url()
  .refine(
    (value) => URL.parse(value)?.origin === value,
    'expected an origin without a path, such as https://trust.example.com',
  );
const issuer = z
  .url({ protocol: /^https?$/ })
  .refine(
    (value) => !/[?#@]/.test(value),
    'expected the issuer exactly as its discovery document has it, without query or fragment',
  );
const algorithms = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ''))
  .pipe(z.array(z.enum(SIGNATURE_ALGORITHMS)).min(1, `expected some of ${SIGNATURE_ALGORITHMS.join(', ')}`));
const scope = z.string().regex(/(^| )openid( |$)/, 'expected scopes with openid among them');
const secret = z
  .string()
  .min(
    MINIMUM_SECRET_LENGTH,
    `expected at least ${MINIMUM_SECRET_LENGTH} characters; make one with \`openssl rand -base64 32\``,
  );
const name = z.string().min(1, 'expected a value');
const optionalUrl = z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default('');
/** As Standard Webhooks writes secrets; 24 bytes are 32 characters of base64. */
const webhookSecret = z
  .string()
  .regex(/^(whsec_[A-Za-z0-9+/]{32,88}={0,2})?$/, 'expected the secret as the mail service shows it: whsec_…')
  .default('');

/** A further identity provider of customers, beside the company's own. Its client secret is a secret of its own. */
const provider = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected a short name of lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(60, 'expected at most 60 characters'),
  issuer,
  clientId: name,
  scope: scope.default(CUSTOMER_SCOPE),
  algorithms: z.array(z.enum(SIGNATURE_ALGORITHMS)).min(1).optional(),
});
const providers = z.preprocess(
  (value) => (typeof value === 'string' ? parseJson(value) : value),
  z.array(provider, 'expected a list of providers, as JSON'),
);
/** They are what the addresses of sign-ins call the company's own provider and the staff's. */
const RESERVED_IDS: readonly string[] = ['customer', 'staff'];

const settings = z
  .object({
    ORIGIN: origin,
    SESSION_SECRET: secret,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: name,
    OIDC_CLIENT_SECRET: name,
    STAFF_OIDC_ISSUER: issuer,
    STAFF_OIDC_CLIENT_ID: name,
    STAFF_OIDC_CLIENT_SECRET: name,
    OIDC_ALGORITHMS: algorithms.default(['RS256', 'ES256']),
    OIDC_SCOPE: scope.default(CUSTOMER_SCOPE),
    OIDC_PROVIDERS: providers.default([]),
    OIDC_TIMEOUT_MS: z.coerce.number().int().min(100).max(5_000).default(4_500),
    STAFF_OIDC_SCOPE: scope.default('openid profile email groups'),
    MAIL_PROVIDER: z.enum(['smtp', 'binding', 'api']),
    MAIL_FROM: z.email(),
    MAIL_RETURN: z
      .union([z.literal(''), z.email().regex(/^[^+]+$/, 'expected an address without a tag')])
      .default(''),
    SMTP_HOST: z.string().default(''),
    SMTP_PORT: z.coerce.number().int().min(1).max(65_535).default(465),
    SMTP_USER: z.string().default(''),
    SMTP_PASSWORD: z.string().default(''),
    MAIL_API_URL: optionalUrl,
    MAIL_API_FORMAT: z.enum(['resend', 'postmark']).default('resend'),
    MAIL_API_KEY: z.string().default(''),
    MAIL_WEBHOOK_SECRET: webhookSecret,
    MAIL_WEBHOOK_PASSWORD: z.union([z.literal(''), secret]).default(''),
    STAFF_WEBHOOK_URL: optionalUrl,
    STAFF_WEBHOOK_TELLS: z.enum(['report', 'company', 'person']).default('company'),
    BUILD_ID: z.string().default('local'),
  })
  .superRefine((values, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (values.MAIL_PROVIDER === 'smtp' && values.SMTP_HOST === '')
      refuse('SMTP_HOST', 'expected the host of the mail server');
    for (const id of repeated([...RESERVED_IDS, ...values.OIDC_PROVIDERS.map((one) => one.id)]))
      refuse('OIDC_PROVIDERS', `expected an id of its own for each provider, found "${id}" again`);
    // A person is an issuer and a subject: two ways to the same issuer would be two names for one person.
    for (const url of repeated(
      [values.OIDC_ISSUER, ...values.OIDC_PROVIDERS.map((one) => one.issuer)].map(plainUrl),
    ))
      refuse('OIDC_PROVIDERS', `expected an issuer of its own for each provider, found ${url} again`);
    if (values.MAIL_PROVIDER === 'api') {
      if (values.MAIL_API_URL === '')
        refuse('MAIL_API_URL', 'expected the address of the mail service’s API');
      if (values.MAIL_API_KEY === '') refuse('MAIL_API_KEY', 'expected the key of the mail service');
    }
    if (isLoopback(values.ORIGIN)) return;
    if (!isHttps(values.ORIGIN)) refuse('ORIGIN', 'expected https');
    for (const field of ['OIDC_ISSUER', 'STAFF_OIDC_ISSUER'] as const) {
      if (!isHttps(values[field])) refuse(field, 'expected https');
      if (isLoopback(values[field])) refuse(field, 'expected a public identity provider, not this machine');
    }
    for (const { id, issuer } of values.OIDC_PROVIDERS) {
      if (!isHttps(issuer) || isLoopback(issuer))
        refuse('OIDC_PROVIDERS', `${id}: expected https, and a public identity provider`);
    }
    for (const field of ['MAIL_API_URL', 'STAFF_WEBHOOK_URL'] as const) {
      if (values[field] === '') continue;
      if (!isHttps(values[field])) refuse(field, 'expected https');
      if (isLoopback(values[field])) refuse(field, 'expected a server elsewhere, not this machine');
    }
    for (const field of [
      'SESSION_SECRET',
      'OIDC_CLIENT_SECRET',
      'STAFF_OIDC_CLIENT_SECRET',
      'SMTP_PASSWORD',
      'MAIL_API_KEY',
      'MAIL_WEBHOOK_PASSWORD',
    ] as const) {
      if (values[field].startsWith(DEMO_SECRET_PREFIX))
        refuse(field, 'expected a secret of your own, not the demo’s');
    }
    if (values.MAIL_PROVIDER === 'smtp' && LOOPBACK_HOST.test(values.SMTP_HOST)) {
      refuse('SMTP_HOST', 'expected a mail server, not the local mailbox');
    }
  });

/** The checked settings. `local` is true where the site's own origin is a loopback address. */
export type Config = Omit<z.infer<typeof settings>, 'OIDC_PROVIDERS'> & {
  readonly OIDC_PROVIDERS: readonly CustomerProvider[];
  readonly local: boolean;
};

/** A further identity provider of customers, with the secret of our client there. */
type CustomerProvider = z.infer<typeof provider> & { readonly clientSecret: string };

/** One thing wrong with the configuration, in words for the operator. */
export interface ConfigFinding {
  readonly setting: string;
  readonly message: string;
}

/**
 * The settings, for what runs without a request.
 *
 * @param env - the Worker's bindings and variables
 * @throws Failure configuration
 */
export function checkedConfig(env: Env): Config {
  const read = readConfig(env as unknown as Record<string, unknown>);
  if ('findings' in read) throw new Failure('configuration', { cause: JSON.stringify(read.findings) });
  return read.config;
}

/**
 * Checks a deployment's settings.
 *
 * @param env - the Worker's bindings and variables; what is not a setting is ignored
 * @returns the settings, or everything that is wrong with them
 */
export function readConfig(env: Record<string, unknown>): { config: Config } | { findings: ConfigFinding[] } {
  const result = settings.safeParse(env);
  if (!result.success) {
    return {
      findings: result.error.issues.map((issue) => ({
        setting: issue.path.join('.'),
        message: env[String(issue.path[0])] === undefined ? 'is missing' : issue.message,
      })),
    };
  }
  const local = isLoopback(result.data.ORIGIN);
  const findings: ConfigFinding[] = [];
  const providers = result.data.OIDC_PROVIDERS.map((one): CustomerProvider => {
    const setting = providerSecretName(one.id);
    const clientSecret = env[setting];
    if (typeof clientSecret !== 'string' || clientSecret === '')
      findings.push({ setting, message: 'is missing' });
    else if (!local && clientSecret.startsWith(DEMO_SECRET_PREFIX))
      findings.push({ setting, message: 'expected a secret of your own, not the demo’s' });
    return { ...one, clientSecret: String(clientSecret) };
  });
  if (findings.length > 0) return { findings };
  return { config: { ...result.data, OIDC_PROVIDERS: providers, local } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function repeated(values: readonly string[]): Set<string> {
  return new Set(values.filter((value, index) => values.indexOf(value) !== index));
}

function plainUrl(url: string): string {
  return (URL.parse(url)?.href ?? url).replace(/\/$/, '');
}

// These run on addresses that may be malformed: every finding is wanted at once.
function isLoopback(url: string): boolean {
  return LOOPBACK_HOST.test(URL.parse(url)?.hostname ?? '');
}

function isHttps(url: string): boolean {
  return URL.parse(url)?.protocol === 'https:';
}
