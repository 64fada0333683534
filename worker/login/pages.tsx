import type { Context } from 'hono';
import { code } from '../../words/html.ts';
import type { App } from '../app.ts';
import { useWords, written } from '../localised.tsx';
import { renderPage } from '../shell.tsx';
import type { LoginRejection } from './complete.ts';
import { loginPath, type Registration } from './provider.ts';
import type { Session } from './session.ts';

/** The few pages of signing in and out. None shows a word that the provider or the address bar brought along. */

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
  const m = c.var.words.m.signIn;
  return await renderPage(c, {
    title: m.rejected,
    status: 401,
    at: retry.returnTo,
    body: (
      <>
        <h1>{m.rejected}</h1>
        <p>{m.nothingOpened(m.rejections[reason])}</p>
        <SignIn retry={retry} label={m.again} another={reason === 'too-weak'} />
        <Reference correlation={c.var.correlation} />
      </>
    ),
  });
}

async function notAdmittedPage(c: Context<App>, retry: Retry): Promise<Response> {
  const m = c.var.words.m.signIn;
  const staff = retry.registration.role === 'staff';
  return await renderPage(c, {
    title: m.notAdmitted,
    status: 403,
    at: retry.returnTo,
    body: (
      <>
        <h1>{m.notAdmitted}</h1>
        <p>{staff ? m.notStaff : m.notCustomer}</p>
        {retry.report !== null && (
          <p>
            <a class="button" href={`/access/${retry.report}`}>
              {m.confirmInstead}
            </a>
          </p>
        )}
        <SignIn retry={retry} label={m.another} another />
        <Reference correlation={c.var.correlation} />
      </>
    ),
  });
}

/** For the back button and the refresh key on an address that was used up: nothing is wrong. */
export async function alreadySignedInPage(c: Context<App>, session: Session): Promise<Response> {
  const m = c.var.words.m.signIn;
  return await renderPage(c, {
    title: m.done,
    at: '/my-access',
    body: (
      <>
        <h1>{m.done}</h1>
        <p>{m.doneAs(session.person.name)}</p>
        <p>
          <a class="button" href={session.kind === 'staff' ? '/console' : '/reports/'}>
            {session.kind === 'staff' ? m.toConsole : m.toReports}
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
  const m = c.var.words.m.signIn;
  return await renderPage(c, {
    title: m.on,
    at: '/',
    refresh: location.href,
    body: (
      <>
        <h1>{m.on}</h1>
        <p>
          <a class="button" href={location.href}>
            {m.continue}
          </a>
        </p>
      </>
    ),
  });
}

/** What `/logout` shows: a button while somebody is signed in, and afterwards that nobody is. */
export async function signedOutPage(c: Context<App>): Promise<Response> {
  const { session, words } = c.var;
  const m = words.m.signOut;
  if (session) {
    return await renderPage(c, {
      title: m.button,
      body: (
        <>
          <h1>{m.button}</h1>
          <p>{m.as(session.person.name)}</p>
          <form method="post" action="/logout">
            <p class="actions">
              <button type="submit" class="button">
                {m.button}
              </button>
            </p>
          </form>
        </>
      ),
    });
  }
  return await renderPage(c, {
    title: m.done,
    body: (
      <>
        <h1>{m.done}</h1>
        <p>{m.doneText}</p>
        <p>
          <a href="/">{m.back}</a>
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

/** The number under which the log has what went wrong. */
export function Reference({ correlation }: { correlation: string }) {
  return <p class="hint">{written(useWords().m.problem.reference(code(correlation)))}</p>;
}
