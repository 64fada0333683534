import { type Browser, fieldsOf, openBrowser, type Server } from '../access/browser.ts';
import { keysOf, mailsTo } from '../access/prospect.ts';

/** The newest confirmation for "My access" that was mailed to an address. */
export async function keysTo(address: string): Promise<{ path: string; token: string; code: string }> {
  const [letter] = (await mailsTo(address)).filter(({ text }) => text.includes('/my-access/confirm?token='));
  return keysOf(letter);
}

/** Asks for one's own page by an address. */
export async function askToVisit(browser: Browser, address: string): Promise<Response> {
  const { attempt } = fieldsOf(await (await browser.get('/my-access')).text());
  return await browser.post('/my-access', { attempt: attempt ?? '', address });
}

/** A new browser, in which the reader of an address has confirmed it again. */
export async function comeBack(
  address: string,
  server?: Server,
): Promise<{ browser: Browser; confirmed: Response }> {
  const browser = openBrowser(server);
  await askToVisit(browser, address);
  const { code } = await keysTo(address);
  return { browser, confirmed: await browser.post('/my-access/confirm', { code }) };
}
