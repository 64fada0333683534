import { Hono } from 'hono';
import { forgetBrowser } from '../access/browser.ts';
import type { App } from '../app.ts';
import { clearCookie, cookieValues } from '../cookie.ts';
import { signedOutPage } from './pages.tsx';
import { LOGIN_COOKIE, openPending } from './pending.ts';
import { endSession } from './session.ts';

/** `/logout`: ends our session, not the provider's, and says so. */
export const logout = new Hono<App>()
  .get('/', (c) => signedOutPage(c))
  .post('/', async (c) => {
    const { config, now } = c.var;
    const [sealed] = cookieValues(c, LOGIN_COOKIE);
    const pending = sealed === undefined ? null : await openPending(config.SESSION_SECRET, sealed, now);
    await endSession(c, pending?.state ?? null);
    clearCookie(c, LOGIN_COOKIE);
    forgetBrowser(c);
    return c.redirect('/logout', 303);
  });
