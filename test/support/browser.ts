import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';

/** Debian's Chromium; another one through the environment. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Starts a browser that reaches for nothing but what a test asks of it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  });
}

/** One reader: a browser context of their own that keeps note of whatever a page should never do. */
export interface Reader {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Requests that left our own origins, console errors, policy violations. Empty when all is well. */
  readonly complaints: string[];
}

/**
 * Opens a context with one page.
 *
 * @param browser - a running browser
 * @param origins - origins that may be asked for anything
 * @param options - Playwright's, such as `javaScriptEnabled: false`
 */
export async function openReader(
  browser: Browser,
  origins: readonly string[],
  options: BrowserContextOptions = {},
): Promise<Reader> {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && !origins.includes(url.origin))
      complaints.push(`request to ${url.href}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4\d\d|503)/.test(message.text()))
      complaints.push(message.text());
  });
  return { context, page, complaints };
}
