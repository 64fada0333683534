import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { demoAccounts } from './identity/accounts.ts';
import { memoryStore } from './identity/memory.ts';
import { signInPage, signInPolicy } from './identity/sign-in-page.ts';
import { localSecrets } from './secrets.ts';

/**
 * A real OpenID provider with demo accounts, over plain http on the loopback address: what a company's own provider is to
 * its trust center. Keys are new at every start. Consent is given by itself, as between a company's own applications.
 */

/** Where it runs, and for whom. */
export interface IdentityProviderOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** The trust center's origin: the only place that it sends anybody back to. */
  readonly origin: string;
  /** Where the trust center hears of sign-outs, if not at its origin. */
  readonly backchannelOrigin?: string;
}

/** A running provider. */
export interface IdentityProvider {
  readonly issuer: string;
  close(): Promise<void>;
}

const INTERACTION = /^\/sign-in\/[A-Za-z0-9_-]+$/;
const LARGEST_FORM = 4096;
const SCOPES = ['openid', 'profile', 'email', 'groups'];
const HOUR_S = 3600;

/**
 * Starts the provider on 127.0.0.1.
 *
 * @param options - see {@link IdentityProviderOptions}
 */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configuration(options));
  const protocol = provider.callback();
  answer = (request, response) => {
    const path = new URL(request.url ?? '/', issuer).pathname;
    if (!INTERACTION.test(path)) return void protocol(request, response);
    signIn(provider, options.origin, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400, { 'Content-Type': 'text/plain' });
      response.end('This sign-in is over. Go back to the trust center and start again.\n');
    });
  };
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Shows the accounts of the application that asks; a POST chooses one. */
async function signIn(
  provider: Provider,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response);
  const accounts = demoAccounts.filter((account) => account.application === interaction.params.client_id);
  if (request.method !== 'POST') {
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': signInPolicy(origin),
      'Cache-Control': 'no-store',
    });
    response.end(signInPage(`/sign-in/${interaction.uid}`, accounts));
    return;
  }
  const chosen = new URLSearchParams(await readBody(request)).get('account');
  const account = accounts.find(({ id }) => id === chosen);
  if (!account) throw new Error('there is no such account');
  if (interaction.session && interaction.session.accountId !== account.id) {
    // Somebody else was signed in: their session ends here, where the library would ask with a page of its own.
    await (await provider.Session.findByUid(interaction.session.uid))?.destroy();
    delete interaction.session;
    await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
  }
  const { acr, amr } = account.signIn;
  await provider.interactionFinished(request, response, {
    login: { accountId: account.id, acr, amr: [...amr] },
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > LARGEST_FORM) throw new Error('the form is too large');
  }
  return body;
}

function configuration({ origin, backchannelOrigin = origin }: IdentityProviderOptions): Configuration {
  const backchannel = (id: string) => ({
    backchannel_logout_uri: `${backchannelOrigin}/api/backchannel-logout/${id}`,
    backchannel_logout_session_required: true,
  });
  return {
    adapter: memoryStore(),
    clients: [
      {
        client_id: 'vitrine',
        client_secret: localSecrets.OIDC_CLIENT_SECRET,
        redirect_uris: [`${origin}/login/callback`],
        ...backchannel('customer'),
      },
      {
        client_id: 'vitrine-staff',
        client_secret: localSecrets.STAFF_OIDC_CLIENT_SECRET,
        redirect_uris: [`${origin}/login/staff/callback`],
        ...backchannel('staff'),
      },
    ],
    jwks: { keys: [signingKey()] },
    scopes: SCOPES,
    acrValues: ['phr', 'password'],
    responseTypes: ['code'],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      profile: ['name', 'company'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    // Cookies do not know of ports: these share a jar with the trust center's and with everything else on this host.
    cookies: {
      keys: [randomUUID()],
      names: { session: 'demo-idp-session', interaction: 'demo-idp-sign-in', resume: 'demo-idp-resume' },
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    // The library's own dispatcher refuses loopback addresses, and everything here has one.
    fetch: (url, { dispatcher: _, ...options }: RequestInit & { dispatcher?: unknown } = {}) =>
      fetch(url, options),
    interactions: { policy: policy(), url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    pkce: { required: () => true },
    ttl: {
      AccessToken: HOUR_S,
      AuthorizationCode: 60,
      Grant: 24 * HOUR_S,
      IdToken: HOUR_S,
      Interaction: HOUR_S,
      Session: 24 * HOUR_S,
    },
    findAccount: (_context, id) => {
      const account = demoAccounts.find((candidate) => candidate.id === id);
      if (!account) return undefined;
      return {
        accountId: id,
        claims: () => ({
          sub: account.id,
          name: account.name,
          company: account.company,
          email: account.email,
          email_verified: account.emailVerified,
          groups: [...account.groups],
        }),
      };
    },
    loadExistingGrant,
  };
}

/** Whoever is signed in for one application chooses again at the other, and whoever signed in more weakly than is asked for. */
function policy() {
  const { base, Check } = interactionPolicy;
  const prompts = base();
  const checks = prompts.get('login')?.checks;
  checks?.add(
    new Check('other_application', 'this account belongs to the other application', ({ oidc }) => {
      const account = demoAccounts.find(({ id }) => id === oidc.session?.accountId);
      return account !== undefined && account.application !== oidc.client?.clientId;
    }),
  );
  checks?.add(
    new Check('weaker_class', 'the application asks for another way to sign in', ({ oidc }) => {
      const asked = String(oidc.params?.acr_values ?? '').split(' ');
      // Once somebody has just chosen an account, what it can do is all that there is.
      const known = oidc.session?.accountId !== undefined && !oidc.result?.login;
      return known && asked[0] !== '' && !asked.includes(oidc.session?.acr ?? '');
    }),
  );
  return prompts;
}

/** Consent, given without asking. */
async function loadExistingGrant(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  if (known) return await provider.Grant.find(known);
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPES.join(' '));
  await grant.save();
  return grant;
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' };
}
