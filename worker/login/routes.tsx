import { type Context, Hono } from 'hono';
import { namedLocale } from '../../words/locale.ts';
import { clientOf } from '../access/client.ts';
import { serveCustomer } from '../access/serve-customer.ts';
import type { App } from '../app.ts';
import { content, reportOf } from '../content.ts';
import { clearCookie, cookieValues, setCookie } from '../cookie.ts';
import { guardFlood, withinLimit } from '../counters.ts';
import { eventStatement } from '../events.ts';
import { readForm } from '../form.ts';
import { clientAddress } from '../guard.ts';
import { localised } from '../localised.tsx';
import { enqueueMail } from '../mail/outbox.ts';
import { networkOf } from '../network.ts';
import { Failure } from '../problem.ts';
import { hashOf } from '../random.ts';
import { logFailure } from '../respond.tsx';
import { formActions } from '../shell.tsx';
import { boundedFetch, ProviderUnavailable } from './bounded-fetch.ts';
import { completeLogin, LoginRejected } from './complete.ts';
import { claimsToKeep, isAdmitted } from './identity.ts';
import { alreadySignedInPage, continuePage, type Retry, rejectedPage } from './pages.tsx';
import { LOGIN_COOKIE, openPending, PENDING_LIFETIME_S, type PendingLogin, sealPending } from './pending.ts';
import { rememberPerson } from './people.ts';
import { discover, type Registration, type Role, registrationOf } from './provider.ts';
import { safeReturnPath } from './return-path.ts';
import { startSession } from './session.ts';
import { startLogin } from './start.ts';
import { weaknessOf } from './strength.ts';

const MINUTE = 60_000;

/** Callbacks of one client address; a company's people often share one. */
const COMPLETIONS_PER_ADDRESS = { most: 60, windowMs: 10 * MINUTE };

/** Failed sign-ins that the ledger takes; all of them are in the log. */
const FAILURES_IN_LEDGER = { most: 100, windowMs: 60 * MINUTE };

/** Characters. Codes of large providers reach some kilobytes. */
const LONGEST_QUERY = 8192;

const HOME: Record<Role, string> = { customer: '/', staff: '/console' };

/** Sign-in through the identity providers: a POST starts it, the provider's answer ends it. */
export const login = new Hono<App>()
  .post('/customer', (c) => start(c, registrationOf(c.var.config, 'customer')))
  .post('/staff', (c) => start(c, registrationOf(c.var.config, 'staff')))
  .post('/providers/:provider', (c) => start(c, furtherProvider(c)))
  .get('/callback', (c) => finish(c, registrationOf(c.var.config, 'customer')))
  .get('/staff/callback', (c) => finish(c, registrationOf(c.var.config, 'staff')))
  .get('/providers/:provider/callback', (c) => finish(c, furtherProvider(c)));

async function start(c: Context<App>, registration: Registration): Promise<Response> {
  await guardFlood(c.env.LOGIN_LIMIT, clientAddress(c));
  const form = await readForm(c);
  const { report, returnTo } = wantedBy(form, registration.role);
  return await sendToProvider(c, registration, {
    report,
    returnTo: c.var.words.to(returnTo),
    another: form.has('another'),
  });
}

/**
 * Sends staff who opened a page of the console straight to their identity provider, as its button would.
 *
 * @param c - the request's context
 * @param page - path and query, where they come back to
 */
export async function signInForPage(c: Context<App>, page: string): Promise<Response> {
  await guardFlood(c.env.LOGIN_LIMIT, clientAddress(c));
  const returnTo = safeReturnPath(page, HOME.staff);
  const registration = registrationOf(c.var.config, 'staff');
  return await sendToProvider(c, registration, { report: null, returnTo, another: false });
}

async function sendToProvider(
  c: Context<App>,
  registration: Registration,
  wanted: Omit<Retry, 'registration'> & { readonly another: boolean },
): Promise<Response> {
  const { config, now } = c.var;
  const server = await answered(discover(registration, boundedFetch(config.OIDC_TIMEOUT_MS), now));
  const { location, pending } = await startLogin(registration, server, wanted, now);
  setCookie(c, LOGIN_COOKIE, await sealPending(config.SESSION_SECRET, pending), PENDING_LIFETIME_S);
  if (!formActions(config).includes(location.origin)) return await continuePage(c, location);
  return c.redirect(location.href, 303);
}

/** The company's own provider and the staff's have addresses of their own; here is whom `OIDC_PROVIDERS` names. */
function furtherProvider(c: Context<App>): Registration {
  const { config } = c.var;
  const named = config.OIDC_PROVIDERS.find(({ id }) => id === c.req.param('provider'));
  if (!named) throw new Failure('not-found');
  return registrationOf(config, named.id);
}

/** The report that a form names, or the page that it wants to come back to. */
function wantedBy(form: ReadonlyMap<string, string>, role: Role): Omit<Retry, 'registration'> {
  const id = form.get('report');
  if (role === 'staff' || id === undefined) {
    return { report: null, returnTo: safeReturnPath(form.get('return_to'), HOME[role]) };
  }
  const report = reportOf(id);
  if (!report || report.access === 'public') throw new Failure('not-found');
  const path = `/access/${report.id}`;
  return { report: report.id, returnTo: report.access === 'on-request' ? path : `${path}/copy` };
}

async function finish(c: Context<App>, registration: Registration): Promise<Response> {
  const { db, now, session } = c.var;
  // Hono answers HEAD through GET handlers; a mail scanner's HEAD must not use up a code.
  if (c.req.method === 'HEAD') throw new Failure('method-not-allowed', { headers: { Allow: 'GET' } });
  const address = clientAddress(c);
  await guardFlood(c.env.LOGIN_LIMIT, address);
  const parameters = callbackParameters(c.req.url);
  const pending = await pendingOf(c, registration, parameters);
  clearCookie(c, LOGIN_COOKIE);
  // The address that the provider leads back to names no language: the one that the reader came from does.
  const locale = namedLocale(pending?.returnTo ?? '');
  if (locale) c.set('words', localised(locale));
  if (!pending) {
    if (session) return await alreadySignedInPage(c, session);
    const returnTo = HOME[registration.role];
    return await reject(c, new LoginRejected('unknown-state'), { registration, report: null, returnTo });
  }
  if (
    !(await withinLimit(
      db,
      `login:address:${await hashOf(networkOf(address))}`,
      COMPLETIONS_PER_ADDRESS,
      now,
    ))
  ) {
    throw new Failure('too-many-requests');
  }
  try {
    await signIn(c, registration, pending, parameters);
  } catch (error) {
    if (!(error instanceof LoginRejected)) throw error;
    await recordRejection(c, registration, error);
    if (session && error.reason === 'code-refused') return await alreadySignedInPage(c, session);
    return await reject(c, error, { registration, ...pending });
  }
  return c.redirect(pending.returnTo, 303);
}

async function signIn(
  c: Context<App>,
  registration: Registration,
  pending: PendingLogin,
  parameters: URLSearchParams,
): Promise<void> {
  const { config, db, now } = c.var;
  const { role } = registration;
  const { report } = pending;
  const fetch = boundedFetch(config.OIDC_TIMEOUT_MS);
  const identity = await answered(
    discover(registration, fetch, now).then((server) =>
      completeLogin(registration, server, pending, parameters, fetch, now),
    ),
  );
  if (!isAdmitted(role, identity.claims, content.access)) throw new LoginRejected('not-admitted');
  if (role === 'staff') {
    const weakness = weaknessOf(content.access.staffSignIn, identity.claims, now);
    if (weakness !== null) throw new LoginRejected('too-weak', weakness);
  }
  const person = await rememberPerson(db, role, identity, now);
  await startSession(c, {
    personId: person.id,
    kind: role,
    claims: claimsToKeep(role, identity.claims),
    provider: { ...identity, issuedAt: Number(identity.claims.iat) * 1000 },
    loginState: pending.state,
  }).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'conflict') throw new LoginRejected('used', error);
    throw error;
  });
  const wanted = role === 'customer' && report !== null ? reportOf(report) : undefined;
  // What is on request is asked for with a click of its own.
  if (wanted && wanted.access !== 'public' && wanted.access !== 'on-request') {
    const customer = { person, isVouched: identity.claims.email_verified === true };
    const mails = await serveCustomer(c.env, db, customer, wanted, clientOf(c), now);
    for (const mailId of mails) await enqueueMail(c.env, mailId);
  }
}

/** The sign-in that this answer belongs to: started by this browser, at this provider, with this state. */
async function pendingOf(
  c: Context<App>,
  registration: Registration,
  parameters: URLSearchParams,
): Promise<PendingLogin | null> {
  const { config, now } = c.var;
  const [sealed, ...others] = cookieValues(c, LOGIN_COOKIE);
  if (sealed === undefined || others.length > 0) return null;
  const pending = await openPending(config.SESSION_SECRET, sealed, now);
  return pending?.provider === registration.id && pending.state === parameters.get('state') ? pending : null;
}

/** An answer is a code or an error, and says everything once. */
function callbackParameters(url: string): URLSearchParams {
  const { search, searchParams } = new URL(url);
  const twice = new Set(searchParams.keys()).size !== searchParams.size;
  if (search.length > LONGEST_QUERY || twice || searchParams.has('code') === searchParams.has('error')) {
    throw new Failure('bad-request', { detail: ({ m }) => m.problem.startSignIn });
  }
  return searchParams;
}

async function answered<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof ProviderUnavailable)) throw error;
    throw new Failure('identity-provider-unavailable', { cause: error, headers: { 'Retry-After': '60' } });
  }
}

async function reject(c: Context<App>, rejected: LoginRejected, retry: Retry): Promise<Response> {
  const code = rejected.reason === 'not-admitted' ? 'forbidden' : 'login-failed';
  logFailure(new Failure(code, { cause: rejected.cause ? rejected : rejected.reason }), c);
  return await rejectedPage(c, rejected.reason, retry);
}

/** Only sign-ins that started here reach the ledger, and only so many: strangers cannot fill it. */
async function recordRejection(
  c: Context<App>,
  { id, role }: Registration,
  rejected: LoginRejected,
): Promise<void> {
  const { db, now, correlation } = c.var;
  if (!(await withinLimit(db, `login:failed:${role}`, FAILURES_IN_LEDGER, now))) return;
  await eventStatement(db, {
    at: now,
    type: 'login.failed',
    actor: 'system',
    object: correlation,
    detail: { role, provider: id, reason: rejected.reason },
  }).run();
}
