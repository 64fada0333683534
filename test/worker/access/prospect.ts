import { env } from 'cloudflare:workers';
import type { Locale } from '../../../words/locale.ts';
import { type Browser, fieldsOf, openBrowser, type Server } from './browser.ts';

/** A mail as the local mailbox shows it. */
export interface Letter {
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** What has arrived for an address, newest first. */
export async function mailsTo(address: string): Promise<Letter[]> {
  const response = await fetch(`${env.TEST_MAILBOX}/mails.json?to=${encodeURIComponent(address)}`);
  return (await response.json()) as Letter[];
}

/** The link and the code of a confirmation mail. */
export function keysOf(letter: Letter | undefined): { path: string; token: string; code: string } {
  const link = new URL(/https?:\/\/\S+confirm\?token=\S+/.exec(letter?.text ?? '')?.[0] ?? 'http://no.link');
  return {
    path: link.pathname + link.search,
    token: link.searchParams.get('token') ?? '',
    code: (/\b(\d{4}) (\d{4})\b/.exec(letter?.text ?? '') ?? []).slice(1).join(''),
  };
}

let asked = 0;

/** An address that nobody used before. */
export function newAddress(): string {
  return `reader${++asked}.${crypto.randomUUID().slice(0, 8)}@prospect.example`;
}

/** A reader on the way to a report, and the steps that they can take. */
export interface Prospect {
  readonly browser: Browser;
  readonly address: string;
  readonly report: string;
  /** Sends the form. */
  ask(entries?: Record<string, string>): Promise<Response>;
  /** The newest confirmation mail. */
  keys(): Promise<{ path: string; token: string; code: string }>;
  /** Confirms with the code. */
  confirm(): Promise<Response>;
  /** The fields of the NDA page, box ticked, "agree" pressed. */
  agreement(): Promise<Record<string, string>>;
  /** Agrees. */
  agree(): Promise<Response>;
}

/**
 * A prospect with an address of their own.
 *
 * @param report - which report they want
 * @param options - another server, address or name; the language that their address names
 */
export function newProspect(
  report = 'soc2-type2',
  options: { server?: Server; address?: string; name?: string; company?: string; locale?: Locale } = {},
): Prospect {
  const browser = openBrowser(options.server);
  const address = options.address ?? newAddress();
  const base = `${options.locale ? `/${options.locale}` : ''}/access/${report}`;
  const prospect: Prospect = {
    browser,
    address,
    report,
    async ask(entries = {}) {
      const page = await (await browser.get(`${base}?again`)).text();
      return await browser.post(base, {
        attempt: fieldsOf(page).attempt ?? '',
        name: options.name ?? 'Sample Reader',
        company: options.company ?? 'Sample Prospect Ltd',
        address,
        ...entries,
      });
    },
    async keys() {
      const [letter] = (await mailsTo(address)).filter(({ text }) => text.includes('confirm?token='));
      return keysOf(letter);
    },
    async confirm() {
      return await browser.post(`${base}/confirm`, { code: (await prospect.keys()).code });
    },
    async agreement() {
      const page = await (await browser.get(`${base}/nda`)).text();
      return { ...fieldsOf(page), agree: 'yes', decision: 'agree' };
    },
    async agree() {
      return await browser.post(`${base}/nda`, await prospect.agreement());
    },
  };
  return prospect;
}
