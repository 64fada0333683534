import type { Context } from 'hono';
import type { App } from '../app.ts';
import { renderPage } from '../shell.tsx';
import type { LoginRejection } from './complete.ts';
import { loginPath, type Registration } from './provider.ts';
import type { Session } from './session.ts';

/** The few pages of signing in and out. None shows a word that the provider or the address bar brought along. */

/** What somebody whose sign-in ended without a session reads. One sentence of what happened, one of what to do. */
const EXPLANATIONS: Record<LoginRejection, string> = {
  'unknown-state': 'This browser has no such sign-in under way: it took too long, or was finished before.',
  used: 'This sign-in was finished before, or you signed out meanwhile, here or at the sign-in service.',
  declined: 'The sign-in was cancelled, or the account may not use it.',
  'bad-response': 'The answer of the sign-in service did not fit the question.',
  'code-refused': 'The sign-in service took its answer back; that happens when it is used twice or too late.',
  'bad-token': 'The sign-in service’s proof of who you are could not be verified.',
  'bad-userinfo': 'The sign-in service’s proof of who you are could not be verified.',
  'not-admitted': '',
  'too-weak':
    'The sign-in service did not say that you signed in just now, or in a way that is strong enough for the console.',
};

/** Where a sign-in can be started again. */
export interface Retry {
  readonly registration: Pick<Registration, 'id' | 'role'>;
  readonly returnTo: string;
  readonly report: string | null;
}

/**
 * After a sign-in that did not succeed.
 *
 * @param c - the request's context
 * @param reason - why; chooses the words
 * @param retry - what the button starts
 */
export async function rejectedPage(c: Context<App>, reason: LoginRejection, retry: Retry): Promise<Response> {
  if (reason === 'not-admitted') return await notAdmittedPage(c, retry);
  return await renderPage(c, {
    title: 'You are not signed in',
    status: 401,
    body: (
      <>
        <h1>You are not signed in</h1>
        <p>{EXPLANATIONS[reason]} Nothing was opened; please start again.</p>
        <SignIn retry={retry} label="Sign in again" another={reason === 'too-weak'} />
        <Reference correlation={c.var.correlation} />
      </>
    ),
  });
}

async function notAdmittedPage(c: Context<App>, retry: Retry): Promise<Response> {
  const staff = retry.registration.role === 'staff';
  return await renderPage(c, {
    title: 'This account does not open it',
    status: 403,
    body: (
      <>
        <h1>This account does not open it</h1>
        {staff ? (
          <p>
            You signed in, but your account is not in the group that works here. Ask whoever gives out groups.
          </p>
        ) : (
          <p>
            You signed in, but this account is not a customer’s. You can have reports all the same: confirm
            your work e-mail and accept the NDA instead.
          </p>
        )}
        {retry.report !== null && (
          <p>
            <a class="button" href={`/access/${retry.report}`}>
              Confirm a work e-mail
            </a>
          </p>
        )}
        <SignIn retry={retry} label="Sign in with another account" another />
        <Reference correlation={c.var.correlation} />
      </>
    ),
  });
}

/** For the back button and the refresh key on an address that was used up: nothing is wrong. */
export async function alreadySignedInPage(c: Context<App>, session: Session): Promise<Response> {
  return await renderPage(c, {
    title: 'You are signed in',
    body: (
      <>
        <h1>You are signed in</h1>
        <p>As {session.person.name}. This address was for finishing the sign-in, and that is done.</p>
        <p>
          <a class="button" href={session.kind === 'staff' ? '/console' : '/reports'}>
            {session.kind === 'staff' ? 'To the console' : 'To the reports'}
          </a>
        </p>
      </>
    ),
  });
}

/**
 * On to a provider whose sign-in page is not at its issuer's origin: a browser applies `form-action` to the redirect of a
 * form, but not to a page that moves on.
 *
 * @param location - the provider's address
 */
export async function continuePage(c: Context<App>, location: URL): Promise<Response> {
  return await renderPage(c, {
    title: 'On to the sign-in',
    refresh: location.href,
    body: (
      <>
        <h1>On to the sign-in</h1>
        <p>
          <a class="button" href={location.href}>
            Continue
          </a>
        </p>
      </>
    ),
  });
}

/** What `/logout` shows: a button while somebody is signed in, and afterwards that nobody is. */
export async function signedOutPage(c: Context<App>): Promise<Response> {
  const { session } = c.var;
  if (session) {
    return await renderPage(c, {
      title: 'Sign out',
      body: (
        <>
          <h1>Sign out</h1>
          <p>You are signed in as {session.person.name}.</p>
          <form method="post" action="/logout">
            <p class="actions">
              <button type="submit" class="button">
                Sign out
              </button>
            </p>
          </form>
        </>
      ),
    });
  }
  return await renderPage(c, {
    title: 'You are signed out',
    body: (
      <>
        <h1>You are signed out</h1>
        <p>
          Here, on this site. Your account’s own sign-in service may still know you: on a shared computer,
          sign out there too.
        </p>
        <p>
          <a href="/">Back to the start</a>
        </p>
      </>
    ),
  });
}

/** A button that starts a sign-in again; with `another` the provider asks anew who it is. */
export function SignIn({
  retry,
  label,
  another = false,
}: {
  retry: Retry;
  label: string;
  another?: boolean;
}) {
  return (
    <form method="post" action={loginPath(retry.registration.id)}>
      {retry.report === null ? (
        <input type="hidden" name="return_to" value={retry.returnTo} />
      ) : (
        <input type="hidden" name="report" value={retry.report} />
      )}
      {another && <input type="hidden" name="another" value="1" />}
      <p class="actions">
        <button type="submit" class="button">
          {label}
        </button>
      </p>
    </form>
  );
}

function Reference({ correlation }: { correlation: string }) {
  return (
    <p class="hint">
      Reference <code>{correlation}</code>
    </p>
  );
}
